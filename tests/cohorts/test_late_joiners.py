"""A room that people read from the day they join: what was said before is found by no door, and shown by no change."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cohorts import actions, files, linked, queries, takeout
from cohorts import finding as found_in
from cohorts import notices as said_notices
from cohorts.arranging.actions import set_since
from cohorts.models import Enrollment, Message, Room
from cohorts.topics import entered, page, synced
from community.finding.narrowing import Narrow
from community.finding.wording import wanted
from community.live.protocol import Delete, Edit, History, Pin, React, Refusal
from moderation.models import AuditEntry
from tests.access.scene import bring
from tests.cast import World, grants
from tests.cohorts.talking import bodies, look, state
from tests.pages import text_of
from tests.verbs import do, say, signed_in, uuid

BEFORE = "What was said here before is not shown to you."


def joined(world: World, *, now: bool = True) -> tuple[Message, Message]:
    """A room with something said, pinned and answered, then Cleo, who joins later, then something new."""
    if now:
        set_since(grants(world.fay), world.room, since_joining=True)
    first = say(world.ben, world.room, "The Saxifrage @fay", attachments=(bring(world.ben, "door.png").pk,))
    do(world.fay, Pin(world.room.pk, first.pk, uuid4(), True))
    actions.enroll(grants(world.mona), world.spring, world.cleo, role=Enrollment.Role.MEMBER)
    later = say(world.ben, world.room, "Hello Cleo")
    return first, later


def searched(world: World, name: str) -> list[str]:
    rows, _ = found_in.search(grants(world.people[name]), wanted("Saxifrage"), Narrow(), most=5)
    return [row["snippet"] for row in rows]


def test_who_joins_later_finds_what_was_said_before_by_no_door(world: World) -> None:
    first, later = joined(world)
    cleo, who, room = signed_in(world.cleo), grants(world.cleo), world.room
    assert bodies(look(cleo, room)) == bodies(look(cleo, room, message=first.pk)) == ["Hello Cleo"]
    for path in ("/", "/rooms/", f"/rooms/{room.pk}/", f"/rooms/{room.pk}/?message={first.pk}", "/search/?q=Saxifrage",
                 f"/search/?q=room:{room.pk} Saxifrage&in=messages", "/inbox/"):  # fmt: skip
        assert "axifrage " not in text_of(cleo.get(path)), path
    assert state(look(cleo, room))["pins"] == []
    frames = [
        entered(world.cleo.pk, room.pk, None)[1]["messages"],
        entered(world.cleo.pk, room.pk, 0)[1]["messages"],
        synced(world.cleo.pk, room.pk, 0)[1]["messages"],
        page(world.cleo.pk, History(room.pk, 99, None, None, 50))["messages"],
        page(world.cleo.pk, History(room.pk, None, None, (timezone.now() - timedelta(days=1)).date(), 50))["messages"],
    ]
    assert [[m["id"] for m in messages] for messages in frames] == [[str(later.pk)]] * 5
    with pytest.raises(Refusal, match="not in this room"):
        page(world.cleo.pk, History(room.pk, None, first.pk, None, 50))
    assert searched(world, "cleo") == []
    assert linked.look(who, [str(first.pk)]) == {}
    assert not files.readable(who, str(first.pk))
    assert (
        cleo.get(first.files[0]["url"] if "url" in first.files[0] else f"/files/{first.files[0]['id']}/").status_code
        == 404
    )
    assert said_notices.resolver("{room}")(who, [str(first.pk)]) == {}
    assert list(takeout.read(world.cleo.pk)) == []
    assert cleo.get(f"/rooms/{room.pk}/thread/").status_code == 403


@pytest.mark.parametrize("name", ["ada", "fay", "mona"])
def test_who_was_there_or_leads_reads_everything(world: World, name: str) -> None:
    first, _ = joined(world)
    who, client = grants(world.people[name]), signed_in(world.people[name])
    assert len(bodies(look(client, world.room))) == 2
    assert BEFORE not in text_of(look(client, world.room))
    assert searched(world, name)
    assert linked.look(who, [str(first.pk)])
    assert files.readable(who, str(first.pk))


def test_the_last_words_are_none_until_something_is_said_to_cleo(world: World) -> None:
    set_since(grants(world.fay), world.room, since_joining=True)
    say(world.ben, world.room, "The Saxifrage blooms")
    actions.enroll(grants(world.mona), world.spring, world.cleo, role=Enrollment.Role.MEMBER)
    rooms = [Room.objects.get(pk=world.room.pk)]
    assert queries.last_words(grants(world.cleo), rooms) == {}
    assert queries.last_words(grants(world.ada), rooms) != {}
    empty = text_of(look(signed_in(world.cleo), world.room))
    assert BEFORE in empty
    assert "Nothing said since you joined." in empty
    assert "Nothing said here yet." not in empty


def test_no_change_shows_anew_what_was_said_before_somebody_joined(world: World) -> None:
    first, _ = joined(world)
    room = world.room.pk
    for who, frame in (
        (world.ben, Edit(room, first.pk, uuid4(), "Saxifrage again")),
        (world.fay, React(room, first.pk, uuid4(), "👍", True)),
        (world.fay, Pin(room, first.pk, uuid4(), False)),
    ):
        with pytest.raises(Refusal, match="before somebody came"):
            do(who, frame)
    with pytest.raises(Refusal, match="before somebody came"):
        say(world.ada, world.room, "To that", reply_to=first.pk)
    gone = do(world.ben, Delete(room, first.pk, uuid4()))
    assert gone.frame
    assert "Saxifrage" not in gone.frame


def test_an_answer_that_cleo_reads_tells_nothing_of_what_it_answers(world: World) -> None:
    """The room was open to all when it was given."""
    first, later = joined(world, now=False)
    answer = say(world.ada, world.room, "To that", reply_to=first.pk)
    assert "Saxifrage" in text_of(look(signed_in(world.cleo), world.room))
    set_since(grants(world.fay), world.room, since_joining=True)
    seen = text_of(look(signed_in(world.cleo), world.room))
    assert "Saxifrage" not in seen
    assert "an earlier message" in seen
    edited = do(world.ada, Edit(world.room.pk, answer.pk, uuid4(), "To that, indeed"))
    assert edited.frame
    assert "Saxifrage" not in edited.frame
    assert "The Saxifrage" in text_of(look(signed_in(world.ada), world.room))
    do(world.fay, React(world.room.pk, later.pk, uuid4(), "👍", True))


def test_everybody_is_told_what_holds_and_who_changed_it(world: World) -> None:
    readers = f"/rooms/{world.room.pk}/readers/"
    assert "see what was said before, too" in text_of(signed_in(world.ada).get(readers))
    assert BEFORE not in text_of(look(signed_in(world.ada), world.room))
    fay = signed_in(world.fay)
    for _ in range(2):
        assert fay.post(f"/rooms/{world.room.pk}/settings/since/", {"since": "joining"}).status_code == 302
    told = text_of(signed_in(world.ada).get(readers))
    assert "see what is said from the day they join" in told
    assert "by Fay" in told
    lines = AuditEntry.objects.filter(verb="set_room_since").values_list("actor__handle", "subject_label", "reason")
    assert list(lines) == [("fay", "Spring room", "from the day they join")]
    fay.post(f"/rooms/{world.room.pk}/settings/since/", {"since": "all"})
    fay.post(f"/rooms/{world.room.pk}/settings/since/", {"since": "nobody"})
    room = Room.objects.get(pk=uuid(world.room.pk))
    assert (room.since_joining, room.floor, lines.all().count()) == (False, 0, 2)


def test_whoever_comes_back_begins_anew_and_next_year_s_room_is_read_the_same_way(world: World) -> None:
    joined(world)
    mona = grants(world.mona)
    actions.withdraw(mona, world.spring, world.ada)
    actions.enroll(mona, world.spring, world.ada, role=Enrollment.Role.MEMBER)
    assert bodies(look(signed_in(world.ada), world.room)) == []
    assert BEFORE in text_of(look(signed_in(world.ada), world.room))
    actions.enroll(mona, world.spring, world.ada, role=Enrollment.Role.FACILITATOR)
    assert len(bodies(look(signed_in(world.ada), world.room))) == 2
    signed_in(world.mona).post("/cohorts/spring/next-year/", {"name": "Spring again"})
    assert Room.objects.get(cohort__name="Spring again").since_joining
