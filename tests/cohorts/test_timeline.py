"""Changes to a timeline: each takes the next rev, what is sent twice happens once, what is refused leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from cohorts import queries, timeline
from cohorts.models import ChangeNonce, Message, MessageReaction
from cohorts.timeline import Change, Done, Outcome
from cohorts.timeline.batch import MOST_REACTIONS
from community.files.models import Upload
from community.live.protocol import Delete, Edit, Pin, React, Refusal, Say
from community.members.models import Member
from community.text import emoji
from moderation.access.rooms import EVERYTHING
from tests.cast import World
from tests.crowd import at_once
from tests.files.bringing import bring
from tests.moderation.desk import everything_stored
from tests.verbs import do, say


def revs(room_id: UUID) -> list[int]:
    return sorted(Message.objects.filter(room_id=room_id).values_list("rev", flat=True))


def again(message: Message) -> Message:
    message.refresh_from_db()
    return message


def refusal(member: Member, frame: Any) -> str:
    with pytest.raises(Refusal) as refused:
        do(member, frame)
    assert (refused.value.room, refused.value.nonce) == (str(frame.room), str(frame.nonce))
    return refused.value.code


# ---- numbers ---------------------------------------------------------------------------------


def test_every_change_takes_the_next_rev_and_a_message_keeps_its_place(world: World) -> None:
    room = world.room.pk
    first, second = say(world.ben, world.room, "First"), say(world.fay, world.room, "Second")
    do(world.ben, Edit(room, first.pk, uuid4(), "First, mended"))
    do(world.fay, Pin(room, second.pk, uuid4(), True))
    third = say(world.ada, world.room, "Third")
    assert [(m.seq, m.rev, m.ordinal) for m in (again(first), again(second), third)] == [
        (1, 3, 1),
        (2, 4, 2),
        (5, 5, 3),
    ]
    world.room.refresh_from_db()
    assert (world.room.rev, world.room.last_seq, world.room.message_count) == (5, 5, 3)


def test_many_who_speak_at_once_are_numbered_without_a_gap(lasting_world: World) -> None:
    speakers = [lasting_world.people[name] for name in ("ada", "ben", "fay", "mona")]
    at_once([lambda who=who: [say(who, lasting_world.room) for _ in range(6)] for who in speakers])  # type: ignore[misc]
    rows = Message.objects.order_by("seq").values_list("seq", "rev", "ordinal")
    assert list(rows) == [(n, n, n) for n in range(1, 25)]


def test_one_message_sent_in_the_same_moment_over_many_sockets_is_one(lasting_world: World) -> None:
    """Where several processes write, both may look before either stored; then the second looks again."""
    nonce = uuid4()
    acks = at_once([lambda: do(lasting_world.ada, Say(lasting_world.room.pk, nonce, "Hi", None, ())).ack] * 6)
    assert len(set(map(str, acks))) == 1
    assert revs(lasting_world.room.pk) == [1]


def test_one_number_used_in_two_rooms_in_the_same_moment_says_one_thing(lasting_world: World) -> None:
    """Each room has its own lock, so here both looks may come before both stores."""
    mona, rooms = lasting_world.mona, (lasting_world.room.pk, lasting_world.other_room.pk)
    for _ in range(6):
        nonce = uuid4()
        outcomes = at_once([lambda at=at, once=nonce: commit((mona, Say(at, once, "Hi", None, ())))[0] for at in rooms])  # type: ignore[misc]
        assert {type(outcome) for outcome in outcomes} == {Done, Refusal}
        assert Message.objects.filter(nonce=nonce).count() == 1


# ---- the same wish again ---------------------------------------------------------------------

FRAMES: dict[str, Callable[[UUID, UUID, UUID], Any]] = {
    "say": lambda room, message, nonce: Say(room, nonce, "Hello", message, ()),
    "edit": lambda room, message, nonce: Edit(room, message, nonce, "Better"),
    "delete": lambda room, message, nonce: Delete(room, message, nonce),
    "react": lambda room, message, nonce: React(room, message, nonce, "🎉", True),
    "pin": lambda room, message, nonce: Pin(room, message, nonce, True),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_the_same_wish_again_gets_the_same_answer_and_happens_once(world: World, kind: str) -> None:
    said, nonce = say(world.fay, world.room), uuid4()
    frame = FRAMES[kind](world.room.pk, said.pk, nonce)
    first = do(world.fay, frame)
    before = everything_stored()
    for _ in range(2):
        repeated = do(world.fay, frame)
        assert (repeated.ack, repeated.seq, repeated.frame) == (first.ack, first.seq, None)
    assert first.frame is not None
    assert everything_stored() == before


@pytest.mark.parametrize("kind", FRAMES)
def test_another_wish_under_the_same_number_is_refused(world: World, kind: str) -> None:
    said, other, nonce = say(world.fay, world.room), say(world.fay, world.room), uuid4()
    do(world.fay, FRAMES[kind](world.room.pk, said.pk, nonce))
    before = everything_stored()
    assert refusal(world.fay, FRAMES[kind](world.room.pk, other.pk, nonce)) == "nonce_conflict"
    assert everything_stored() == before


def test_a_repeated_message_is_the_same_after_it_was_edited(world: World) -> None:
    nonce = uuid4()
    said = say(world.ben, world.room, "First", nonce=nonce)
    do(world.ben, Edit(world.room.pk, said.pk, uuid4(), "Second"))
    assert say(world.ben, world.room, "First ", nonce=nonce).body == "Second"
    assert Message.objects.count() == 1


def test_two_people_may_use_the_same_number(world: World) -> None:
    nonce = uuid4()
    assert say(world.ada, world.room, nonce=nonce).pk != say(world.ben, world.room, nonce=nonce).pk


# ---- several in one transaction --------------------------------------------------------------


def commit(*changes: tuple[Member, Any]) -> list[Outcome]:
    return timeline.commit([Change(member.pk, frame) for member, frame in changes])


def test_a_batch_answers_each_in_order_and_a_refused_one_leaves_nothing(world: World) -> None:
    room = world.room.pk
    outcomes = commit(
        (world.ada, Say(room, uuid4(), "First", None, ())),
        (world.cleo, Say(room, uuid4(), "Hellebore", None, ())),
        (world.ben, Say(room, uuid4(), " ", None, ())),
        (world.fay, Say(room, uuid4(), "Second", None, ())),
    )
    codes = [outcome.code if isinstance(outcome, Refusal) else outcome.seq for outcome in outcomes]
    assert codes == [1, "no_access", "empty", 2]
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == ["First", "Second"]


def test_what_was_said_in_a_batch_can_be_changed_in_it(world: World) -> None:
    room, nonce = world.room.pk, uuid4()
    [said] = commit((world.ada, Say(room, nonce, "Frist", None, ())))
    assert isinstance(said, Done)
    assert said.message_id is not None
    commit(
        (world.ada, Edit(room, said.message_id, uuid4(), "First")),
        (world.ben, React(room, said.message_id, uuid4(), "🎉", True)),
        (world.ben, React(room, said.message_id, uuid4(), "🎉", False)),
        (world.ada, Say(room, nonce, "Frist", None, ())),
    )
    [row] = Message.objects.all()
    assert (row.body, row.rev, row.reactions) == ("First", 4, {})
    assert not MessageReaction.objects.exists()


def test_the_same_number_twice_in_a_batch_is_one_message(world: World) -> None:
    frame = Say(world.room.pk, uuid4(), "Hello", None, ())
    first, second = commit((world.ada, frame), (world.ada, frame))
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert (first.ack, second.frame, Message.objects.count()) == (second.ack, None, 1)


def test_rooms_of_a_batch_are_numbered_each_for_itself(world: World) -> None:
    commit(
        (world.ada, Say(world.room.pk, uuid4(), "Spring", None, ())),
        (world.cleo, Say(world.other_room.pk, uuid4(), "Autumn", None, ())),
        (world.mona, Say(world.other_room.pk, uuid4(), "Autumn too", None, ())),
    )
    assert (revs(world.room.pk), revs(world.other_room.pk)) == ([1], [1, 2])


# ---- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FRAMES)
def test_a_message_of_another_room_is_none_of_this_one(world: World, kind: str) -> None:
    elsewhere = say(world.cleo, world.other_room)
    for message in (elsewhere.pk, uuid4()):
        assert refusal(world.mona, FRAMES[kind](world.room.pk, message, uuid4())) == "unknown_message"


@pytest.mark.parametrize("kind", FRAMES)
def test_a_room_that_is_not_there_and_one_that_is_not_ones_own_are_refused_alike(world: World, kind: str) -> None:
    said = say(world.ben, world.room)
    told = set()
    for room in (world.room.pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            do(world.cleo, FRAMES[kind](room, said.pk, uuid4()))
        told.add((refused.value.code, refused.value.detail))
    assert told == {("no_access", "This room isn't available to you.")}


def test_somebody_who_does_not_exist_says_nothing(world: World) -> None:
    [outcome] = timeline.commit([Change(10**9, Say(world.room.pk, uuid4(), "Hello", None, ()))])
    assert isinstance(outcome, Refusal)
    assert outcome.code == "no_access"


@pytest.mark.parametrize("kind", ["edit", "react", "pin"])
def test_nothing_is_done_to_a_message_that_is_gone(world: World, kind: str) -> None:
    said = say(world.fay, world.room)
    do(world.fay, Delete(world.room.pk, said.pk, uuid4()))
    assert refusal(world.fay, FRAMES[kind](world.room.pk, said.pk, uuid4())) == "unknown_message"


def test_an_edit_to_nothing_is_refused_unless_a_file_stays(world: World) -> None:
    said = say(world.ben, world.room)
    assert refusal(world.ben, Edit(world.room.pk, said.pk, uuid4(), " \u200b")) == "empty"
    with_file = say(world.ben, world.room, "Look", attachments=(bring(world.ben).pk,))
    do(world.ben, Edit(world.room.pk, with_file.pk, uuid4(), ""))
    assert again(with_file).body == ""


def test_only_the_author_edits_and_a_facilitator_deletes(world: World) -> None:
    said, room = say(world.ben, world.room), world.room.pk
    for who in (world.ada, world.fay, world.mona):
        assert refusal(who, Edit(room, said.pk, uuid4(), "Mine")) == "not_yours"
    assert refusal(world.ada, Delete(room, said.pk, uuid4())) == "not_yours"
    assert refusal(world.ben, Pin(room, said.pk, uuid4(), True)) == "not_yours"
    do(world.fay, Delete(room, said.pk, uuid4()))
    assert (again(said).deleted_by, said.body, said.html) == (world.fay, "", "")


# ---- what each change does -------------------------------------------------------------------


def test_a_deleted_message_is_gone_for_good_with_all_that_hung_on_it(world: World) -> None:
    room, upload = world.room.pk, bring(world.ben)
    said = say(world.ben, world.room, "The Saxifrage", attachments=(upload.pk,))
    do(world.fay, Pin(room, said.pk, uuid4(), True))
    do(world.ada, React(room, said.pk, uuid4(), "🎉", True))
    done = do(world.ben, Delete(room, said.pk, uuid4()))
    row = again(said)
    assert (row.body, row.html, row.files, row.reactions, row.pinned_at, row.pinned_by) == ("", "", [], {}, None, None)
    assert not MessageReaction.objects.exists()
    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert "Saxifrage" not in str(done.frame)
    assert "Saxifrage" not in str(everything_stored())


def test_deleting_what_is_gone_keeps_who_deleted_it_first(world: World) -> None:
    said = say(world.ben, world.room)
    do(world.fay, Delete(world.room.pk, said.pk, uuid4()))
    do(world.ben, Delete(world.room.pk, said.pk, uuid4()))
    assert again(said).deleted_by == world.fay


def test_reactions_are_of_people_once_and_can_be_taken_back(world: World) -> None:
    said, room = say(world.ben, world.room), world.room.pk
    for who, on in ((world.ada, True), (world.fay, True), (world.ada, True), (world.fay, False), (world.fay, False)):
        do(who, React(room, said.pk, uuid4(), "🎉", on))
    assert again(said).reactions == {"🎉": [world.ada.pk]}
    assert list(MessageReaction.objects.values_list("member_id", "emoji")) == [(world.ada.pk, "🎉")]
    do(world.ada, React(room, said.pk, uuid4(), "🎉", False))
    assert again(said).reactions == {}


def test_a_reaction_is_one_emoji_of_not_too_many_kinds(world: World) -> None:
    said, room = say(world.ben, world.room), world.room.pk
    assert refusal(world.ada, React(room, said.pk, uuid4(), "yes", True)) == "bad_frame"
    kinds = [chr(code) for code in range(0x1F600, 0x1F640) if emoji.is_emoji(chr(code))][: MOST_REACTIONS + 1]
    for kind in kinds[:-1]:
        do(world.ada, React(room, said.pk, uuid4(), kind, True))
    assert refusal(world.ben, React(room, said.pk, uuid4(), kinds[-1], True)) == "bad_frame"
    do(world.ben, React(room, said.pk, uuid4(), kinds[0], True))  # one that is there already has room
    assert len(again(said).reactions) == MOST_REACTIONS


def test_a_pin_says_who_and_can_be_taken_down(world: World) -> None:
    said = say(world.ben, world.room)
    do(world.fay, Pin(world.room.pk, said.pk, uuid4(), True))
    assert again(said).pinned_by == world.fay
    do(world.mona, Pin(world.room.pk, said.pk, uuid4(), False))
    assert (again(said).pinned_at, said.pinned_by) == (None, None)
    assert queries.pinned(world.room.pk, EVERYTHING) == []


def test_the_frame_for_everybody_is_the_message_as_a_page_would_show_it(world: World) -> None:
    first = say(world.ben, world.room, "Who has keys?")
    done = do(world.fay, Say(world.room.pk, uuid4(), "I have", first.pk, ()))
    told = json.loads(done.frame or "")
    assert (told["type"], told["rev"], told["message"]["seq"]) == ("message", 2, 2)
    quote, ben = told["message"]["reply_to"], {"id": world.ben.pk, "name": "Ben"}
    assert quote == {"id": str(first.pk), "author": ben, "excerpt": "Who has keys?", "deleted": False}
    assert ChangeNonce.objects.count() == 0  # a message keeps its own
