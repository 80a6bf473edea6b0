"""Standings nobody of the cast has, and the edges of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from moderation.access import desk, library
from moderation.access.audience import Surface, open_to, reach, within
from moderation.access.decision import ABSENT, YES, Absent, Denied, no
from moderation.access.grants import Grants
from moderation.access.standing import Audience, Role, Standing, is_moderator, is_owner, may_enter, may_write

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 5, 15, tzinfo=UTC)
MODERATOR, OWNER = Role.MODERATOR, Role.OWNER


@pytest.mark.parametrize(
    ("who", "entering", "writing"),
    [
        (Grants(1), "ok", "ok"),
        (Grants(1, standing=Standing.APPLICANT), "not_yet", "not_yet"),
        (Grants(1, standing=Standing.INVITED), "not_yet", "not_yet"),
        (Grants(1, standing=Standing.LEFT), "left", "left"),
        (Grants(1, standing=Standing.REMOVED, role=OWNER), "removed", "removed"),
        (Grants(1, standing=Standing.READ_ONLY), "ok", "read_only"),
        (Grants(1, standing=Standing.READ_ONLY, role=MODERATOR), "ok", "read_only"),
        (Grants(1, standing=Standing.READ_ONLY, seated=False), "no_seat", "no_seat"),
        (Grants(1, seated=False), "no_seat", "no_seat"),
        (Grants(1, seated=False, role=MODERATOR), "ok", "ok"),
        (Grants(1, seated=False, role=OWNER), "ok", "ok"),
        (Grants(1, standing=Standing.INVITED, role=OWNER), "not_yet", "not_yet"),
        (Grants(1, standing=Standing.SUSPENDED), "suspended", "suspended"),
        (Grants(1, standing=Standing.SUSPENDED, suspended_until=FRIDAY), "suspended", "suspended"),
        (Grants(1, standing=Standing.SUSPENDED, suspended_until=FRIDAY, role=OWNER), "suspended", "suspended"),
        (Grants(1, standing=Standing.SUSPENDED, suspended_until=NOW + timedelta(seconds=1)), "suspended", "suspended"),
        (Grants(1, standing=Standing.SUSPENDED, suspended_until=NOW), "ok", "ok"),
        (Grants(1, standing=Standing.SUSPENDED, suspended_until=NOW - timedelta(days=3)), "ok", "ok"),
        (Grants(1, standing=Standing.SUSPENDED, suspended_until=NOW, seated=False), "no_seat", "no_seat"),
        (Grants(1, suspended_until=FRIDAY), "ok", "ok"),
    ],
)
def test_each_standing_opens_what_it_should(who: Grants, entering: str, writing: str) -> None:
    assert (may_enter(who, NOW).code, may_write(who, NOW).code) == (entering, writing)


def test_a_suspended_person_is_told_until_when() -> None:
    sue = Grants(1, standing=Standing.SUSPENDED, suspended_until=FRIDAY)
    assert may_enter(sue, NOW).sentence == "Your access is paused until May 15, 2026."


def test_the_day_is_the_one_of_who_reads_it() -> None:
    """An hour before midnight in Greenwich it is Friday in Lagos already, and still Thursday in Denver."""
    sue = Grants(1, standing=Standing.SUSPENDED, suspended_until=FRIDAY - timedelta(hours=1))
    with timezone.override("Africa/Lagos"):
        assert may_enter(sue, NOW).sentence == "Your access is paused until May 15, 2026."
    with timezone.override("America/Denver"):
        assert may_enter(sue, NOW).sentence == "Your access is paused until May 14, 2026."


def test_a_suspension_without_an_end_says_none() -> None:
    assert may_enter(Grants(1, standing=Standing.SUSPENDED), NOW).sentence == "Your access is paused."


def test_every_standing_is_decided_on() -> None:
    """A standing added later lets nobody in by accident: it must be listed here."""
    enters = {s for s in Standing if may_enter(Grants(1, standing=s), NOW)}
    assert enters == {Standing.ACTIVE, Standing.READ_ONLY}


@pytest.mark.parametrize(("role", "moderates", "owns"), [("member", False, False), ("moderator", True, False)])
def test_owners_moderate_and_moderators_do_not_own(role: str, moderates: bool, owns: bool) -> None:
    who = Grants(1, role=Role(role))
    assert (is_moderator(who), is_owner(who)) == (moderates, owns)
    assert is_moderator(Grants(1, role=OWNER))
    assert is_owner(Grants(1, role=OWNER))


@pytest.mark.parametrize("standing", [Standing.READ_ONLY, Standing.SUSPENDED, Standing.REMOVED])
def test_a_moderator_who_may_not_write_works_at_no_desk(standing: Standing) -> None:
    who = Grants(1, role=OWNER, standing=standing)
    for refusal in (
        desk.may_run_desk(who, NOW),
        desk.may_arrange(who, NOW),
        desk.may_invite(who, Role.MEMBER, NOW),
        library.may_share_document(who, NOW),
    ):
        assert refusal.code == standing.value


@pytest.mark.parametrize("cohort_id", [7, 8, None])
@pytest.mark.parametrize("audience", [*Audience, "everyone", ""])
def test_an_unknown_audience_is_for_moderators_only(audience: str, cohort_id: int | None) -> None:
    member = Grants(1, cohort_ids=frozenset({7}))
    expected = audience == "members" or (audience == "cohort" and cohort_id == 7)
    assert bool(within(member, audience, cohort_id)) is expected
    assert within(Grants(2, role=MODERATOR), audience, cohort_id)


def test_somebody_in_no_cohort_reaches_no_cohort() -> None:
    assert "cohort_id__in', [])" in str(reach(Grants(1)))
    assert not within(Grants(1), "cohort", None)


def test_a_refusal_is_raised_with_its_decision() -> None:
    locked = no("locked", "The room is closed.")
    with pytest.raises(Denied, match=r"The room is closed\.") as denied:
        locked.require()
    assert denied.value.decision is locked


def test_a_refusal_of_sight_says_nothing_at_all() -> None:
    with pytest.raises(Absent) as absent:
        ABSENT.require_sight()
    assert str(absent.value) == ""


def test_a_yes_stops_nobody() -> None:
    YES.require()
    YES.require_sight()
    assert YES


def test_a_view_carries_the_surface_it_declared() -> None:
    def page() -> None: ...

    assert open_to(Surface.OWNERS)(page).surface is Surface.OWNERS  # type: ignore[attr-defined]
