"""Coming in by code and by password, and going out so that nothing stays behind."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.served import Served
from tests.cast import PASSWORD

NEW_PASSWORD = "the kettle sings at half past six"
AT_THE_DOOR = re.compile("/sign-in/")
GREETING = re.compile("^Good (morning|afternoon|evening)")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_from_the_mail_leads_where_one_wanted_to_go(served: Served, comes: Comes) -> None:
    address = f"{served.hands('newcomer', name='Ivy')}@school.test"
    ivy = comes("", "phone")
    ivy.goes("/library/")
    expect(ivy.page.get_by_label("Email")).to_be_focused()
    ivy.page.get_by_label("Email").fill(address)
    ivy.button("Email me a sign-in code").tap()
    ivy.sees("Look in your mail")
    code = served.code_for(address)
    ivy.page.get_by_label("Code").fill(wrong(code))
    ivy.button("Sign in").tap()
    expect(ivy.page.locator(".error")).to_contain_text("Incorrect code")
    ivy.page.get_by_label("Code").fill(f" {code} ")
    ivy.button("Sign in").tap()
    expect(ivy.page.get_by_role("heading", name="Templates from founders")).to_be_visible()
    assert ivy.page.url.endswith("/library/")


def test_a_wrong_password_opens_nothing_and_the_right_one_does(served: Served, comes: Comes) -> None:
    address = f"{served.hands('newcomer', name='Jon')}@school.test"
    jon = comes()
    jon.signs_in(address, "not the password at all")
    expect(jon.page.locator(".error")).to_contain_text("not correct")
    expect(jon.page.get_by_label("Email")).to_have_value(address)
    jon.signs_in(address, PASSWORD)
    expect(jon.page.get_by_role("heading", name=GREETING)).to_be_visible()


def test_signing_out_leaves_nothing_behind_on_the_device(served: Served, comes: Comes) -> None:
    kim = comes(served.hands("newcomer", name="Kim"))
    room = served.hands("room", name="Left behind", said=[("ben", "Only for the cohort", 5)])
    kim.enters(room)
    kim.words.press_sequentially("Half a secret")
    kim.goes("/you/")
    assert [draft["body"] for draft in kim.kept("drafts")] == ["Half a secret"]
    kim.button("Sign out").click()
    expect(kim.page).to_have_url(AT_THE_DOOR)  # "Email" is a word of the page before, too
    expect(kim.page.get_by_label("Email")).to_be_visible()
    assert kim.kept("drafts") == []
    for _ in range(2):
        kim.page.evaluate("() => { setTimeout(() => history.back()) }")  # now, its answer would be lost on the way
        kim.page.wait_for_timeout(1000)  # the page that comes back may lead away at once
        expect(kim.page).to_have_url(AT_THE_DOOR)
        kim.page.wait_for_load_state()
        expect(kim.page.get_by_label("Email")).to_be_visible()
        assert "Only for the cohort" not in kim.page.content()
    assert kim.answer_of(f"/rooms/{room}/") == 302


def test_a_forgotten_password_is_chosen_anew_and_ends_the_old_browsers(served: Served, comes: Comes) -> None:
    handle = served.hands("newcomer", name="Lou")
    old, new = comes(handle), comes("", "phone")
    old.may_be_refused = True
    old.goes("/forum/")
    old.waits_for("() => window.heardSinceWelcome.includes('welcome')")
    new.goes("/sign-in/password/")
    new.link("Forgot the password?").tap()
    new.page.get_by_label("Email").fill(f"{handle}@school.test")
    new.button("Email me a code").tap()
    new.sees("Look in your mail")
    new.page.get_by_label("Code").fill(served.code_for(f"{handle}@school.test"))
    new.button("Go on").tap()
    new.page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    new.page.get_by_label("New password again").fill(NEW_PASSWORD)
    new.button("Save the new password").tap()
    new.sees("The new password is saved")
    old.sees("You were signed out")
    assert old.answer_of("/forum/") == 302
    new.signs_in(f"{handle}@school.test", NEW_PASSWORD)
    expect(new.page.get_by_role("heading", name=GREETING)).to_be_visible()
