"""Talks: who is in one hears it, nobody else; blocks; who came later; the sidebar."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cohorts import files, linked
from cohorts import finding as found_in
from cohorts.models import Message, Room, TalkPerson
from cohorts.talks import actions, queries
from cohorts.talks.shown import readers_of
from cohorts.topics import entered, page, readers, synced
from community.finding.narrowing import Narrow
from community.finding.wording import wanted
from community.live.protocol import Delete, Edit, History, React, Refusal
from community.members import actions as people
from community.members.models import Member, Seat
from community.notifications import queries as notices
from moderation.access.decision import Absent, Denied
from moderation.access.standing import Standing
from tests.cast import World, grants
from tests.cohorts.talking import bodies, look, send
from tests.pages import text_of
from tests.verbs import do, say, signed_in


def talk(world: World, *names: str, name: str = "") -> Room:
    first, *others = (world.people[one] for one in names)
    return actions.begin(grants(first), others, name=name)


def told(world: World, name: str) -> list[str]:
    return [f"{item.actor} {item.shown.sentence}" for item in notices.items_for(grants(world.people[name]))]


def searched(world: World, name: str, words: str) -> list[str]:
    rows, _ = found_in.search(grants(world.people[name]), wanted(words), Narrow(), most=5)
    return [row["snippet"] for row in rows]


def test_ada_writes_to_fay_from_her_page_and_both_always_come_back_to_the_same_talk(world: World) -> None:
    ada, fay = signed_in(world.ada), signed_in(world.fay)
    assert "Write to Fay" in text_of(ada.get("/people/fay/"))
    there = ada.post("/talks/with/fay/")["Location"]
    room = Room.objects.get(cohort=None)
    assert there == f"/rooms/{room.pk}/"
    assert fay.post("/talks/with/ada/")["Location"] == there
    assert send(ada, room, "Have you a minute?").status_code == 302
    answer = look(fay, room)
    assert bodies(answer) == ["Have you a minute?"]
    assert "<h1>Ada</h1>" in text_of(answer)
    assert told(world, "fay") == ["Ada wrote to you in a talk"]
    say(world.fay, room, "Now")
    assert told(world, "ada") == ["Fay wrote to you in a talk"]


def test_nobody_else_finds_anything_of_a_talk_whoever_moderates(world: World) -> None:
    room = talk(world, "ada", "fay")
    said = say(world.ada, room, "The landlord wants zinnias")
    assert searched(world, "fay", "zinnias")
    assert linked.look(grants(world.fay), [str(said.pk)])
    for name in ("ben", "mona", "olga"):
        who, client = grants(world.people[name]), signed_in(world.people[name])
        for path in ("", "say/", "unread/", "mentions/", "readers/"):
            missing = client.get(f"/rooms/{uuid4()}/{path}").status_code
            assert client.get(f"/rooms/{room.pk}/{path}").status_code == missing in {404, 405}
        assert searched(world, name, "zinnias") == []
        assert linked.look(who, [str(said.pk)]) == {}
        assert not files.readable(who, str(said.pk))
        assert "Talk" not in text_of(client.get("/search/?q=zinnias"))
        with pytest.raises(Refusal, match="isn't available"):
            say(world.people[name], room)
        with pytest.raises(Refusal, match="isn't available"):
            entered(world.people[name].pk, room.pk, None)
    topic, everybody = f"room:{room.pk}", {m.pk: grants(m) for m in world.people.values()}
    assert readers({topic: set(everybody)}, everybody)[topic] == {world.ada.pk, world.fay.pk}


def test_a_talk_is_searched_from_its_own_page(world: World) -> None:
    room = talk(world, "ada", "fay")
    say(world.ada, room, "Zinnias by the door")
    say(world.ada, world.room, "Zinnias in the room")
    answer = text_of(signed_in(world.fay).get(f"/search/?q=room:{room.pk} zinnias&in=messages"))
    assert "by the door" in answer
    assert "in the room" not in answer
    assert "There is no room" in text_of(signed_in(world.ben).get(f"/search/?q=room:{room.pk} zinnias&in=messages"))


def test_who_comes_later_reads_from_then_on_by_every_way(world: World) -> None:
    room = talk(world, "ada", "fay", "ron", name="Leases")
    first = say(world.ada, room, "Before Ben: zinnias")
    say(world.fay, room, "An answer to it", reply_to=first.pk)
    actions.add(grants(world.ada), room, world.ben)
    later = say(world.ada, room, "Hello Ben")
    ben = signed_in(world.ben)
    assert bodies(look(ben, room)) == bodies(look(ben, room, message=first.pk)) == ["Hello Ben"]
    assert bodies(look(signed_in(world.fay), room)) == ["Before Ben: zinnias", "An answer to it", "Hello Ben"]
    frames = [
        entered(world.ben.pk, room.pk, None)[1]["messages"],
        synced(world.ben.pk, room.pk, 0)[1]["messages"],
        page(world.ben.pk, History(room.pk, 99, None, None, 50))["messages"],
        page(world.ben.pk, History(room.pk, None, None, (timezone.now() - timedelta(days=1)).date(), 50))["messages"],
    ]
    assert [[m["id"] for m in messages] for messages in frames] == [[str(later.pk)]] * 4
    with pytest.raises(Refusal, match="not in this room"):
        page(world.ben.pk, History(room.pk, None, first.pk, None, 50))
    assert searched(world, "ben", "zinnias") == []
    assert searched(world, "fay", "zinnias") != []
    assert linked.look(grants(world.ben), [str(first.pk)]) == {}
    assert not files.readable(grants(world.ben), str(first.pk))
    assert ben.get(f"/talks/{room.pk}/report/{first.pk}/").status_code == 404


def test_what_was_said_before_somebody_came_is_not_shown_anew_but_can_be_deleted(world: World) -> None:
    room = talk(world, "ada", "fay", "ron")
    first = say(world.ada, room, "Zinnias")
    do(world.ada, Edit(room.pk, first.pk, uuid4(), "Zinnias, I mean"))  # as long as nobody came
    actions.add(grants(world.ada), room, world.ben)
    for frame in (Edit(room.pk, first.pk, uuid4(), "Again"), React(room.pk, first.pk, uuid4(), "👍", True)):
        with pytest.raises(Refusal, match="before somebody came"):
            do(world.ada, frame)
    with pytest.raises(Refusal, match="before somebody came"):
        say(world.fay, room, "To that", reply_to=first.pk)
    gone = do(world.ada, Delete(room.pk, first.pk, uuid4()))
    assert gone.frame
    assert "Zinnias" not in gone.frame
    second = say(world.ada, room, "New")
    do(world.ada, Edit(room.pk, second.pk, uuid4(), "Newer"))
    actions.leave(grants(world.ben), Room.objects.get(pk=room.pk))
    assert Room.objects.get(pk=room.pk).floor == 0  # who is there now heard it all


def test_leaving_closes_the_talk_at_once_and_what_was_said_stays(world: World) -> None:
    room = talk(world, "ada", "fay", "ron")
    say(world.fay, room, "I go")
    fay = signed_in(world.fay)
    assert fay.post(f"/talks/{room.pk}/leave/")["Location"] == "/talks/"
    assert look(fay, room).status_code == 404
    with pytest.raises(Refusal):
        say(world.fay, room)
    assert bodies(look(signed_in(world.ada), room)) == ["I go"]
    assert readers_of(grants(world.ada), room).changed_at == TalkPerson.objects.get(member=world.fay).left_at
    of_two = talk(world, "ada", "ben")
    with pytest.raises(Denied, match="stays between the two"):
        actions.leave(grants(world.ada), of_two)


def test_a_block_closes_talks_of_two_both_ways_calmly_and_privately(world: World) -> None:
    room = talk(world, "ada", "ben")
    first = say(world.ada, room, "Hello")
    people.block(grants(world.ben), world.ada)
    answer = send(signed_in(world.ada), room, "Why?")
    assert answer.status_code == 422
    assert "You can’t write to this person at the moment." in text_of(answer)
    assert "block" not in text_of(answer).partition('id="say"')[2].partition("</form>")[0].lower()
    with pytest.raises(Refusal, match="unblock them first"):
        say(world.ben, room)
    do(world.ada, Delete(room.pk, first.pk, uuid4()))  # one's own words can always be taken back
    with pytest.raises(Denied, match="at the moment"):
        actions.begin(grants(world.ada), [world.ben, world.fay])
    several = talk(world, "fay", "ada", "ben")
    said = say(world.ada, several, "To all of you")
    page_of_ben = text_of(look(signed_in(world.ben), several))
    assert "You blocked Ada. Show this once" in page_of_ben
    assert str(said.pk) in page_of_ben
    assert told(world, "ben") == []
    assert told(world, "fay") == ["Ada wrote to you in a talk"]
    assert "Ada" in text_of(signed_in(world.ben).get("/you/"))
    assert "Unblock" in text_of(signed_in(world.ben).get("/you/"))
    people.unblock(grants(world.ben), world.ada)
    assert say(world.ada, room, "Again").seq


def test_a_new_talk_is_never_begun_with_whom_one_cannot_reach(world: World) -> None:
    people.block(grants(world.fay), world.ada)
    ada = signed_in(world.ada)
    refused = ada.post("/talks/with/fay/")
    assert refused.status_code == 403
    assert "at the moment" in text_of(refused)
    assert not Room.objects.filter(cohort=None)
    answers = [
        ada.post("/talks/new/", {"with": chosen}) for chosen in ([], ["ada"], ["nobody", "rex", "\0"], ["x"] * 99)
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    crowd = [Member.objects.create(email=f"{n}@x.test", handle=f"m{n}", name=f"M {n}", standing=Standing.ACTIVE)
             for n in range(9)]  # fmt: skip
    assert "up to 8 people" in text_of(ada.post("/talks/new/", {"with": [m.handle for m in crowd]}))
    assert not Room.objects.filter(cohort=None).exists()
    assert ada.post("/talks/new/", {"with": ["ben", "cleo"], "name": "Two schools"}).status_code == 302
    assert queries.lines(grants(world.cleo))[0]["title"] == "Two schools"


def test_with_whom_left_or_lost_the_seat_one_reads_on_and_writes_no_more(world: World) -> None:
    room = talk(world, "ada", "ben")
    say(world.ben, room, "See you")
    Seat.objects.filter(member=world.ben).update(freed_at=timezone.now())
    people.epoch.move()
    answer = look(signed_in(world.ada), room)
    assert bodies(answer) == ["See you"]
    assert "This person is not here at the moment" in text_of(answer)
    assert "Only you can read this" in re.sub("<[^>]*>", "", text_of(answer))
    with pytest.raises(Refusal, match="not here at the moment"):
        say(world.ada, room)


def test_who_may_only_read_reads_their_talks(world: World) -> None:
    room = talk(world, "ada", "ron")
    ron = signed_in(world.ron)
    assert look(ron, room).status_code == 200
    assert send(ron, room).status_code == 403
    assert "New talk" not in text_of(ron.get("/rooms/"))
    assert "Write to" not in text_of(ron.get("/people/ada/"))


def test_the_sidebar_holds_the_liveliest_twelve_rooms_and_eight_talks(world: World) -> None:
    ada, client = grants(world.ada), signed_in(world.ada)
    rooms = [Room.objects.create(cohort=world.spring, slug=f"r{n}", name=f"Room {n:02}", position=n) for n in range(14)]
    for room in rooms[2:]:
        say(world.ben, room)
    side = text_of(client.get("/help/")).partition('class="nav-rooms"')[2].partition("</nav>")[0]
    assert "All rooms" in side
    assert "Spring room" not in side
    assert "Room 01" not in side
    assert side.count("Room ") == 24
    assert "All talks" not in side
    for n in range(queries.ON_A_PAGE + 1):
        made = Room.objects.create(cohort=None, name=f"Talk {n:02}")
        TalkPerson.objects.bulk_create([TalkPerson(room=made, member=m) for m in (world.ada, world.ben)])
    people.epoch.move()
    say(world.ben, Room.objects.get(name="Talk 00"), "Up")
    side = text_of(client.get("/help/")).partition('class="nav-rooms"')[2].partition("</nav>")[0]
    assert side.count('title="Talk ') == queries.SIDEBAR
    assert "Talk 00" in side
    assert "All talks" in side
    first = text_of(client.get("/talks/"))
    older = re.findall(r'rel="next" href="(.*?)"', first)
    second = text_of(client.get("/talks/" + older[0].replace("&amp;", "&")))
    named = [set(re.findall(r'class="name">(Talk \d\d)<', one)) for one in (first, second)]
    assert len(named[0]) == queries.ON_A_PAGE
    assert not named[0] & named[1]
    assert len(named[0] | named[1]) == 31
    assert client.get("/talks/?before=nonsense~1").status_code == 200
    assert len(ada.talks) == 0


def test_who_can_read_is_counted_by_role_and_organization(world: World) -> None:
    room = talk(world, "ada", "fay", "cleo")
    counted = readers_of(grants(world.ada), room)
    assert (counted.people, counted.members, counted.moderators) == (3, 3, 0)
    assert counted.organizations == [("Dune School", 2), ("Cedar School", 1)]
    people.edit_profile(
        world.cleo, audiences={"school": "moderators"}, **{n: getattr(world.cleo, n) for n in people.PROFILE}
    )
    assert readers_of(grants(world.ada), room).unnamed == 1
    spring = readers_of(grants(world.ada), Room.objects.select_related("cohort").get(pk=world.room.pk))
    assert (spring.people, spring.facilitators, spring.moderators) == (6, 1, 2)
    assert spring.changed_at
    text = text_of(signed_in(world.ada).get(f"/rooms/{world.room.pk}/readers/"))
    assert "6 people can read this now" in text
    assert "Facilitator" in text


def test_somebody_is_brought_in_by_name(world: World) -> None:
    room = talk(world, "ada", "fay", "ron")
    ada, path = signed_in(world.ada), f"/rooms/{room.pk}/readers/"
    page = ada.get(path, {"q": "Ben"}).content.decode()
    assert 'name="person" value="ben"' in page
    for search in ("", "Fay", "Ada", "zebra", "\0"):  # nobody, who is in it, nobody of this name
        assert 'name="person"' not in ada.get(path, {"q": search}).content.decode()
    assert "matches “zebra”" in text_of(ada.get(path, {"q": "zebra"}))
    pair = talk(world, "ada", "ben")
    assert 'name="person"' not in ada.get(f"/rooms/{pair.pk}/readers/", {"q": "Fay"}).content.decode()


def test_somebody_brought_in_by_a_handle_that_is_none_is_said_so(world: World) -> None:
    room = talk(world, "ada", "fay", "ron")
    ada = signed_in(world.ada)
    for handle in ("", "nobody", "rex", "\0x", "@" + "x" * 300):
        assert "No member has this handle" in text_of(ada.post(f"/talks/{room.pk}/people/", {"person": handle}))
    assert ada.post(f"/talks/{room.pk}/people/", {"person": " @Ben "}).status_code == 302
    assert grants(world.ben).talks == {room.pk: 0}
    assert Message.objects.filter(room=room).count() == 0
    with pytest.raises(Absent):
        queries.talk_for(grants(world.mona), room.pk)
