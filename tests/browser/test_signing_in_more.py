"""Passkeys, the authenticator app, and devices signed out from elsewhere, as a person meets them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.cast import PASSWORD
from tests.members.identity import oidc, saml

CODE = re.compile(r"^\d{6}$", re.MULTILINE)
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
At = Callable[[str], Person]


@pytest.fixture
def at(served: Served, browser: Browser) -> Iterator[At]:
    """At a device whose pages come from a name: passkeys belong to names, and 127.0.0.1 is none."""
    if served.process is None:
        served.start()
    here: list[Person] = []

    def at(device: str) -> Person:
        here.append(Person.at(browser, served.url.replace("127.0.0.1", "localhost"), device, "somebody"))
        return here[-1]

    yield at
    for person in here:
        person.context.close()
    assert served.breakages() == ""
    for person in here:
        person.complains_of_nothing()


def with_finger(person: Person) -> Person:
    """The device can tell who holds it."""
    wire = person.context.new_cdp_session(person.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return person


def asks_for_a_code(person: Person, address: str) -> None:
    person.goes("/sign-in/")
    person.page.get_by_label("Email").fill(address)
    person.button("Email me a sign-in code").click()
    expect(person.page.get_by_label("Code")).to_be_focused()


def signs_in_by_code(served: Served, person: Person, address: str) -> None:
    before = len(served.mails(address))
    asks_for_a_code(person, address)
    person.page.get_by_label("Code").fill(newest_code(served, address, before))
    person.button("Sign in").click()


def newest_code(served: Served, address: str, before: int) -> str:
    end = time.monotonic() + 10
    while len(served.mails(address)) <= before:
        assert time.monotonic() < end, "No code came."
        time.sleep(0.05)
    return str(CODE.findall(served.mails(address)[0])[0])


def signs_out(person: Person) -> None:
    person.goes("/you/sign-out/")
    person.button("Sign out").click()
    expect(person.page).to_have_url(re.compile("/sign-in/"))


def keeps_codes(page: Page, place: Path) -> list[str]:
    """Downloads the recovery codes, and goes on."""
    shown = ["".join(code.split()) for code in page.locator(".codes code").all_inner_texts()]
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download them").click()
    saving.value.save_as(place)
    assert re.findall(r"^\d{8}", place.read_text(), re.MULTILINE) == shown
    page.get_by_role("link", name="I have them, go on").click()
    return shown


def test_pia_adds_a_passkey_and_signs_in_with_it_alone(served: Served, at: At, tmp_path: Path) -> None:
    pia = with_finger(at("phone"))
    handle = served.hands("newcomer", name="Pia")
    address = f"{handle}@school.test"
    signs_in_by_code(served, pia, address)
    pia.goes("/you/signing-in/")
    pia.link("Add a passkey").click()
    pia.page.get_by_label("Name").fill("My phone")
    pia.button("Make it on this device").click()
    expect(pia.page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert len(keeps_codes(pia.page, tmp_path / "codes.txt")) == 10
    pia.goes("/you/signing-in/")
    pia.sees("My phone")
    signs_out(pia)
    pia.goes("/sign-in/?next=/library/")
    pia.button("Use a passkey").click()
    expect(pia.page).to_have_url(re.compile(r":\d+/library/$"))
    signs_out(pia)
    signs_in_by_code(served, pia, address)
    expect(pia.page.get_by_role("heading", name="The second step")).to_be_visible()
    pia.button("Use my passkey").click()
    expect(pia.page).to_have_url(re.compile(r":\d+/$"))


def test_a_device_without_the_passkey_signs_nobody_in(served: Served, at: At) -> None:
    stranger = with_finger(at("laptop"))
    stranger.goes("/sign-in/")
    stranger.button("Use a passkey").click()
    stranger.sees("it was cancelled, or took too long")
    assert stranger.button("Use a passkey").is_enabled()


def test_tom_sets_up_an_app_and_needs_it_from_then_on(served: Served, at: At, tmp_path: Path) -> None:
    tom = at("laptop")
    handle = served.hands("newcomer", name="Tom")
    address = f"{handle}@school.test"
    signs_in_by_code(served, tom, address)
    tom.goes("/you/signing-in/app/")
    expect(tom.page.get_by_role("img", name="QR code of the key below")).to_be_visible()
    secret = "".join(tom.page.locator(".key-text code").inner_text().split())
    tom.page.get_by_label("Type the code the app shows now").fill(shown_by_app(secret, turn=0))
    tom.button("Turn it on").click()
    codes = keeps_codes(tom.page, tmp_path / "codes.txt")
    signs_out(tom)
    signs_in_by_code(served, tom, address)
    tom.page.get_by_label("Code").fill("000000")
    tom.button("Sign in").click()
    tom.sees("This code is not right")
    tom.page.get_by_label("Code").fill(shown_by_app(secret, turn=1))
    tom.button("Sign in").click()
    expect(tom.page).to_have_url(re.compile(r":\d+/$"))
    signs_out(tom)
    signs_in_by_code(served, tom, address)
    tom.page.get_by_label("Code").fill(codes[0])
    tom.button("Sign in").click()
    expect(tom.page).to_have_url(re.compile(r":\d+/$"))


def shown_by_app(secret: str, *, turn: int) -> str:
    """What the app shows now, or by a clock that is one turn ahead."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + turn)))


def test_a_device_signed_out_from_elsewhere_is_at_the_sign_in_within_two_seconds(served: Served, comes: Comes) -> None:
    handle = served.hands("newcomer", name="Ulla")
    room = served.hands("room", name="Where Ulla sat")
    laptop, phone = comes(handle, "laptop"), comes(handle, "phone")
    laptop.network_may_break = True  # its socket is closed from the other side
    laptop.enters(room)
    phone.goes("/you/sessions/")
    expect(phone.page.get_by_role("listitem").filter(has_text="This device")).to_have_count(1)
    other = phone.page.get_by_role("listitem").filter(has=phone.page.get_by_role("button")).filter(has_not_text="This")
    begun = time.monotonic()
    other.get_by_role("button").click()
    phone.sees("That device is signed out")
    laptop.page.wait_for_url(re.compile("/sign-in/"), timeout=4000)
    assert time.monotonic() - begun < 2.0
    phone.goes("/forum/")
    expect(phone.page).to_have_url(re.compile("/forum/$"))


def test_wendy_signs_in_with_her_district_by_openid_connect(served: Served, comes: Comes) -> None:
    provider = oidc.Provider()
    address = f"{served.hands('newcomer', name='Wendy')}@school.test"
    provider.claims["email"] = address
    served.hands("district", kind="oidc", address=address, issuer=provider.url)
    goes_with_her_district(comes("", "phone"), address, provider.url)
    assert provider.asked.count("/token") == 1
    provider.stop()


def test_and_by_saml(served: Served, comes: Comes) -> None:
    idp = saml.Provider()
    idp.address = f"{served.hands('newcomer', name='Xenia')}@school.test"
    served.hands("district", kind="saml", address=idp.address, metadata=idp.metadata())
    xenia = comes("", "laptop")
    goes_with_her_district(xenia, idp.address, idp.url, there="Yes")
    idp.stop()


def goes_with_her_district(person: Person, address: str, district: str, *, there: str = "") -> None:
    """Through the page in between, which goes on by itself, to the district and back to where she was going."""
    person.elsewhere = district
    person.goes("/sign-in/?next=/library/")
    person.link("Sign in with my district").click()
    person.page.get_by_label("Your email at the district").fill(address)
    person.button("Go to my district").click()
    if there:
        person.button(there).click()
    expect(person.page).to_have_url(re.compile(r":\d+/library/$"))


def test_the_password_is_asked_for_before_the_sign_in_is_changed(served: Served, comes: Comes) -> None:
    vic = comes(served.hands("newcomer", name="Vic"), "phone")
    vic.goes("/you/signing-in/app/")
    vic.page.get_by_label("Password").fill(PASSWORD)
    vic.button("Go on").click()
    expect(vic.page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
