"""An old browser, a blocked script, a bad line: links and forms alone do everything that must be done."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_signing_in import GREETING
from tests.cast import PASSWORD


def plainly(comes: Comes, handle: str = "", device: str = "laptop") -> Person:
    return comes(handle, device, java_script_enabled=False)


def test_lee_signs_in_asks_and_is_answered(served: Served, comes: Comes) -> None:
    address = f"{served.hands('newcomer', name='Lee')}@school.test"
    lee, ben = plainly(comes, "", "phone"), plainly(comes, "ben")
    lee.goes("/forum/ask/")
    lee.page.get_by_label("Email").fill(address)
    lee.button("Email me a sign-in code").tap()
    lee.page.get_by_label("Code").fill(served.code_for(address))
    lee.button("Sign in").tap()
    lee.page.get_by_label("Where?").select_option(value="commons")
    lee.page.get_by_label("In one line").fill("Does a form alone do?")
    lee.page.get_by_label("What should we know?").fill("First line.\n\nSecond <b>line</b>.")
    lee.button("Post it").tap()
    expect(lee.page.locator(".question-body .prose p")).to_have_text(["First line.", "Second <b>line</b>."])
    ben.page.goto(lee.page.url)
    ben.page.get_by_label("Write a reply").fill("It does.")
    ben.button(re.compile("^Post to")).click()
    expect(ben.post("It does.")).to_be_in_viewport()
    lee.page.reload()
    lee.post("It does.").get_by_role("button", name="Thank you").tap()
    lee.chooses("This answers it", lee.post("It does."))
    expect(lee.page.get_by_role("region", name="Answer chosen by Lee")).to_contain_text("It does.")
    lee.goes("/forum/")
    expect(lee.page.locator(".row", has_text="Does a form alone do?")).to_contain_text("Answered")


def test_what_is_refused_comes_back_whole(served: Served, comes: Comes) -> None:
    ada = plainly(comes, "ada")
    ada.may_be_refused = True
    ada.goes("/forum/ask/")
    ada.page.get_by_label("What should we know?").fill("All of my words & <more>")
    ada.button("Post it").click()
    ada.sees("Not sent yet. What you wrote is still here.")
    expect(ada.page.get_by_label("What should we know?")).to_have_value("All of my words & <more>")


def test_ada_says_something_in_a_room_and_fay_reads_it(served: Served, comes: Comes) -> None:
    room = served.hands("room", name="Without scripts", said=[("fay", "Who is **here**?", 5)])
    ada, fay = plainly(comes, "ada", "phone"), plainly(comes, "fay")
    ada.goes("/rooms/")
    ada.page.get_by_role("main").get_by_role("link", name="Without scripts").tap()
    expect(ada.message("Who is here?").locator("strong")).to_have_text("here")
    ada.words.fill("I am")
    ada.button("Send").tap()
    expect(ada.message("I am")).to_be_in_viewport()
    fay.goes(f"/rooms/{room}/")
    expect(fay.message("I am")).to_be_visible()
    assert served.hands("stored", room_id=room) == ["Who is **here**?", "I am"]


def test_mona_invites_pauses_and_lets_in_again(served: Served, comes: Comes) -> None:
    handle = served.hands("newcomer", name="Meg")
    mona, meg, newcomer = plainly(comes, "mona"), plainly(comes, handle), plainly(comes)
    meg.may_be_refused = True
    mona.goes("/moderation/invitations/")
    mona.page.get_by_label("Email address").fill("ned@school.test")
    mona.page.get_by_label("Whose seat").select_option(label="Dune School")
    mona.button("Send the invitation").click()
    mona.sees("The invitation is on its way.")
    newcomer.page.goto(served.link_for("ned@school.test"))
    newcomer.page.get_by_label("Your email").fill("ned@school.test")
    newcomer.page.get_by_label("Your name").fill("Ned")
    newcomer.page.get_by_label(re.compile("I have read")).check()
    newcomer.button("Join the community").click()
    expect(newcomer.page.get_by_role("heading", name=GREETING)).to_be_visible()
    meg.goes("/")
    pauses(mona, handle)
    meg.goes("/library/")
    expect(meg.page.get_by_label("Email")).to_be_visible()
    meg.signs_in(f"{handle}@school.test", PASSWORD)
    meg.sees("Your access is paused")
    mona.button("Restore Meg’s access").click()
    meg.goes("/")
    expect(meg.page.get_by_role("heading", name=GREETING)).to_be_visible()


def pauses(moderator: Person, handle: str) -> None:
    moderator.goes(f"/moderation/people/{handle}/")
    choice = moderator.page.locator("details.choice", has_text="Pause")
    choice.locator("summary").click()
    choice.get_by_label("Until").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    choice.get_by_label("Reason").fill("A quarrel")
    moderator.button("Pause Meg’s access", choice).click()
    expect(moderator.page.locator(".case-head")).to_contain_text("Paused")
