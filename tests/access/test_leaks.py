"""By the side doors: lists, counts, suggestions, notices and badges tell nobody of a place they cannot read."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from cohorts import actions as cohorts
from cohorts.models import Room
from community import ratelimits
from community.forum import actions as forum
from community.live.protocol import Delete
from community.members.models import Member
from community.members.queries import audience, audience_sizes
from community.notifications import queries as notices
from moderation.actions import set_role
from tests.access.scene import FLOWERS, Scene, speak_in, write_in
from tests.access.test_door import CSRF
from tests.cast import OUTSIDE, World, grants, person
from tests.verbs import ask, do, reply, say, signed_in

WORDS = ("Saxifrage", "saxi", "spring", "handbook", "ben", "post.png", "How does", "@", "%")
PLACES = (
    "/", "/forum/", "/forum/?show=unanswered", "/forum/spaces/", "/bookmarks/",
    *(f"/forum/?show={show}" for show in ("unread", "following", "mine")),
    "/forum/in/commons/", "/forum/in/commons/readers/",
    "/forum/ask/", "/rooms/", "/cohorts/autumn/", "/library/", "/library/?kind=handbooks", "/people/", "/people/ben/",
    "/you/", "/notices/", "/notices/unread/", "/help/who-sees-me/", "/forum/in/commons/mentions/?q=b",
    *(f"/search/?q={word}" for word in WORDS),
    *(f"/library/?q={word}" for word in WORDS),
    *(f"/people/?q={word}" for word in WORDS),
    *(f"/forum/similar/?title={word} does grow" for word in WORDS),
)  # fmt: skip


def everything_seen_by(client: Client) -> dict[str, bytes]:
    """What all of these pages say, without the tokens that are new each time."""
    return {path: CSRF.sub(b"", without_tokens(client.get(path).content)) for path in PLACES}


def without_tokens(content: bytes) -> bytes:
    for before, after in ((b'<meta name="csrf" content="', b'"'), (b'name="nonce" value="', b'"')):
        while before in content:
            head, _, rest = content.partition(before)
            content = head + rest.partition(after)[2]
    return content


def live_in_spring(scene: Scene) -> None:
    """A busy week of people Cleo knows, in places she does not."""
    world = scene.world
    for place, asker, helper in (("spring", world.ada, world.ben), ("table", world.mona, world.olga)):
        write_in(scene, place, asker, helper)
    speak_in(scene, "spring", world.ben)
    thread = ask(world.ada, world.spring_space, body='<p>Ask <span data-mention="cleo">@cleo</span> of Saxifrage</p>')
    answer = reply(world.fay, thread, '<p><span data-mention="cleo">@cleo</span> knows</p>')
    forum.choose_answer(grants(world.ada), answer)
    forum.toggle_reaction(grants(world.ben), answer)
    first = say(world.ben, world.room, "@cleo look at the Saxifrage")
    say(world.fay, world.room, "Yes, @cleo", reply_to=first.pk)
    cohorts.add_room(grants(world.mona), world.spring, name="Spring kitchen", topic="Saxifrage")
    Room.objects.filter(cohort=world.spring).update(topic="Saxifrage")


def test_all_of_cleos_pages_are_the_same_with_and_without_the_life_of_spring(world: World, monkeypatch: Any) -> None:
    noon = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: noon)
    monkeypatch.setitem(ratelimits.BUDGETS, "search", ratelimits.Budget(1000, 60, ""))  # she looks everywhere, thrice
    scene = Scene(world, spaces=spaces(world), rooms={"spring": world.room})
    write_in(scene, "commons", world.ben, world.cleo)
    say(world.cleo, world.other_room, "Here all is quiet")
    client = signed_in(world.cleo)
    everything_seen_by(client)  # looking marks nothing, but the first look remembers much
    before = everything_seen_by(client)
    live_in_spring(scene)
    after = everything_seen_by(client)
    assert {path for path in PLACES if before[path] != after[path]} == set()
    assert FLOWERS["commons"].encode() in after["/"]  # and it was not a blank page


def spaces(world: World) -> dict[str, Any]:
    return {"commons": world.commons, "spring": world.spring_space, "table": world.table}


def test_the_same_life_is_seen_by_those_who_may(scene: Scene) -> None:
    """The premise of the test above: these words are found by whoever may find them."""
    pages = {name: everything_seen_by(signed_in(scene.person(name))) for name in ("ben", "olga")}
    for name, flower in (("ben", "Saxifrage"), ("olga", "Wolfsbane")):
        for path in ("/forum/", "/library/", "/search/?q=handbook", "/forum/similar/?title=How does does grow"):
            assert flower.encode() in pages[name][path], (name, path)


# ---- mentions and notices -------------------------------------------------------------------


def test_a_mention_of_somebody_who_cannot_read_the_place_is_only_text(world: World) -> None:
    thread = ask(world.ada, world.spring_space, body='<p><span data-mention="cleo">@cleo</span> and @rex</p>')
    assert thread.posts.get(number=1).html == "<p>@cleo and @rex</p>"
    message = say(world.ben, world.room, "@cleo and @fay")
    assert 'data-mention="fay"' in message.html
    assert "cleo/" not in message.html
    assert not world.cleo.notices.exists()
    assert world.fay.notices.count() == 1


def test_the_menu_of_mentions_offers_nobody_who_cannot_read_the_place(world: World) -> None:
    client = signed_in(world.ada)
    for path in ("/forum/in/spring/mentions/", f"/rooms/{world.room.pk}/mentions/"):
        for handle in ("cleo", *OUTSIDE, "vera"):
            assert client.get(path, {"q": handle}).json() == {"people": []}, handle
        offered = {found["handle"] for found in client.get(path).json()["people"]} - {"cohort:spring"}  # her own
        assert offered == {"ada", "ben", "fay", "mona", "olga", "ron"}


def test_the_menu_of_mentions_tells_no_address_of_mail(world: World) -> None:
    answer = signed_in(world.ada).get("/forum/in/commons/mentions/").content
    assert b"@school.test" not in answer
    assert b"Ben" in answer


def counted(member: Member) -> int:
    return int(signed_in(member).get("/notices/unread/").json()["unread"])


def test_no_notice_is_kept_for_somebody_who_left_the_place(world: World) -> None:
    """Ada asked in Spring, and Ben said something there; both were taken out. What comes after is not theirs."""
    thread = ask(world.ada, world.spring_space)
    helping = reply(world.ben, thread)
    said = say(world.ben, world.room, "Who has keys?")
    assert counted(world.ada) == 1
    for member in (world.ada, world.ben):
        cohorts.withdraw(grants(world.mona), world.spring, member)
    reply(world.fay, thread, to=helping.number)
    forum.choose_answer(grants(world.mona), helping)
    say(world.fay, world.room, "I have", reply_to=said.pk)
    assert world.ada.notices.count() == 1
    assert not world.ben.notices.exists()


def test_no_notice_is_kept_for_somebody_outside(world: World) -> None:
    for name in OUTSIDE:
        member = world.people[name]
        thread = ask(world.ada, world.commons)
        thread.author = member
        thread.save(update_fields=["author"])
        helping = reply(world.ben, thread, f'<p><span data-mention="{name}">@{name}</span></p>')
        helping.author = member
        helping.save(update_fields=["author"])
        forum.choose_answer(grants(world.mona), helping)
        assert not member.notices.exists(), name


def test_a_notice_of_a_place_one_lost_is_not_shown(world: World) -> None:
    thread = ask(world.ada, world.spring_space, title="Where grows Saxifrage?")
    reply(world.ben, thread)
    assert b"Saxifrage" in signed_in(world.ada).get("/notices/").content
    cohorts.withdraw(grants(world.mona), world.spring, world.ada)
    for path in ("/", "/notices/"):
        assert b"Saxifrage" not in signed_in(world.ada).get(path).content
    assert notices.items_for(grants(world.ada)) == []


def test_a_moderator_no_longer_keeps_nothing_of_the_table(scene: Scene) -> None:
    set_role(grants(scene.world.olga), scene.world.mona, role="member")
    client = signed_in(scene.world.mona)
    assert client.get("/moderation/").status_code == 404
    assert client.get(f"/forum/t/{scene.threads['table'].key}/").status_code == 404
    assert not any(FLOWERS["table"].encode() in page for page in everything_seen_by(client).values())


# ---- counts and people ----------------------------------------------------------------------


def test_the_number_of_readers_is_the_number_of_people_who_can_read(world: World) -> None:
    world.spring.enrollments.create(member=world.mona)  # counted once, though she moderates as well
    sizes = audience_sizes(grants(world.ada).epoch)
    for kind, cohort_id in (("members", None), ("cohort", world.spring.pk), ("cohort", 0), ("moderators", None)):
        assert sizes.of(kind, cohort_id) == audience(kind, cohort_id).count()
    assert (sizes.members, sizes.moderators, sizes.of("cohort", world.spring.pk)) == (7, 2, 6)


def test_a_number_of_readers_follows_whoever_comes_and_goes(world: World) -> None:
    def shown() -> int:
        return audience_sizes(grants(world.ada).epoch).of("cohort", world.spring.pk)

    assert shown() == 6
    cohorts.enroll(grants(world.mona), world.spring, world.cleo, role="member")
    assert shown() == 7
    cohorts.withdraw(grants(world.mona), world.spring, world.ben)
    assert shown() == 6


def test_there_is_no_way_to_list_everybody(world: World) -> None:
    for number in range(3):
        person(f"zoe{number}", world.dune)
    for query in ("", "zoe", "%", "a", "school.test", "dune"):
        page = signed_in(world.ada).get("/people/", {"q": query}).content
        assert b"/people/zoe" not in page, query
        assert b"zoe0@" not in page, query


def test_no_page_of_a_person_shows_their_address_of_mail(world: World) -> None:
    for path in ("/people/ben/", "/people/cleo/", "/cohorts/spring/", "/people/"):
        assert b"@school.test" not in signed_in(world.ada).get(path).content, path


def test_a_quoted_message_shows_nothing_that_was_deleted(world: World) -> None:
    first = say(world.ben, world.room, "The Saxifrage costs too much")
    say(world.fay, world.room, "Yes", reply_to=first.pk)
    assert b"Saxifrage" in signed_in(world.ada).get(f"/rooms/{world.room.pk}/").content
    do(world.ben, Delete(world.room.pk, first.pk, uuid4()))
    assert b"Saxifrage" not in signed_in(world.ada).get(f"/rooms/{world.room.pk}/").content


def test_asking_in_a_place_one_cannot_read_is_asking_nowhere(world: World) -> None:
    form = {"kind": "question", "title": "Who is here?", "body": "<p>Hello</p>", "nonce": uuid4()}
    answers = [signed_in(world.cleo).post("/forum/ask/", {**form, "space": slug}) for slug in ("spring", "nowhere")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
