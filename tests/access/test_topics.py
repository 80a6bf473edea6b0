"""Who hears what on the live wire, asked of its door for every topic and every person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts import topics as room_frames
from cohorts import wire
from community import routing
from community.forum import events
from community.live.bus import CONTROL
from community.live.process import Admission
from community.live.protocol import Close, Delete, Edit, History, Pin, React, Refusal, Say
from community.members import epoch
from community.members.models import Member, Organization
from community.notifications.queries import inbox_topic
from community.routing import FOLLOWED, READERS, Door
from tests.access.scene import EVERYBODY, PLACES, SEES, Scene
from tests.cast import INSIDE, OUTSIDE, World
from tests.verbs import do, session_of, signed_in

# Topic kind → the topic of that kind at each place. A kind that is not here fails the first test.
TOPICS: dict[str, Callable[[Scene, str], str]] = {
    "thread": lambda s, place: events.thread_topic(s.threads[place]),
    "space": lambda s, place: events.space_topic(s.spaces[place]),
    "room": lambda s, place: wire.room_topic(s.rooms[place].pk) if place in s.rooms else "",
    "session": lambda s, place: f"session:{s.sessions[place].pk}" if place in s.sessions else "",
    "inbox": lambda s, place: inbox_topic(s.person({"spring": "ben", "autumn": "cleo"}.get(place, "mona")).pk),
}


def ids(scene: Scene) -> dict[str, int]:
    return {name: scene.person(name).pk for name in EVERYBODY}


def listeners(scene: Scene, topic: str) -> set[str]:
    """Who of the whole cast the door lets listen, if all of them were on this topic now."""
    everybody = ids(scene)
    verdicts = Door().judge({}, {topic: set(everybody.values())})
    return {name for name, pk in everybody.items() if pk in verdicts.readers[topic]}


def test_every_kind_of_topic_has_a_rule_and_is_tested() -> None:
    assert set(READERS) == set(TOPICS)
    assert set(TOPICS) - {"room"} == FOLLOWED  # rooms are entered, which asks more


@pytest.mark.parametrize("kind", ["thread", "space", "room", "session"])
def test_a_topic_is_heard_by_those_who_can_read_the_place(scene: Scene, kind: str) -> None:
    topics = {place: TOPICS[kind](scene, place) for place in PLACES}
    assert {topic.partition(":")[0] for topic in topics.values() if topic} == {kind}
    for place, topic in topics.items():
        assert not topic or listeners(scene, topic) == set(SEES[place])


def test_an_inbox_is_heard_by_its_owner_while_they_are_inside(scene: Scene) -> None:
    heard = {name: listeners(scene, inbox_topic(pk)) for name, pk in ids(scene).items()}
    assert heard == {name: {name} if name in INSIDE else set() for name in EVERYBODY}


def test_an_undeclared_or_impossible_topic_is_heard_by_nobody(scene: Scene) -> None:
    for topic in (CONTROL, "desk:1", "member:1", "", ":", "thread", "thread:", "thread:x", "space:", "inbox:x"):
        assert listeners(scene, topic) == set(), topic
        assert all(Door().may_follow(pk, topic) is None for pk in ids(scene).values()), topic


def test_what_never_was_is_heard_by_nobody(scene: Scene) -> None:
    for topic in (f"thread:{uuid4()}", "space:nowhere", wire.room_topic(uuid4()), inbox_topic(10**6)):
        assert listeners(scene, topic) == set()


@pytest.mark.parametrize("kind", sorted(FOLLOWED))
def test_following_asks_the_same_rule_as_listening(scene: Scene, kind: str) -> None:
    for place in PLACES:
        topic = TOPICS[kind](scene, place)
        following = {name for name, pk in ids(scene).items() if Door().may_follow(pk, topic) is not None}
        assert following == listeners(scene, topic)


def test_a_room_cannot_be_followed_past_its_entrance(scene: Scene) -> None:
    assert Door().may_follow(scene.world.ada.pk, TOPICS["room"](scene, "spring")) is None


def test_nobody_follows_anothers_inbox_by_its_number(scene: Scene) -> None:
    class Listener:
        member_id = scene.world.cleo.pk

    for named in (f"inbox:{scene.world.ben.pk}", f"inbox:inbox:{scene.world.ben.pk}", f"INBOX:{scene.world.ben.pk}"):
        topic = routing.internal(Listener(), named)  # type: ignore[arg-type]
        assert Door().may_follow(scene.world.cleo.pk, topic) is None
    assert routing.internal(Listener(), "inbox") == inbox_topic(scene.world.cleo.pk)  # type: ignore[arg-type]


# ---- the handshake --------------------------------------------------------------------------


def test_only_those_inside_connect(scene: Scene) -> None:
    found = {name: Door().look_up(session_of(scene.person(name)).session_key or "") for name in EVERYBODY}
    connected = {name: admitted.member_id for name, admitted in found.items() if isinstance(admitted, Admission)}
    assert connected == {name: scene.person(name).pk for name in INSIDE}
    assert {found[name] for name in OUTSIDE} == {Close.ACCESS_ENDED}


def test_whoever_stands_at_the_door_is_told_so_and_keeps_what_they_wrote(scene: Scene) -> None:
    Organization.objects.filter(pk=scene.world.cedar.pk).update(term_ends=timezone.localdate() - timedelta(days=30))
    epoch.move()
    ben = scene.world.ben
    assert Door().look_up(session_of(ben).session_key or "") is Close.DOOR_WAITS
    verdicts = Door().judge({}, {f"room:{scene.world.room.pk}": {ben.pk}})
    assert verdicts.outside == {ben.pk: Close.DOOR_WAITS}
    answer = signed_in(ben).get("/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (403, '"cache"')


def test_who_has_a_date_is_admitted_until_it(scene: Scene) -> None:
    due = timezone.now() + timedelta(hours=3)
    Member.objects.filter(pk=scene.world.olga.pk).update(second_step_due=due)
    epoch.move()
    admitted = Door().look_up(session_of(scene.world.olga).session_key or "")
    assert isinstance(admitted, Admission)
    assert admitted.narrows_at == due.timestamp()
    verdicts = Door().judge({"x": scene.world.olga.pk, "y": scene.world.ada.pk}, {})
    assert verdicts.narrows == {scene.world.olga.pk: due.timestamp()}


@pytest.mark.parametrize("key", ["", "nosuchsession", "x" * 32, "x" * 100_000, "'; DROP TABLE members_session; --"])
def test_a_visitor_does_not_connect(world: World, key: str) -> None:
    assert Door().look_up(key) is Close.SIGNED_OUT


# ---- the frames of a room -------------------------------------------------------------------


Frames = Callable[[Member, UUID, UUID], dict[str, Callable[[], object]]]


def refusal_of(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "done"


def reading_frames(member: Member, room_id: UUID, message_id: UUID) -> dict[str, Callable[[], object]]:
    history = History(room_id, None, message_id, None, 50)
    return {
        "look": lambda: room_frames.look(member.pk, room_id),
        "enter": lambda: room_frames.entered(member.pk, room_id, None),
        "enter again": lambda: room_frames.entered(member.pk, room_id, 0),
        "sync": lambda: room_frames.synced(member.pk, room_id, 0),
        "history": lambda: room_frames.page(member.pk, history),
    }


def writing_frames(member: Member, room_id: UUID, message_id: UUID) -> dict[str, Callable[[], object]]:
    return {
        "say": lambda: do(member, Say(room_id, uuid4(), "Hello", None, ())),
        "edit": lambda: do(member, Edit(room_id, message_id, uuid4(), "Better")),
        "react": lambda: do(member, React(room_id, message_id, uuid4(), "❤️", True)),
        "pin": lambda: do(member, Pin(room_id, message_id, uuid4(), True)),
        "delete": lambda: do(member, Delete(room_id, message_id, uuid4())),
    }


def test_a_room_is_read_by_those_who_may_enter_it(scene: Scene) -> None:
    """Also over a socket that was open when its owner's access ended, and is not closed yet."""
    room, message = scene.world.room.pk, scene.messages["spring"].pk
    for name in EVERYBODY:
        frames = reading_frames(scene.person(name), room, message)
        wanted = "done" if name in SEES["spring"] else "no_access"
        assert {what: refusal_of(act) for what, act in frames.items()} == dict.fromkeys(frames, wanted), name


WRITING = {
    "ada": ("done", "not_yours", "done", "not_yours", "not_yours"),
    "ben": ("done", "done", "done", "not_yours", "done"),
    "cleo": ("no_access",) * 5,
    "fay": ("done", "not_yours", "done", "done", "done"),
    "mona": ("done", "not_yours", "done", "done", "done"),
    "olga": ("done", "not_yours", "done", "done", "done"),
}


def test_a_room_is_written_in_by_those_who_may(scene: Scene) -> None:
    for name in EVERYBODY:
        frames = writing_frames(scene.person(name), scene.world.room.pk, scene.messages["spring"].pk)
        with transaction.atomic():
            got = tuple(refusal_of(act) for act in frames.values())
            transaction.set_rollback(True)
        assert got == WRITING.get(name, ("muted",) * 5), name


@pytest.mark.parametrize(
    ("name", "frames"),
    [("cleo", reading_frames), ("cleo", writing_frames), ("rex", reading_frames), ("sue", reading_frames)],
)
def test_a_closed_room_answers_like_one_that_never_was(scene: Scene, name: str, frames: Frames) -> None:
    member, message = scene.person(name), scene.messages["spring"].pk
    closed, missing = frames(member, scene.world.room.pk, message), frames(member, uuid4(), message)
    for what in closed:
        assert told(closed[what]) == told(missing[what]), what


def told(act: Callable[[], object]) -> tuple[str, str, float | None]:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code, refused.value.detail, refused.value.retry_after


def test_a_message_of_another_room_is_not_found_from_ones_own(scene: Scene) -> None:
    """Cleo names a message of Spring in frames for her own room."""
    own, foreign = scene.world.other_room.pk, scene.messages["spring"].pk
    frames = writing_frames(scene.world.cleo, own, foreign)
    frames["history"] = reading_frames(scene.world.cleo, own, foreign)["history"]
    frames["answer"] = lambda: do(scene.world.cleo, Say(own, uuid4(), "So", foreign, ()))
    del frames["say"]
    assert {refusal_of(act) for act in frames.values()} == {"unknown_message"}
    assert {told(act) for act in frames.values()} == {
        told(lambda: do(scene.world.cleo, Pin(own, uuid4(), uuid4(), True)))
    }


def test_a_file_of_another_is_not_attached_to_a_message(scene: Scene) -> None:
    for name in EVERYBODY:
        foreign = scene.loose["cleo" if name == "ada" else "ada"].pk
        room = scene.world.other_room if name == "cleo" else scene.world.room
        frame = Say(room.pk, uuid4(), "Mine", None, (foreign,))
        code = refusal_of(partial(do, scene.person(name), frame))
        assert code == ("muted" if name in {"ron", *OUTSIDE} else "bad_attachment"), name


def test_the_heads_of_rooms_name_only_what_was_asked(scene: Scene) -> None:
    at, heads = Door().heads([wire.room_topic(scene.world.other_room.pk), wire.room_topic(uuid4())])
    assert (at, set(heads)) == (epoch.current(), {wire.room_topic(scene.world.other_room.pk)})
