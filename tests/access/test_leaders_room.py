"""A room of those who lead a cohort: for everybody else of it, it is not there, by whatever way they come."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts import actions as cohorts
from cohorts import files, finding, linked, takeout, wire
from cohorts import notices as said_notices
from cohorts import queries as rooms
from cohorts.levels import actions as levels
from cohorts.models import Enrollment, Room
from community import keeping, ratelimits
from community.finding.completing import complete
from community.finding.narrowing import Narrow
from community.finding.wording import wanted
from community.live.protocol import Refusal
from community.members.models import Member
from community.members.queries import audience, audience_sizes
from community.notifications.queries import items_for, unread_count
from community.routing import Door
from moderation.access import rooms as rules
from moderation.access.standing import may_enter
from tests.access import test_leaks as leaks
from tests.access.scene import EVERYBODY, HELM, SEES, Scene
from tests.access.test_door import plain
from tests.access.test_topics import listeners, reading_frames, refusal_of, told, writing_frames
from tests.access.test_visible import odd_people
from tests.cast import World, grants
from tests.verbs import carry_out_jobs, say, signed_in

WRITING = {
    "fay": ("done",) * 5,
    "mona": ("done", "not_yours", "done", "done", "done"),
    "olga": ("done", "not_yours", "done", "done", "done"),
}
ADAS = (
    "/cohorts/spring/", "/help/who-sees-me/", "/cohorts/spring/sessions/", "/people/fay/", "/rooms/later/",
    "/bookmarks/", "/forum/in/spring/mentions/?q=f",
    *(f"/search/?q={q}" for q in ("Snowdrop", "Snowdrp", "room:Helm", "room:Helm key", "from:fay", "cohort:spring")),
    "/search/quick/?q=Snowdrop",
)  # fmt: skip


def test_its_topic_is_heard_by_those_who_lead(scene: Scene) -> None:
    assert listeners(scene, wire.room_topic(scene.helm.pk)) == set(SEES["helm"])


def test_it_is_read_and_written_by_those_who_lead(scene: Scene) -> None:
    room, message = scene.helm.pk, scene.steered.pk
    for name in EVERYBODY:
        with transaction.atomic():
            read = {refusal_of(act) for act in reading_frames(scene.person(name), room, message).values()}
            wrote = tuple(refusal_of(act) for act in writing_frames(scene.person(name), room, message).values())
            transaction.set_rollback(True)
        assert read == ({"done"} if name in SEES["helm"] else {"no_access"}), name
        assert wrote == WRITING.get(name, ("no_access",) * 5), name


@pytest.mark.parametrize("frames", [reading_frames, writing_frames])
def test_to_ada_it_answers_like_a_room_that_never_was(scene: Scene, frames: Any) -> None:
    ada, message = scene.world.ada, scene.steered.pk
    closed, missing = frames(ada, scene.helm.pk, message), frames(ada, uuid4(), message)
    assert {what: told(act) for what, act in closed.items()} == {what: told(act) for what, act in missing.items()}


def test_its_settings_are_a_page_that_never_was(scene: Scene) -> None:
    clients = {name: signed_in(scene.person(name)) for name in ("ada", "cleo", "fay")}
    for path in ("/rooms/{}/settings/", "/rooms/{}/settings/?a=b"):
        found = {name: plain(client.get(path.format(scene.helm.pk))) for name, client in clients.items()}
        never = {name: plain(client.get(path.format(uuid4()))) for name, client in clients.items()}
        assert (found["ada"], found["cleo"], found["fay"][0]) == (never["ada"], never["cleo"], 200)


def test_all_of_adas_pages_are_the_same_with_and_without_its_life(world: World, monkeypatch: Any) -> None:
    noon = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: noon)
    monkeypatch.setitem(ratelimits.BUDGETS, "search", ratelimits.Budget(1000, 60, ""))  # she looks everywhere, thrice
    monkeypatch.setattr(leaks, "PLACES", (*leaks.PLACES, *ADAS, *of_room(world.room)))
    say(world.ada, world.room, "Who has the key of the shed?")
    ada, fay = signed_in(world.ada), signed_in(world.fay)
    leaks.everything_seen_by(ada)
    before = leaks.everything_seen_by(ada)
    helm = lead(world)
    complete.call()
    after = leaks.everything_seen_by(ada)
    assert {path for path in leaks.PLACES if before[path] != after[path]} == set()
    assert b"shed" in after[f"/rooms/{world.room.pk}/"]
    monkeypatch.setattr(leaks, "PLACES", ADAS)  # and this is what they would have shown
    seen = leaks.everything_seen_by(fay)
    assert b"Helm room" in seen["/cohorts/spring/"]
    assert b"<mark>Snowdrop</mark> key" in seen["/search/?q=Snowdrop"]
    assert b"Snowdrop <mark>key</mark>" in seen["/search/?q=room:Helm key"]
    assert not Room.objects.get(pk=helm.pk).messages.filter(body="").exists()


def of_room(room: Room) -> tuple[str, ...]:
    return tuple(f"/rooms/{room.pk}/{page}" for page in ("", "readers/", "mentions/?q=f", "mentions/?q="))


def lead(world: World) -> Room:
    """A busy week of those who lead."""
    helm = cohorts.add_room(grants(world.mona), world.spring, name="Helm room", topic="Snowdrop", kind="leaders")
    first = say(world.fay, helm, "@ada @mona the Snowdrop key")
    say(world.mona, helm, "Yes, about @ada", reply_to=first.pk)
    levels.choose_level(grants(world.olga), helm, "everything")
    say(world.fay, helm, f"Again, /rooms/{helm.pk}/?message={first.pk}")
    carry_out_jobs()
    return helm


def test_who_is_named_there_is_told_only_if_they_lead(world: World) -> None:
    helm = lead(world)
    assert not world.ada.notices.exists()
    assert set(world.mona.notices.values_list("kind", flat=True)) == {"message.mention"}
    assert "message.said" in set(world.olga.notices.values_list("kind", flat=True))
    offered = signed_in(world.fay).get(f"/rooms/{helm.pk}/mentions/", {"q": ""}).json()["people"]
    assert {found["handle"] for found in offered} == {"fay", "mona", "olga"}
    assert signed_in(world.fay).get(f"/rooms/{helm.pk}/mentions/", {"q": "ad"}).json() == {"people": []}


def test_its_readers_are_exactly_those_who_may_enter_it(world: World) -> None:
    odd_people(world)
    helm, now = lead(world), timezone.now()
    world.spring.enrollments.filter(member__handle__in=("sam", "max")).update(role="facilitator")
    for name in ("sue", "rex"):
        world.spring.enrollments.filter(member=world.people[name]).update(role="facilitator")
    cohorts.enroll(grants(world.mona), world.spring, world.ben, role="facilitator")
    held = {member: grants(member) for member in Member.objects.all()}
    inside = {m.handle for m, who in held.items() if may_enter(who, now) and rules.may_enter_room(who, helm)}
    assert {m.handle for m in audience("leaders", world.spring.pk)} == inside
    assert inside == {"fay", "ben", "sam", "max", "mona", "olga", "pia"}
    sizes = audience_sizes(grants(world.fay).epoch)
    assert (sizes.of("leaders", world.spring.pk), sizes.of("leaders", world.autumn.pk)) == (7, 4)


def test_each_who_leads_finds_the_room_of_their_own_cohort(world: World) -> None:
    """The sidebar's statement is composed once for all who lead one cohort of one."""
    helm = lead(world)
    other = Room.objects.create(cohort=world.autumn, slug="helm", name="Rudder room", kind="leaders")
    cohorts.enroll(grants(world.mona), world.autumn, world.cleo, role="facilitator")
    for name, own in (("fay", {helm.pk}), ("cleo", {other.pk}), ("fay", {helm.pk}), ("ada", set())):
        lines = {line["id"] for line in rooms.room_lines(grants(world.people[name]))}
        assert lines & {helm.pk, other.pk} == own, name
    assert rooms.enrolled_up_to([helm.pk, world.room.pk], 3) == {helm.pk}


def test_who_leads_no_longer_has_lost_it_everywhere_at_once(scene: Scene) -> None:
    world, helm, mine = scene.world, scene.helm, str(scene.steered.pk)
    said = say(world.olga, helm, "@fay the Snowdrop")
    fay, client, topic = grants(world.fay), signed_in(world.fay), wire.room_topic(helm.pk)
    levels.choose_level(fay, helm, "everything")
    assert (unread_count(fay), Door().judge({}, {topic: {world.fay.pk}}).readers[topic]) == (1, {world.fay.pk})
    cohorts.enroll(grants(world.mona), world.spring, world.fay, role=Enrollment.Role.MEMBER)
    held = grants(world.fay)
    assert Door().judge({}, {topic: {world.fay.pk}}).readers[topic] == set()
    say(world.olga, helm, "Now without @fay", reply_to=scene.steered.pk)
    carry_out_jobs()
    assert (unread_count(held), items_for(held), world.fay.notices.count()) == (0, [], 1)
    for path in (
        f"/rooms/{helm.pk}/",
        f"/files/{scene.files['helm']['message'].pk}/",
        f"/rooms/{helm.pk}/seen/{mine}/",
    ):
        assert client.get(path).status_code == 404, path
    for path in ("/", "/rooms/", "/cohorts/spring/", "/inbox/", "/search/?q=Snowdrop"):
        assert not [word for word in HELM if word.encode() in client.get(path).content.replace(b"q=Snowdrop", b"")
                    and not path.startswith("/search")], path  # fmt: skip
    assert finding.search(held, wanted("Snowdrop"), Narrow(), most=5) == ([], None)
    assert linked.look(held, [mine]) == {}
    assert not files.readable(held, mine)
    assert keeping.messages_for(held, [said.pk, scene.steered.pk]) == {}
    assert said_notices.resolver("{room}")(held, [str(said.pk)]) == {}
    with pytest.raises(Refusal):
        say(world.fay, helm)
    assert [words.text for words in takeout.read(world.fay.pk) if HELM[0] in words.text] == [scene.steered.body]
    assert client.get(f"/rooms/{scene.world.room.pk}/").status_code == 200
