"""From a stranger's first look to their first evening inside: Nadia at her phone, Mona at the desk."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until

LINK = re.compile(r"http://\S+")
NO_MACHINE = "() => performance.now() > 3200"  # whoever is faster is taken for one


def asks_to_come_in(nadia: Person, email: str) -> None:
    nadia.goes("/sign-in/")
    nadia.link("Request access").click()
    page = nadia.page
    page.get_by_label("Your name").fill("Nadia Belmont")
    page.get_by_label("Your email").fill(email)
    page.get_by_label("School or district").fill("Wren Street School")
    page.get_by_label("State").select_option("Idaho")
    page.get_by_label("Exploring: not open yet").check()
    page.get_by_label("What is your role there?").fill("Founder")
    page.get_by_label(re.compile("^What do you hope to find")).fill("Company, and a form for the fire marshal.")
    nadia.waits_for(NO_MACHINE)
    nadia.button("Send and confirm my email").click()
    nadia.sees("Without this we cannot take your request.")
    nadia.trouble = [told for told in nadia.trouble if "422" not in told]  # that was the refusal
    expect(page.get_by_label("Your name")).to_have_value("Nadia Belmont")
    page.get_by_label(re.compile("^I am not here as a parent")).check()
    nadia.button("Send and confirm my email").click()
    nadia.sees("Look in your mail")


def newest_link(served: Served, email: str, words: str) -> str:
    """In the mail that says this, once it has come."""
    found: list[str] = []
    until(
        lambda: bool(found.extend(mail for mail in served.mails(email) if words in mail) or found),
        missing=f"No mail to {email} says {words!r}.",
    )
    match = LINK.search(found[0])
    assert match is not None
    return match[0].removeprefix(served.url)


def fits(person: Person) -> None:
    """Nothing sticks out of the screen."""
    wide = person.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], f"{person.page.url} is {wide[0]} wide on a screen of {wide[1]}"


def decides(mona: Person, act: str, words: str, send: str) -> None:
    """Chooses, writes, looks at the mail, sends."""
    mona.page.get_by_role("navigation", name="Decision").get_by_role("link", name=act).click()
    mona.page.get_by_label(re.compile("^Letter to")).fill(words)
    mona.button("Look at the mail first").click()
    expect(mona.page.get_by_role("region", name="This is the mail")).to_contain_text(words)
    mona.button(send).click()


def test_nadia_asks_is_asked_is_admitted_and_comes_in(served: Served, comes: Comes) -> None:
    email = f"nadia-{uuid4().hex[:6]}@wren.example"
    nadia, mona = comes("", "phone"), comes("mona", "laptop")
    mona.goes("/")
    asks_to_come_in(nadia, email)
    fits(nadia)
    nadia.page.get_by_label("Code").fill(f" {served.code_for(email)} ")
    nadia.button("Confirm my email").click()
    nadia.sees("Thank you, Nadia")
    nadia.sees("Waiting to be read")
    fits(nadia)

    mona.goes("/notices/")
    mona.link(re.compile("Nadia Belmont asks to come in")).first.click()
    mona.sees("Exploring: not open yet")
    mona.button("Take this").click()
    mona.sees("You took this")
    nadia.page.reload()
    nadia.sees("Being read by a founder")
    decides(mona, "Ask a question", "Dear Nadia, who knows you?", "Send the question")
    mona.sees("Asked")

    nadia.goes(newest_link(served, email, "who knows you?"))
    nadia.page.get_by_label("Your answer").fill("Luis Ortega visited us in March.")
    nadia.button("Send my answer").click()
    nadia.sees("Waiting to be read")
    fits(nadia)

    admits(mona)
    nadia.page.reload()
    nadia.sees("Welcome, Nadia")
    nadia.goes(newest_link(served, email, "Dear Nadia, welcome!"))
    nadia.page.get_by_label("Your email").fill(email)
    expect(nadia.page.get_by_label("Your name")).to_have_value("Nadia Belmont")
    nadia.page.locator("input[name=rules]").check()
    nadia.button("Join the community").click()
    nadia.page.wait_for_url(f"{served.url}/")
    nadia.sees("Nadia")
    fits(nadia)


def admits(mona: Person) -> None:
    mona.page.reload()
    mona.sees("Luis Ortega visited us in March.")
    mona.page.get_by_role("navigation", name="Decision").get_by_role("link", name="Admit").click()
    mona.page.get_by_label("Whose seat").select_option("Dune School")
    mona.page.get_by_label(re.compile("^Letter to")).fill("Dear Nadia, welcome!")
    mona.button("Look at the mail first").click()
    mona.button("Admit Nadia and send this").click()
    mona.sees("Admitted by Mona")


def test_without_any_script_the_whole_form_works(served: Served, comes: Comes) -> None:
    email = f"tam-{uuid4().hex[:6]}@pods.example"
    tam = comes("", "phone", java_script_enabled=False)
    tam.goes("/apply/")
    page = tam.page
    for label, words in (
        ("Your name", "Tam Nguyen"), ("Your email", email), ("School or district", "Longleaf"),
        ("What is your role there?", "Guide"),
    ):  # fmt: skip
        page.get_by_label(label).fill(words)
    page.get_by_label("State").select_option("North Carolina")
    page.get_by_label("A private microschool").check()
    page.get_by_label(re.compile("^What do you hope to find")).fill("People.")
    page.get_by_label(re.compile("^I am not here as a parent")).check()
    tam.waits_for(NO_MACHINE)
    tam.button("Send and confirm my email").click()
    tam.sees("Look in your mail")
    page.get_by_label("Code").fill(served.code_for(email))
    tam.button("Confirm my email").click()
    tam.sees("Thank you, Tam")
