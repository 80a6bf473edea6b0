"""Bookmarks: one's own alone, gone with what they mark, and a reminder on the morning that was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cohorts import actions as cohorts
from community.forum.bookmarks import actions, queries
from community.forum.bookmarks.models import Bookmark
from community.forum.models import Post, Thread
from community.forum.takeout import forget
from community.members.models import Member
from moderation.actions.leaving import leave
from tests.cast import World, grants
from tests.forum.forms import act, place
from tests.pages import Answer, text_of
from tests.verbs import ask, carry_out_jobs, reply, signed_in


def keep(member: Member, thread: Thread, number: int = 1, **fields: str) -> Answer:
    return signed_in(member).post(f"{place(thread, number)}bookmark/", fields)


def listed(member: Member, query: str = "") -> str:
    return text_of(signed_in(member).get(f"/bookmarks/{query}"))


def remind(after: timedelta = timedelta(0)) -> None:
    Bookmark.objects.exclude(remind_at=None).update(remind_at=timezone.now() - timedelta(seconds=1) + after)
    actions.remind.call()
    carry_out_jobs()


def test_ben_keeps_a_reply_with_a_note_that_only_he_sees(world: World) -> None:
    thread = ask(world.ada, world.commons, "Who has a lease?")
    reply(world.cleo, thread, "<p>We do, for ten years.</p>")
    answer = keep(world.ben, thread, 2, note="Show it to the board")
    assert answer["Location"] == f"{place(thread)}?to=2#reply-2"
    page = listed(world.ben)
    for words in ("Who has a lease?", "Show it to the board", "We do, for ten years.", "Cleo:"):
        assert words in page
    assert "Change your bookmark" in text_of(signed_in(world.ben).get(place(thread)))
    for member in (world.ada, world.cleo, world.mona):
        assert "Show it to the board" not in listed(member) + text_of(signed_in(member).get(place(thread)))
        assert "Change your bookmark" not in text_of(signed_in(member).get(place(thread)))


def test_kept_again_it_is_changed_and_not_twice_there(world: World) -> None:
    thread = ask(world.ada, world.commons)
    keep(world.ben, thread, note="First", when="week")
    first = Bookmark.objects.get()
    assert first.remind_at is not None
    assert 'value="First"' in text_of(signed_in(world.ben).get(f"{place(thread, 1)}bookmark/"))
    keep(world.ben, thread, note="Second", when="kept")
    again = Bookmark.objects.get()
    assert (again.note, again.remind_at) == ("Second", first.remind_at)
    keep(world.ben, thread, note="Second", when="")
    assert Bookmark.objects.get().remind_at is None


def test_it_is_removed_from_its_page_and_from_the_list(world: World) -> None:
    thread = ask(world.ada, world.commons)
    for extra, where in (({}, f"{place(thread)}?to=1#reply-1"), ({"listed": "1"}, "/bookmarks/")):
        keep(world.ben, thread)
        assert Bookmark.objects.count() == 1
        assert keep(world.ben, thread, off="1", **extra)["Location"] == where
        assert not Bookmark.objects.exists()


def test_the_morning_is_that_of_ones_own_zone(world: World) -> None:
    Member.objects.filter(pk=world.ben.pk).update(timezone="Asia/Tokyo")
    thread = ask(world.ada, world.commons)
    with timezone.override("Asia/Tokyo"):
        today = timezone.localdate()
    for when, day in (("tomorrow", 1), ("week", 7), ("date", 30)):
        keep(world.ben, thread, when=when, day=(today + timedelta(days=30)).isoformat())
        remind_at = Bookmark.objects.get().remind_at
        assert remind_at is not None
        with timezone.override("Asia/Tokyo"):
            local = timezone.localtime(remind_at)
        assert (local.hour, local.date()) == (8, today + timedelta(days=day)), when


@pytest.mark.parametrize(("when", "day"), [("date", ""), ("date", "2001-01-01"), ("date", "2999-01-01"), ("date", "x")])
def test_a_day_that_is_none_is_said_at_the_field_and_the_note_stays(world: World, when: str, day: str) -> None:
    thread = ask(world.ada, world.commons)
    answer = keep(world.ben, thread, note="Keep my words", when=when, day=day)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="id_day-error"' in page
    assert 'value="Keep my words"' in page
    assert not Bookmark.objects.exists()


def test_a_note_that_is_too_long_is_refused_with_a_sentence(world: World) -> None:
    answer = keep(world.ben, ask(world.ada, world.commons), note="x" * 301)
    assert answer.status_code == 422
    assert "Please keep the note to 300 characters." in text_of(answer)


# ---- reminders --------------------------------------------------------------------------------


def test_the_reminder_comes_once_and_leads_to_the_post(world: World) -> None:
    thread = ask(world.ada, world.commons, "Who has a lease?")
    keep(world.ben, thread, note="Ask again", when="tomorrow")
    actions.remind.call()
    assert not world.ben.notices.exists()
    remind()
    actions.remind.call()
    page = text_of(signed_in(world.ben).get("/notices/"))
    assert world.ben.notices.count() == 1
    assert "You wanted to see “Who has a lease?” again" in page
    assert "“Ask again”" in page
    assert f"{place(thread)}?to=1#reply-1" in page
    assert not world.ada.notices.exists()


def test_a_new_day_reminds_again(world: World) -> None:
    thread = ask(world.ada, world.commons)
    keep(world.ben, thread, when="tomorrow")
    remind()
    signed_in(world.ben).post("/notices/read/")
    keep(world.ben, thread, when="week")
    assert not world.ben.notices.exists()
    remind()
    assert world.ben.notices.filter(read_at=None).count() == 1


def test_many_reminders_of_one_morning_come_in_several_goes(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for _ in range(5):
        keep(world.ben, ask(world.ada, world.commons), when="tomorrow")
    remind()
    assert world.ben.notices.count() == 5


def test_nobody_is_reminded_of_what_they_may_not_read_any_more(world: World) -> None:
    lost, kept = ask(world.ada, world.spring_space, "Of Spring"), ask(world.ada, world.commons, "Of all")
    keep(world.ben, lost, when="tomorrow")
    keep(world.ben, kept, when="tomorrow")
    assert "Of Spring" in listed(world.ben)
    cohorts.withdraw(grants(world.mona), world.spring, world.ben)
    remind()
    assert world.ben.notices.count() == 1
    assert ("Of Spring" in listed(world.ben), "Of all" in listed(world.ben)) == (False, True)
    Thread.objects.filter(pk=kept.pk).update(hidden_from=world.cedar)
    assert "Of all" not in listed(world.ben)
    assert "again" not in text_of(signed_in(world.ben).get("/notices/"))


def test_somebody_outside_is_not_reminded(world: World) -> None:
    post = ask(world.ada, world.commons).posts.get()
    for name in ("rex", "sue"):
        Bookmark.objects.create(
            member=world.people[name], post=post, made_at=timezone.now(), remind_at=timezone.now() - timedelta(days=1)
        )
    actions.remind.call()
    assert not world.rex.notices.exists()
    assert not world.sue.notices.exists()


# ---- what becomes of them ---------------------------------------------------------------------


def test_a_deleted_reply_takes_its_bookmarks_and_reminders_along(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.cleo, thread)
    keep(world.ben, thread, 2, when="tomorrow")
    remind()
    assert world.ben.notices.count() == 1
    act(signed_in(world.cleo), thread, 2, "delete")
    assert not Bookmark.objects.exists()
    assert not world.ben.notices.exists()
    assert keep(world.ben, thread, 2).status_code == 404


def test_words_that_are_taken_back_take_them_along(world: World) -> None:
    keep(world.ben, ask(world.ada, world.commons))
    forget(world.ada.pk)
    assert not Bookmark.objects.exists()


def test_they_go_with_whoever_leaves_and_nobody_elses_do(world: World) -> None:
    thread = ask(world.ada, world.commons)
    keep(world.ben, thread)
    keep(world.cleo, thread)
    leave(grants(world.ben), words="stay")
    assert list(Bookmark.objects.values_list("member__handle", flat=True)) == ["cleo"]


def test_an_alias_is_all_that_a_bookmark_shows(world: World) -> None:
    thread = ask(world.ada, world.commons, anonymous=True)
    keep(world.cleo, thread)
    page = listed(world.cleo) + text_of(signed_in(world.cleo).get(f"{place(thread, 1)}bookmark/"))
    assert thread.alias in page
    assert "Ada" not in page


def test_every_bookmark_is_on_exactly_one_page(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for n in range(5):
        keep(world.ben, ask(world.ada, world.commons, f"Question {n}"))
    Bookmark.objects.update(made_at=timezone.now())
    seen, query = [], ""
    for _ in range(3):
        page = listed(world.ben, query)
        seen += [n for n in range(5) if f">Question {n}</a>" in page]
        query = "?before=" + page.partition("?before=")[2].partition('"')[0]
    assert sorted(seen) == list(range(5))
    assert Post.objects.count() == 5


def test_a_page_without_bookmarks_says_how_one_makes_them(world: World) -> None:
    assert "Nothing kept yet" in listed(world.ada)
