"""Being counted at a session: the code word, the minutes in which its page is open, and which of them wins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.attendance import actions, ledger, queries, words
from cohorts.attendance.counting import count, needed
from cohorts.models import CodeWord, Cohort, Presence, Session, WordTyped
from community.members.models import Member
from moderation.access.decision import Denied
from tests.cast import World, grants
from tests.cohorts.meetings import place, session
from tests.moderation.desk import lines
from tests.pages import Answer, text_of
from tests.verbs import signed_in

ON_NOW = -timedelta(minutes=5)


def types(who: Member, which: Session, word: str) -> Answer:
    return signed_in(who).post(f"{place(which)}here/", {"word": word})


def minutes_of(who: Member, which: Session) -> int:
    return ledger.of_one(which, who.pk).minutes


def here_for(who: Member, which: Session, minutes: int) -> None:
    now = timezone.now()
    facts = {"minutes": minutes, "last": minutes, "first_at": now, "last_at": now}
    Presence.objects.create(session=which, member=who, **facts)


def test_ada_types_the_word_from_the_screen_and_the_whole_session_counts(world: World) -> None:
    which = session(world, within=ON_NOW)
    assert signed_in(world.fay).post(f"{place(which)}word/").status_code == 302
    word = which.code_word.word
    assert word in text_of(signed_in(world.fay).get(f"{place(which)}word/"))
    assert word not in text_of(signed_in(world.ada).get(place(which)))
    wrong = types(world.ada, which, "not this")
    assert wrong.status_code == 422
    assert "This is not the word of this session" in text_of(wrong)
    assert minutes_of(world.ada, which) == 0
    assert types(world.ada, which, f"  {word.upper().replace(' ', '-')} ")["Location"] == place(which)
    assert minutes_of(world.ada, which) == 60
    assert "This session counts for you: 1 hour." in text_of(signed_in(world.ada).get(place(which)))
    types(world.ada, which, word)
    assert WordTyped.objects.count() == 1


def test_a_new_word_ends_the_old_one_and_the_log_knows(world: World) -> None:
    which = session(world, within=ON_NOW)
    first = actions.make_word(grants(world.fay), which).word
    assert types(world.ben, which, first).status_code == 302
    while actions.make_word(grants(world.fay), which).word == first:
        pass
    assert types(world.ada, which, first).status_code == 422
    assert minutes_of(world.ben, which) == 60  # who was counted stays counted
    assert lines()[0] == ("fay", "make_code_word", "Budgets", "")


def test_tries_are_few(world: World) -> None:
    which = session(world, within=ON_NOW)
    word = actions.make_word(grants(world.fay), which).word
    assert [types(world.ada, which, f"try {n}").status_code for n in range(8)] == [422] * 8
    assert types(world.ada, which, word).status_code == 429
    assert types(world.ben, which, word).status_code == 302


@pytest.mark.parametrize("word", ["", " ", "x" * 61, "\x00", "🙂", "plum\ndoor"])
def test_no_word_breaks_the_page(world: World, word: str) -> None:
    which = session(world, within=ON_NOW)
    assert types(world.ada, which, word).status_code == 422


@pytest.mark.parametrize(("who", "within", "status"), [
    ("ada", timedelta(minutes=9), 302), ("ada", timedelta(minutes=11), 403), ("ada", -timedelta(minutes=89), 302),
    ("ada", -timedelta(minutes=91), 403), ("ron", ON_NOW, 302), ("cleo", ON_NOW, 404), ("mona", ON_NOW, 403),
])  # fmt: skip
def test_who_may_type_it_and_when(world: World, who: str, within: timedelta, status: int) -> None:
    which = session(world, within=within)
    now = timezone.now()
    CodeWord.objects.create(session=which, word="plum door", made_by=world.fay, made_at=now)
    assert types(world.people[who], which, "Plum Door").status_code == status


# ---- minutes -------------------------------------------------------------------------------------


def test_a_minute_counts_once_however_often_it_is_told_and_there_is_one_row(world: World) -> None:
    which, ada = session(world, within=-timedelta(minutes=3)), signed_in(world.ada)
    for _ in range(3):
        assert ada.post(f"{place(which)}minute/").status_code == 204
    assert Presence.objects.get().minutes == 1
    Session.objects.filter(pk=which.pk).update(starts_at=which.starts_at - timedelta(minutes=1))
    ada.post(f"{place(which)}minute/")
    assert Presence.objects.get().minutes == 2
    Presence.objects.update(minutes=60, last=0)
    ada.post(f"{place(which)}minute/")
    assert Presence.objects.get().minutes == 60  # never more than it lasts


@pytest.mark.parametrize("within", [timedelta(minutes=1), -timedelta(minutes=61)])
def test_outside_the_session_nothing_is_counted_and_nothing_asks(world: World, within: timedelta) -> None:
    which = session(world, within=within)
    assert signed_in(world.ada).post(f"{place(which)}minute/").status_code == 403
    assert Presence.objects.count() == 0
    for page in (place(which), f"/rooms/{world.room.pk}/"):
        assert "data-presence" not in text_of(signed_in(world.ada).get(page))


def test_while_it_is_on_its_page_and_the_cohorts_rooms_say_that_they_count(world: World) -> None:
    which = session(world, within=ON_NOW)
    for page in (place(which), f"/rooms/{world.room.pk}/"):
        told = text_of(signed_in(world.ada).get(page))
        assert f'data-presence="{place(which)}minute/"' in told
        assert "we count the minutes" in told
        assert "data-presence" not in text_of(signed_in(world.mona).get(page))  # who is not enrolled is not counted


def test_three_quarters_are_needed_unless_the_cohort_says_otherwise(world: World) -> None:
    which = session(world, within=-timedelta(hours=2))
    here_for(world.ada, which, 44)
    here_for(world.ben, which, 45)
    assert [minutes_of(who, which) for who in (world.ada, world.ben)] == [0, 60]
    assert "The page was open 44 minutes, and 45 are needed (75%)." in text_of(signed_in(world.ada).get(place(which)))
    answer = signed_in(world.fay).post("/cohorts/spring/hours/share/", {"share": "50"})
    assert answer.status_code == 302
    assert minutes_of(world.ada, which) == 60
    assert lines()[0][1] == "arrange_hours"
    for share in ("0", "101", "x", ""):
        assert signed_in(world.fay).post("/cohorts/spring/hours/share/", {"share": share}).status_code == 422
    assert Cohort.objects.get(pk=world.spring.pk).least_share == 50


def test_the_strictest_wins_a_mark_then_the_word_then_minutes(world: World) -> None:
    which = session(world, within=-timedelta(hours=1, minutes=10))
    here_for(world.ada, which, 20)
    assert minutes_of(world.ada, which) == 0
    types(world.ada, which, actions.make_word(grants(world.fay), which).word)
    assert minutes_of(world.ada, which) == 60
    given = {f"mark-{world.ada.pk}": "present", f"minutes-{world.ada.pk}": "30"}
    assert signed_in(world.fay).post(f"{place(which)}after/marks/", given | {"reason": ""}).status_code == 302
    assert minutes_of(world.ada, which) == 30
    page = text_of(signed_in(world.fay).get(f"{place(which)}after/"))
    assert all(words in page for words in ("Present (30 min), by Fay", "Typed the code word", "Page open for 20 min"))
    for minutes in ("0", "61", "x"):
        refused = signed_in(world.fay).post(f"{place(which)}after/marks/", given | {f"minutes-{world.ada.pk}": minutes})
        assert refused.status_code == 422


def test_who_takes_away_what_was_counted_says_why(world: World) -> None:
    which = session(world, within=-timedelta(hours=2))
    here_for(world.ada, which, 60)
    given = {f"mark-{world.ada.pk}": "absent"}
    assert signed_in(world.fay).post(f"{place(which)}after/marks/", given).status_code == 422
    assert minutes_of(world.ada, which) == 60
    signed_in(world.fay).post(f"{place(which)}after/marks/", given | {"reason": "It was her sister"})
    assert minutes_of(world.ada, which) == 0
    assert queries.hours_of(grants(world.ada)) == []


def test_what_is_counted_by_pure_rules() -> None:
    assert [needed(60, 75), needed(45, 75), needed(10, 1)] == [45, 34, 1]
    assert count(60, 75, mark="excused", typed=True, present=60).minutes == 0
    assert count(60, 75, mark="present", minutes=90).minutes == 60
    assert words.alike("PLUM   door", "plum door")
    assert not words.alike("", "plum door")


def test_only_who_leads_makes_a_word(world: World) -> None:
    which = session(world, within=ON_NOW)
    assert signed_in(world.fay).get(f"{place(which)}word/").status_code == 200
    assert [signed_in(who).post(f"{place(which)}word/").status_code for who in (world.ada, world.cleo)] == [403, 404]
    with pytest.raises(Denied):
        actions.make_word(grants(world.ben), which)
