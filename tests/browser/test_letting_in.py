"""Ana's work seen from both sides of the door: she lets people in, and closes it while they sit inside."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until
from tests.browser.test_signing_in import GREETING
from tests.cast import PASSWORD

AT_ONCE_S = 2.0
TOO_LONG = "z" * 8001


def invites(moderator: Person, email: str) -> None:
    moderator.goes("/moderation/")
    moderator.link("Invite").click()
    moderator.page.get_by_label("Email address").fill(email)
    moderator.page.get_by_label("Whose seat").select_option(label="Cedar School")
    moderator.page.get_by_label("Straight into a cohort").select_option(label="Spring cohort")
    moderator.button("Send the invitation").click()
    moderator.sees("The invitation is on its way.")
    expect(moderator.page.get_by_role("region", name="Waiting")).to_contain_text(email)


def test_mona_invites_nell_who_comes_in_once(served: Served, comes: Comes) -> None:
    mona, nell, stranger = comes("mona"), comes("", "phone"), comes()
    invites(mona, "nell@school.test")
    link = served.link_for("nell@school.test")
    stranger.page.goto(link)  # a mail scanner opens it, too
    nell.page.goto(link)
    nell.sees("Mona invites you on a seat of Cedar School, into the cohort Spring cohort")
    nell.page.get_by_label("Your email").fill("nell@school.test")
    nell.page.get_by_label("Your name").fill("Nell Okonjo")
    nell.page.get_by_label(re.compile("I have read the ground rules")).check()
    nell.button("Join the community").tap()
    expect(nell.page.get_by_role("heading", name=GREETING)).to_contain_text("Nell")
    nell.goes("/rooms/")
    nell.page.get_by_role("main").get_by_role("link", name="Spring room").tap()
    nell.is_live()
    nell.says("Thank you for having me")
    handle = served.hands("handle_of", email="nell@school.test")
    nell.goes(f"/people/{handle}/")
    nell.sees(f"Mention with @{handle}.")
    stranger.may_be_refused = True
    stranger.page.goto(link)
    stranger.sees("It was already used.")
    mona.goes("/moderation/log/")
    mona.sees(re.compile("Nell Okonjo.* joined as"))


def test_a_second_tap_is_the_same_wish(comes: Comes) -> None:
    """While the first is on its way, over a slow network, the button can still be tapped."""
    mona = comes("mona", "phone")
    mona.goes("/cohorts/new/")
    taps = """[1, 2].map(() => document.querySelector("main form.form").dispatchEvent(
        new SubmitEvent("submit", { bubbles: true, cancelable: true })))"""
    assert mona.page.evaluate(taps) == [True, False]


def closes(moderator: Person, handle: str, act: str, reason: str) -> None:
    """Fills in everything and presses the last button."""
    moderator.goes(f"/moderation/people/{handle}/")
    name = moderator.page.locator("#case-title").inner_text()
    first = name.split()[0]
    words = {"pause": f"Pause {first}’s access", "remove": f"Remove {first}"}[act]
    choice = moderator.page.locator("details.choice", has_text=f"{words}…")
    choice.locator("summary").click()
    choice.get_by_label("Reason").fill(reason)
    if act == "pause":
        choice.get_by_label("Until").fill((timezone.localdate() + timedelta(days=3)).isoformat())
        moderator.button(words, choice).click()
    else:
        choice.get_by_label(re.compile("to confirm")).fill(name)
        moderator.button(f"Remove {name} from the community", choice).click()


@pytest.mark.parametrize(("act", "heading"), [("pause", "Your access is paused"), ("remove", "Your access has ended")])
def test_who_is_let_out_sees_the_door_at_once(served: Served, comes: Comes, act: str, heading: str) -> None:
    handle = served.hands("newcomer", name="Gus")
    room = served.hands("room", name=f"Before the {act}", said=[("ben", "Among us", 5)])
    gus, mona = comes(handle, "phone"), comes("mona")
    gus.may_be_refused = True
    gus.enters(room)
    gus.page.evaluate("(body) => void document.querySelector('room-page').outbox.add({ body })", TOO_LONG)
    gus.words.press_sequentially("Not finished")
    until(lambda: bool(gus.kept("outbox")) and bool(gus.kept("drafts")))
    closes(mona, handle, act, "Shared a message outside")
    begun = time.monotonic()
    expect(gus.page.get_by_role("button", name="Email me a sign-in code")).to_be_visible(timeout=AT_ONCE_S * 1000)
    assert time.monotonic() - begun < AT_ONCE_S
    assert (gus.kept("outbox"), gus.kept("drafts")) == ([], [])
    gus.page.go_back()
    assert "Among us" not in gus.page.content()
    gus.signs_in(f"{handle}@school.test", PASSWORD)
    expect(gus.page.get_by_role("heading", name=heading)).to_be_visible()
    mona.button("Restore Gus’s access").click()
    expect(mona.page.locator(".case-head")).to_contain_text("Active")
    gus.button("Sign out").click()
    gus.signs_in(f"{handle}@school.test", PASSWORD)
    expect(gus.page.get_by_role("heading", name=GREETING)).to_be_visible()
    gus.enters(room)
    expect(gus.words).to_have_value("")
    gus.says("Here again")


def test_who_leaves_a_cohort_loses_its_room_and_nothing_else(served: Served, comes: Comes) -> None:
    handle = served.hands("newcomer", name="Hal")
    room = served.hands("room", name="Ours", said=[("ben", "Still among us", 5)])
    hal, mona = comes(handle), comes("mona")
    hal.enters(room)
    hal.words.press_sequentially("Not finished")
    until(lambda: bool(hal.kept("drafts")))
    mona.goes("/cohorts/spring/")
    mona.button("Take Hal Marsh out of this cohort").click()
    mona.page.get_by_role("dialog").get_by_role("button").first.click()
    hal.sees("This room isn't available to you any more.", within=AT_ONCE_S)
    assert "Still among us" not in hal.page.content()
    until(lambda: hal.kept("drafts") == [])
    hal.goes("/rooms/")
    hal.sees("You are not in a cohort yet.")
    assert hal.answer_of(f"/rooms/{room}/") == 404
    assert hal.answer_of("/forum/") == 200
