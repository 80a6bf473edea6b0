"""No question stays alone: who is asked when, who is left in peace, and what the asker gets to see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.forum.actions import promising
from community.forum.models import Asked, Promise, Thread
from community.members import epoch
from community.members.actions import block
from community.members.models import Member, Organization
from community.notifications.actions import choose_mail
from community.notifications.models import Notice
from tests.cast import World, grants, person
from tests.forum.forms import act, place
from tests.pages import text_of
from tests.verbs import ask, carry_out_jobs, reply, signed_in

DAY = timedelta(days=1)


@pytest.fixture
def peers(world: World) -> dict[str, Member]:
    """Founders elsewhere, and how much they are like Ada, of a charter school in Colorado."""
    Organization.objects.filter(pk=world.cedar.pk).update(kind="charter")
    schools = {
        "same": ("CO", "charter"), "state": ("CO", "private"), "kind": ("TX", "charter"), "other": ("TX", "private"),
    }  # fmt: skip
    found = {}
    for name, (state, kind) in schools.items():
        school = Organization.objects.create(slug=name, name=f"The {name}", state=state, kind=kind)
        found[name] = world.people[name] = person(name, school)
    epoch.move()
    return found


def waits(thread: Thread, days: float, **facts: Any) -> None:
    """As if it had been asked so long ago."""
    then = timezone.now() - timedelta(days=days)
    Thread.objects.filter(pk=thread.pk).update(created_at=then, last_post_at=then, **facts)


def look() -> None:
    promising.look_after_questions.func()
    carry_out_jobs()


def told(kind: str = "thread.asked_you") -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("member__handle", flat=True))


def only(*names: str) -> None:
    """Nobody else of the cast comes into question."""
    for member in Member.objects.exclude(handle__in=names):
        choose_mail(member.pk, pace="soon", excerpts=False, spared=True)


def test_after_a_day_three_who_are_most_like_the_asker_are_asked(world: World, peers: dict[str, Member]) -> None:
    only("same", "state", "kind", "other")
    thread = ask(world.ada, world.commons, "When?")
    waits(thread, 0.9)
    look()
    assert told() == []
    waits(thread, 1.1)
    for _ in range(2):
        look()
    assert told() == ["kind", "same", "state"]
    inbox = text_of(signed_in(peers["same"]).get("/notices/"))
    assert "The community thinks you may know this: “When?”" in inbox
    page = text_of(signed_in(world.ada).get(place(thread)))
    assert "three people who may know have been asked to answer" in page
    assert "asked to answer" not in text_of(signed_in(peers["same"]).get(place(thread)))
    assert (Promise.objects.count(), Asked.objects.count()) == (1, 3)


def test_what_somebody_does_not_show_does_not_count(world: World, peers: dict[str, Member]) -> None:
    only("same", "state", "kind", "other")
    Member.objects.filter(pk=peers["same"].pk).update(audiences={"school": "near"})
    Member.objects.filter(pk=peers["other"].pk).update(joined_at=timezone.now() - 400 * DAY)
    waits(ask(world.ada, world.commons), 2)
    look()
    assert told() == ["kind", "other", "state"]


def test_for_a_question_without_a_name_nothing_about_its_asker_decides(
    world: World, peers: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    only("same", "other")
    seen = []
    original = promising.queries.likeness

    def looking(asker: Any) -> Any:
        seen.append(asker)
        return original(asker)

    monkeypatch.setattr(promising.queries, "likeness", looking)
    thread = ask(world.ada, world.commons, "Hard", anonymous=True)
    waits(thread, 2)
    look()
    assert (seen, told()) == ([None], ["other", "same"])
    inbox = text_of(signed_in(peers["same"]).get("/notices/")).partition("<main")[2].partition("</main")[0]
    assert ("Hard" in inbox, "Ada" in inbox, "Cedar" in inbox) == (True, False, False)
    assert "have been asked" in text_of(signed_in(world.ada).get(place(thread)))


def test_who_is_left_in_peace(world: World, peers: dict[str, Member]) -> None:
    """Who wants it so, was asked this week, is blocked by the asker or blocked them, or may only read."""
    only("same", "state", "kind", "other", "ron")
    choose_mail(peers["same"].pk, pace="never", excerpts=False)
    block(grants(world.ada), peers["state"])
    block(grants(peers["kind"]), world.ada)
    waits(ask(world.ada, world.commons, "First"), 2)
    look()
    assert told() == ["other", "same"], "how they get mail is another matter"
    waits(ask(world.ada, world.commons, "Second"), 2)
    look()
    assert len(told()) == 2
    Asked.objects.update(at=timezone.now() - 8 * DAY)
    waits(ask(world.ada, world.commons, "Third"), 2)
    look()
    assert len(told()) == 4


def test_only_who_can_read_it_and_is_not_of_the_school_it_is_kept_from(world: World, peers: dict[str, Member]) -> None:
    waits(ask(world.ada, world.spring_space, "Saxifrage"), 2)
    look()
    assert told() == ["ben", "fay"]
    Asked.objects.all().delete()
    Notice.objects.all().delete()
    only("ben", "fay", "same")
    waits(ask(world.ada, world.commons, hide=True), 2)
    look()
    assert told() == ["fay", "same"]


def test_after_three_days_a_moderator_in_turn(world: World) -> None:
    only()
    for asker, expected in ((world.ada, "mona"), (world.ada, "olga"), (world.ada, "mona"), (world.mona, "olga")):
        Asked.objects.update(at=timezone.now() - DAY)
        Notice.objects.all().delete()
        thread = ask(asker, world.commons, "Anybody?")
        waits(thread, 3.1)
        look()
        assert (told("thread.on_duty"), told()) == ([expected], [])
        Asked.objects.filter(thread=thread).update(at=timezone.now() - DAY + timedelta(minutes=thread.pk % 1000))
    page = text_of(signed_in(world.mona).get(place(thread)))
    assert "a moderator has been asked to help" in page
    assert "nobody has answered “Anybody?”" in text_of(signed_in(world.olga).get("/notices/"))


def test_answered_closed_old_or_no_question_it_is_nothing_to_ask_about(world: World) -> None:
    replied = ask(world.ada, world.commons)
    reply(world.ben, replied)
    waits(replied, 4)
    waits(ask(world.ada, world.commons, kind="discussion"), 4)
    waits(ask(world.ada, world.commons), 4, locked_at=timezone.now())
    waits(ask(world.ada, world.commons), 100)
    look()
    assert (told(), told("thread.on_duty"), Promise.objects.count()) == ([], [], 0)


def test_answered_between_the_look_and_the_asking_nobody_is_asked(world: World) -> None:
    thread = ask(world.ada, world.commons)
    waits(thread, 2)
    promising.look_after_questions.func()
    reply(world.ben, thread)
    carry_out_jobs()
    assert (told(), Promise.objects.count()) == ([], 0)
    promising.keep_promise.func(10**9, 1)


def test_whose_asker_is_gone_it_is_not_asked_around(world: World) -> None:
    thread = ask(world.ada, world.commons)
    waits(thread, 8, helper_count=1)
    Member.objects.filter(pk=world.ada.pk).update(standing="removed")
    epoch.move()
    look()
    assert (told("thread.settle"), Promise.objects.get().asked) == ([], 0)


# ---- settled? --------------------------------------------------------------------------------


@pytest.fixture
def replied(world: World) -> Thread:
    thread = ask(world.ada, world.commons, "When?")
    reply(world.ben, thread, "<p>At noon</p>")
    reply(world.cleo, thread, "<p>At one</p>")
    reply(world.ada, thread, "<p>Thanks to both</p>")
    return Thread.objects.get(pk=thread.pk)


def test_after_a_quiet_week_the_asker_is_asked_once_and_chooses_with_one_click(world: World, replied: Thread) -> None:
    waits(replied, 6)
    look()
    assert told("thread.settle") == []
    waits(replied, 7.1)
    for _ in range(2):
        look()
    assert told("thread.settle") == ["ada"]
    client = signed_in(world.ada)
    assert "asks whether one of the replies answered “When?”" in text_of(client.get("/notices/"))
    section = text_of(client.get(place(replied))).partition('id="settle"')[2].partition("</section>")[0]
    assert ("At noon" in section, "At one" in section, "Thanks to both" in section) == (True, True, False)
    assert 'id="settle"' not in text_of(signed_in(world.ben).get(place(replied)))
    assert act(client, replied, 3, "answer").status_code == 302
    assert 'id="settle"' not in text_of(client.get(place(replied)))


def test_or_says_that_it_is_still_open(world: World, replied: Thread) -> None:
    waits(replied, 8)
    look()
    assert signed_in(world.ben).post(f"{place(replied)}open/").status_code == 403
    assert signed_in(world.mona).post(f"{place(replied)}open/").status_code == 403
    client = signed_in(world.ada)
    for _ in range(2):
        assert client.post(f"{place(replied)}open/").status_code == 302
    look()
    assert (told("thread.settle"), 'id="settle"' in text_of(client.get(place(replied)))) == ([], False)


def test_under_an_alias_it_stays_the_askers_own(world: World) -> None:
    thread = ask(world.ada, world.commons, "Hard", anonymous=True)
    reply(world.ben, thread)
    waits(thread, 8)
    look()
    assert told("thread.settle") == ["ada"]
    assert 'id="settle"' in text_of(signed_in(world.ada).get(place(thread)))
    for name in ("ben", "mona"):
        assert 'id="settle"' not in text_of(signed_in(world.people[name]).get(place(thread)))


def test_do_not_ask_me_is_one_tick_on_the_page_about_mail(world: World) -> None:
    client = signed_in(world.ben)
    assert 'name="spared" value="1">' in text_of(client.get("/you/mail/"))
    client.post("/you/mail/", {"pace": "soon", "spared": "1"})
    assert 'name="spared" value="1" checked>' in text_of(client.get("/you/mail/"))
