"""A room for a cohort's facilitators and the moderators: how it is made, what it says, and that it stays so."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cohorts import actions as rooms
from cohorts import queries
from cohorts.arranging import actions
from cohorts.later import actions as later
from cohorts.models import Cohort, LaterMessage, Room
from moderation.access.decision import Denied
from moderation.actions import Refused
from tests.budgets.counting import asked
from tests.cast import World, grants
from tests.cohorts.talking import look
from tests.pages import text_of
from tests.verbs import carry_out_jobs, say, signed_in


def helm(world: World) -> Room:
    made = signed_in(world.mona).post("/cohorts/spring/rooms/", {"name": "Helm", "kind": "leaders"})
    assert made.status_code == 302
    return Room.objects.get(name="Helm")


def test_mona_makes_one_and_it_says_who_is_in_it(world: World) -> None:
    room = helm(world)
    fay = signed_in(world.fay)
    page = text_of(look(fay, room))
    assert "these 3 people" in page
    assert "Facilitators and moderators</span>" in page
    readers = text_of(fay.get(f"/rooms/{room.pk}/readers/"))
    assert "3 people can read this now" in readers
    assert "The facilitators of Spring cohort, and the moderators." in readers
    assert "People who join later" not in readers
    counts = readers.partition("By role")[2].partition("By organization")[0]
    assert ("Facilitator</span><b>1" in counts, "Moderators</span><b>2" in counts) == (True, True)
    assert "Member" not in counts
    assert "Dune School</span><b>2" in readers
    assert "read by them alone" in text_of(fay.get("/cohorts/spring/"))
    ada = text_of(signed_in(world.ada).get("/cohorts/spring/"))
    assert ("Helm" in ada, "read by them alone" in ada) == (False, False)
    assert "these 6 people" in text_of(look(fay, world.room))


def test_only_moderators_make_one(world: World) -> None:
    assert signed_in(world.fay).post("/cohorts/spring/rooms/", {"name": "Helm", "kind": "leaders"}).status_code == 404
    assert not Room.objects.filter(kind="leaders").exists()


@pytest.mark.parametrize("kind", ["plain", "announcements", "hours"])
def test_it_never_becomes_another_kind_nor_another_kind_one(world: World, kind: str) -> None:
    room, fay = helm(world), signed_in(world.fay)
    answer = fay.post(f"/rooms/{room.pk}/settings/", {"kind": kind, "hours": "At four"})
    assert (answer.status_code, "This room stays one" in text_of(answer)) == (422, True)
    with pytest.raises(Refused, match="This room stays one"):
        actions.set_kind(grants(world.mona), room, kind=kind)
    Room.objects.filter(pk=world.room.pk).update(kind=kind)
    other = fay.post(f"/rooms/{world.room.pk}/settings/", {"kind": "leaders"})
    assert (other.status_code, "is made as one" in text_of(other)) == (422, True)
    with pytest.raises(Refused, match="is made as one"):
        actions.set_kind(grants(world.fay), world.room, kind="leaders")
    assert dict(Room.objects.values_list("pk", "kind")) == {
        room.pk: "leaders", world.room.pk: kind, world.other_room.pk: "plain"
    }  # fmt: skip
    assert actions.set_kind(grants(world.fay), room, kind="leaders").kind == "leaders"


def test_its_settings_offer_no_other_kind_and_others_not_this_one(world: World) -> None:
    fay = signed_in(world.fay)
    own, other = (text_of(fay.get(f"/rooms/{room.pk}/settings/")) for room in (helm(world), world.room))
    assert ('name="kind"' in own, "It stays so" in own, "People who join later" in own) == (False, True, False)
    assert ('value="hours"' in other, 'value="leaders"' in other) == (True, False)
    assert not actions.set_since(grants(world.fay), Room.objects.get(name="Helm"), since_joining=True).since_joining
    with pytest.raises(Denied):
        actions.set_kind(grants(world.ada), world.room, kind="plain")


def test_a_newcomer_is_not_greeted_into_it_and_next_year_has_one(world: World) -> None:
    room = helm(world)
    Room.objects.filter(pk=room.pk).update(position=0)
    Room.objects.filter(pk=world.room.pk).update(position=1)
    assert "Say hello in “Spring room”" in text_of(signed_in(world.ada).get("/cohorts/spring/"))
    mona = signed_in(world.mona)
    assert "Helm" in text_of(mona.get("/cohorts/spring/next-year/"))
    mona.post("/cohorts/spring/next-year/", {"name": "Spring again"})
    assert Cohort.objects.get(name="Spring again").rooms.get(name="Helm").kind == "leaders"


def test_that_somebody_leads_now_is_a_change_of_its_readers(world: World) -> None:
    room, mona = helm(world), signed_in(world.mona)
    path = f"/rooms/{room.pk}/readers/"

    def changed() -> object:
        return Cohort.objects.values_list("leading_changed_at", flat=True).get(slug="spring")

    mona.post("/cohorts/spring/people/", {"person": "cleo", "role": "member"})
    assert changed() is None
    mona.post("/cohorts/spring/people/", {"person": "cleo", "role": "facilitator"})
    first = changed()
    assert first is not None
    assert "4 people can read this now" in text_of(mona.get(path))
    assert "Facilitators</span><b>2" in text_of(mona.get(path))
    mona.post("/cohorts/spring/people/cleo/withdraw/")
    assert changed() > first  # type: ignore[operator]
    assert "3 people can read this now" in text_of(mona.get(path))


def test_what_was_written_for_later_is_not_said_by_who_leads_no_longer(world: World) -> None:
    room = helm(world)
    later.plan(grants(world.fay), room, body="Tomorrow", at=timezone.now(), looked=False)
    signed_in(world.mona).post("/cohorts/spring/people/", {"person": "fay", "role": "member"})
    later.send_due.call()
    carry_out_jobs()
    assert not room.messages.exists()
    assert LaterMessage.objects.get().why
    assert "Helm" not in text_of(signed_in(world.fay).get("/rooms/later/"))


def test_seen_by_counts_those_who_lead(world: World) -> None:
    room = helm(world)
    signed_in(world.mona).post("/cohorts/spring/people/", {"person": "cleo", "role": "facilitator"})
    said = say(world.fay, room, "Who comes?")
    for name in ("ada", "cleo"):
        rooms.mark_read({(world.people[name].pk, room.pk): said.seq})
    page = text_of(signed_in(world.fay).get(f"/rooms/{room.pk}/seen/{said.pk}/"))
    assert "Seen by 1 of 1" in page
    assert "Cleo" in page


def test_a_page_of_it_costs_what_a_room_costs(world: World) -> None:
    room, fay = helm(world), signed_in(world.fay)
    for one in (room, world.room):
        look(fay, one)
    assert len(asked(fay, f"/rooms/{room.pk}/")) <= len(asked(fay, f"/rooms/{world.room.pk}/"))
    assert queries.cohorts_of_rooms([room.pk])[room.pk].get_deferred_fields().isdisjoint({"kind", "cohort_id", "stage"})


def test_a_thread_in_it_says_how_few_can_read_it(world: World) -> None:
    room = helm(world)
    first = say(world.fay, room, "Between us")
    with_thread = text_of(signed_in(world.fay).get(f"/rooms/{room.pk}/threads/{first.pk}/"))
    assert "3 people" in with_thread, "Fay, Mona and Olga"
    assert signed_in(world.ada).get(f"/rooms/{room.pk}/threads/{first.pk}/").status_code == 404
