"""Messages a member wants to see again: among the bookmarks, with a reminder, and only while they may read them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts import actions as cohorts
from cohorts.models import Message
from cohorts.takeout import forget
from cohorts.talks.actions import begin, leave
from community.forum.bookmarks import actions, forms
from community.forum.bookmarks.models import Bookmark
from community.live.protocol import Delete
from community.members import actions as people
from community.members.models import Member
from tests.cast import World, grants
from tests.cohorts.talking import look
from tests.pages import Answer, text_of
from tests.verbs import ask, carry_out_jobs, do, say, signed_in


def keep(member: Member, message: Message, **fields: str) -> Answer:
    return signed_in(member).post(f"/bookmarks/messages/{message.pk}/", fields)


def listed(member: Member) -> str:
    return text_of(signed_in(member).get("/bookmarks/"))


def inbox(member: Member) -> str:
    return text_of(signed_in(member).get("/notices/"))


def remind() -> None:
    Bookmark.objects.exclude(remind_at=None).update(remind_at=timezone.now() - timedelta(seconds=1))
    actions.remind.call()
    carry_out_jobs()


def test_ben_is_reminded_of_a_message_and_finds_it_beside_his_posts(world: World) -> None:
    thread = ask(world.ada, world.commons, "Who has a lease?")
    signed_in(world.ben).post(f"/forum/t/{thread.key}/1/bookmark/", {"note": "Of the forum"})
    message = say(world.fay, world.room, "The form is due on **Friday**")
    answer = keep(world.ben, message, note="Sign the form", when="tomorrow")
    assert answer["Location"] == f"/rooms/{world.room.pk}/?message={message.pk}"
    page = listed(world.ben)
    for words in ("Of the forum", "Sign the form", "Fay in Spring room", "The form is due on Friday"):
        assert words in page
    assert "Sign the form" not in listed(world.ada) + listed(world.mona)
    actions.remind.call()
    assert not world.ben.notices.exists()
    remind()
    actions.remind.call()
    assert world.ben.notices.count() == 1
    told = inbox(world.ben)
    for words in ("You wanted to see what Fay wrote again", "“Sign the form”", f"?message={message.pk}"):
        assert words in told


def test_the_room_offers_it_without_scripts_and_in_the_menu(world: World) -> None:
    message = say(world.fay, world.room, "Friday")
    page = text_of(look(signed_in(world.ben), world.room))
    assert f'href="/bookmarks/messages/{message.pk}/">Remind me' in page
    assert 'data-remind="/bookmarks/messages/"' in page
    assert "data-remind-link" in page


def test_looking_at_the_message_reads_the_reminder_and_the_rest_of_the_room_does_not(world: World) -> None:
    message = say(world.fay, world.room, "Friday")
    keep(world.ben, message, when="week")
    remind()
    ben = signed_in(world.ben)
    last = say(world.fay, world.room, "And Monday")
    look(ben, world.room)
    cohorts.mark_read({(world.ben.pk, world.room.pk): last.seq})
    assert world.ben.notices.filter(read_at=None).count() == 1
    look(ben, world.room, message=message.pk)
    assert not world.ben.notices.filter(read_at=None).exists()


def test_later_today_is_in_three_hours_and_not_offered_late_in_the_evening(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = say(world.fay, world.room, "Friday")
    before = timezone.now()
    keep(world.ben, message, when="today")
    remind_at = Bookmark.objects.get().remind_at
    assert remind_at is not None
    assert before + timedelta(hours=3) <= remind_at <= timezone.now() + timedelta(hours=3)
    for hour, there in ((9, True), (22, False)):
        now = datetime(2026, 11, 3, hour, tzinfo=ZoneInfo("America/Denver"))
        monkeypatch.setattr(forms.timezone, "localtime", lambda now=now: now)
        assert (forms.TODAY in forms.offered(kept=False)) is there


def test_kept_again_it_is_changed_and_can_be_removed(world: World) -> None:
    message = say(world.fay, world.room, "Friday")
    keep(world.ben, message, note="First", when="week")
    keep(world.ben, message, note="Second", when="kept")
    again = Bookmark.objects.get()
    assert (again.note, again.remind_at is None) == ("Second", False)
    assert keep(world.ben, message, off="1", listed="1")["Location"] == "/bookmarks/"
    assert not Bookmark.objects.exists()


def test_whoever_left_the_cohort_is_shown_and_told_nothing(world: World) -> None:
    message = say(world.fay, world.room, "Of Spring alone")
    keep(world.ben, message, note="A note", when="tomorrow")
    cohorts.withdraw(grants(world.mona), world.spring, world.ben)
    remind()
    assert not world.ben.notices.exists()
    assert "Of Spring alone" not in listed(world.ben)
    assert keep(world.ben, message).status_code == 404


def test_a_notice_from_before_one_left_a_talk_says_nothing_afterwards(world: World) -> None:
    talk = begin(grants(world.ada), [world.ben, world.fay], name="Keys")
    message = say(world.fay, talk, "Under the mat")
    keep(world.ben, message, when="tomorrow")
    remind()
    assert "what Fay wrote" in inbox(world.ben)
    leave(grants(world.ben), talk)
    assert "what Fay wrote" not in inbox(world.ben)
    assert "Under the mat" not in listed(world.ben)


def test_what_is_deleted_takes_bookmarks_and_reminders_along(world: World) -> None:
    gone, taken = say(world.fay, world.room, "One"), say(world.fay, world.room, "Two")
    for message in (gone, taken):
        keep(world.ben, message, when="tomorrow")
    remind()
    do(world.fay, Delete(world.room.pk, gone.pk, uuid4()))
    assert list(Bookmark.objects.values_list("message", flat=True)) == [taken.pk]
    assert world.ben.notices.count() == 1
    forget(world.fay.pk)
    assert not Bookmark.objects.exists()
    assert not world.ben.notices.exists()


def test_what_somebody_wrote_whom_one_blocked_stays_folded(world: World) -> None:
    message = say(world.ada, world.room, "Unkind words")
    keep(world.ben, message, note="Show Mona")
    people.block(grants(world.ben), world.ada)
    page = listed(world.ben)
    assert "Show Mona" in page
    assert "Unkind words" not in page
