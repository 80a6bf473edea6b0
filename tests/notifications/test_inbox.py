"""The bell: each thing told once, the number exact, and nothing of what one may no longer read."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cohorts import actions as rooms
from community.forum import actions as forum
from community.live.protocol import Delete
from community.members.models import Member
from community.notifications import actions, kinds, queries
from community.notifications.actions import Wanted
from community.notifications.models import Notice
from community.notifications.topics import readers
from moderation import actions as desk
from tests.cast import World, grants
from tests.forum.filling import replies
from tests.forum.forms import act, place
from tests.pages import Answer, text_of
from tests.verbs import ask, do, reply, say, signed_in

ROWS = re.compile(r'<a href="([^"]*)">(?:<span class="sr-only">New: </span>)?(\w+ [^<]*)</a></h3>')


def inbox(member: Member) -> Answer:
    return signed_in(member).get("/notices/")


def sentences(answer: Answer) -> list[str]:
    return [words for _, words in ROWS.findall(text_of(answer))]


def counted(client: Client) -> int:
    return int(client.get("/notices/unread/").json()["unread"])


def bell(client: Client, path: str = "/you/") -> tuple[str, str]:
    """What the bell says to eyes and to ears."""
    page = text_of(client.get(path))
    found = re.search(r'data-bell aria-label="Inbox([^"]*)">.*?<span class="badge"[^>]*>(.*?)</span>', page)
    assert found is not None
    return found[1], found[2]


def tell(world: World, count: int) -> None:
    """So many notices for Ada, of as many replies to different questions."""
    people = [world.people[name] for name in ("ben", "cleo", "fay", "mona")[:count]]
    posts = [reply(person, ask(world.ada, world.commons, f"About {person.name}?")) for person in people]
    assert len(posts) == count


def many(world: World, thread: Any) -> None:
    """130 notices for Ada, each of a place of its own."""
    posts = replies(thread, [world.ben], 130).posts.filter(number__gt=1).values_list("pk", flat=True)
    Notice.objects.bulk_create(
        Notice(member=world.ada, actor=world.ben, kind="post.reply", subject=str(pk), place=f"thread:{pk}")
        for pk in posts
    )


# ---- told, counted, read ---------------------------------------------------------------------


def test_each_kind_says_who_did_what_and_where(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?")
    answer = reply(world.ben, thread, "<p>At noon</p>")
    forum.choose_answer(grants(world.ada), answer)
    say(world.fay, world.room, "@ben look")
    assert sentences(inbox(world.ben)) == [
        "Fay mentioned you in Spring room", "Ada chose your reply as the answer to “When?”",
    ]  # fmt: skip
    assert sentences(inbox(world.ada)) == ["Ben replied to “When?”"]
    assert "“At noon”" in text_of(inbox(world.ada))


def test_every_kind_of_notice_is_registered_by_the_app_whose_it_is() -> None:
    assert kinds.registered() == {
        "post.reply", "post.mention", "post.cohort", "post.answer", "post.followed", "thread.new", "bookmark.due",
        "answer.same", "message.mention", "message.reply", "message.said", "message.talk", "talk.reported",
        "look.asked", "look.agreed", "look.declined", "look.told",
        "application.waiting", "application.answered", "alias.asked", "alias.agreed", "alias.declined", "alias.told",
        "document.noted", "document.offered", "document.published", "document.declined", "document.renewed",
        "wish.answered", "wish.declined",
        "provider.suggested", "provider.published", "provider.reported",
        "session.day", "session.hour", "session.moved", "session.cancelled", "session.place",
        "thread.announced", "thread.asked_you", "thread.on_duty", "thread.settle",
        "cohort.moved", "cohort.asked", "cohort.enrolled", "cohort.waiting", "cohort.declined",
        "quoted.asked", "quoted.reminder", "quoted.ready", "quoted.published",
        "later.refused",
    }  # fmt: skip


def test_the_same_thing_is_told_once(world: World) -> None:
    post = reply(world.ben, ask(world.ada, world.commons))
    wanted = Wanted(world.ada.pk, world.ben.pk, "post.reply", str(post.pk), "thread:x")
    actions.notify([wanted, wanted], at_epoch=1)
    actions.notify([wanted], at_epoch=1)
    actions.notify([], at_epoch=1)
    assert (Notice.objects.count(), counted(signed_in(world.ada))) == (1, 1)


def test_the_number_is_the_number_of_things_inside(world: World) -> None:
    client = signed_in(world.ada)
    assert (counted(client), bell(client)) == (0, ("", "0"))
    tell(world, 3)
    assert (counted(client), bell(client)) == (3, (", 3 for you", "3"))
    assert len(sentences(inbox(world.ada))) == 3


def test_looking_at_the_inbox_or_at_home_reads_nothing(world: World) -> None:
    tell(world, 2)
    client = signed_in(world.ada)
    for path in ("/notices/", "/", "/notices/"):
        assert "2 for you" in text_of(client.get(path))


def test_opening_the_place_reads_what_waited_there_and_nothing_else(world: World) -> None:
    first, second = ask(world.ada, world.commons, "First"), ask(world.ada, world.commons, "Second")
    for thread in (first, second):
        reply(world.ben, thread)
    client = signed_in(world.ada)
    assert counted(client) == 2
    client.post(f"{place(first)}read/", {"number": 2})
    assert counted(client) == 1
    page = text_of(client.get("/notices/"))
    assert page.index('id="new"') < page.index("Second") < page.index('id="earlier"') < page.index("First”")


def test_all_is_read_with_one_press_and_only_ones_own(world: World) -> None:
    tell(world, 2)
    say(world.ada, world.room, "@ben")
    client = signed_in(world.ada)
    assert client.post("/notices/read/")["Location"] == "/notices/"
    assert (counted(client), counted(signed_in(world.ben))) == (0, 1)
    assert "Mark all read" not in text_of(client.get("/notices/"))


def test_an_empty_inbox_says_what_will_be_there(world: World) -> None:
    assert "When somebody replies to you or mentions you, it is here." in text_of(inbox(world.ada))


def test_somebody_who_may_only_read_has_a_bell_like_everybody(world: World) -> None:
    say(world.ben, world.room, "@ron")
    client = signed_in(world.ron)
    assert counted(client) == 1
    client.post("/notices/read/")
    assert counted(client) == 0


def test_marking_nothing_read_is_nothing(world: World) -> None:
    tell(world, 1)
    actions.mark_read_at_many([])
    actions.mark_read_at(world.ben.pk, Notice.objects.get().place)
    assert counted(signed_in(world.ada)) == 1


# ---- what is no longer there, or no longer theirs --------------------------------------------


def deleted_reply(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    assert counted(signed_in(world.ada)) == 1
    act(signed_in(world.ben), thread, 2, "delete")


def deleted_message(world: World) -> None:
    said = say(world.ben, world.room, "@ada")
    assert counted(signed_in(world.ada)) == 1
    do(world.fay, Delete(world.room.pk, said.pk, uuid4()))


def deleted_answer_in_a_room(world: World) -> None:
    first = say(world.ada, world.room)
    said = say(world.ben, world.room, "Yes", reply_to=first.pk)
    assert counted(signed_in(world.ada)) == 1
    do(world.ben, Delete(world.room.pk, said.pk, uuid4()))


@pytest.mark.parametrize("gone", [deleted_reply, deleted_message, deleted_answer_in_a_room])
def test_what_is_deleted_waits_for_nobody(world: World, gone: Any) -> None:
    gone(world)
    client = signed_in(world.ada)
    assert (counted(client), bell(client), Notice.objects.count()) == (0, ("", "0"), 0)
    assert sentences(client.get("/notices/")) == []


def test_an_answer_taken_back_waits_for_nobody(world: World) -> None:
    post = reply(world.ben, ask(world.ada, world.commons))
    forum.choose_answer(grants(world.ada), post)
    assert counted(signed_in(world.ben)) == 1
    forum.take_back_answer(grants(world.ada), post)
    assert counted(signed_in(world.ben)) == 0


def out_of_the_cohort(world: World) -> None:
    rooms.withdraw(grants(world.mona), world.spring, world.ada)


def test_the_bell_does_not_ring_for_what_one_may_no_longer_open(world: World) -> None:
    say(world.ben, world.room, "@ada the Saxifrage")
    reply(world.ben, ask(world.ada, world.spring_space, "Saxifrage?"))
    reply(world.ben, ask(world.ada, world.commons, "When?"))
    client = signed_in(world.ada)
    assert (counted(client), bell(client)[1]) == (3, "3")
    out_of_the_cohort(world)
    assert (counted(client), bell(client)[1]) == (1, "1")
    for path in ("/", "/notices/"):
        page = client.get(path)
        assert sentences(page) == ["Ben replied to “When?”"]
        assert b"Saxifrage" not in page.content


def test_what_one_may_open_again_rings_again(world: World) -> None:
    say(world.ben, world.room, "@ada")
    client = signed_in(world.ada)
    out_of_the_cohort(world)
    assert counted(client) == 0
    rooms.enroll(grants(world.mona), world.spring, world.ada, role="member")
    assert counted(client) == 1


def test_a_moderator_no_longer_hears_nothing_of_the_table(world: World) -> None:
    reply(world.olga, ask(world.mona, world.table, "Wolfsbane"))
    client = signed_in(world.mona)
    assert counted(client) == 1
    desk.set_role(grants(world.olga), world.mona, role="member")
    assert (counted(client), b"Wolfsbane" in client.get("/notices/").content) == (0, False)


def test_home_shows_what_can_be_opened_behind_what_cannot(world: World) -> None:
    """Newer notices of a lost place must not hide older ones of a place that is still hers."""
    reply(world.ben, ask(world.ada, world.commons, "When?"))
    for _ in range(7):
        say(world.ben, world.room, "@ada")
    out_of_the_cohort(world)
    page = signed_in(world.ada).get("/")
    assert sentences(page)[0] == "Ben replied to “When?”"
    assert "1 thing waits for you." in text_of(page)


def test_behind_all_that_cannot_be_opened_nobody_looks(world: World) -> None:
    many(world, ask(world.ada, world.spring_space))
    assert len(queries.items_for(grants(world.ada), most=5)) == 5
    out_of_the_cohort(world)
    assert queries.items_for(grants(world.ada), most=5) == []


def test_the_number_is_remembered_while_nothing_changes(world: World, django_assert_num_queries: Any) -> None:
    tell(world, 3)
    who = grants(world.ada)
    queries.unread_count(who)
    with django_assert_num_queries(1):
        assert queries.unread_count(who) == 3


def test_only_so_many_numbers_are_remembered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "REMEMBERED", 1)
    say(world.fay, world.room, "@ada @ben")
    assert [queries.unread_count(grants(world.people[name])) for name in ("ada", "ben", "ada")] == [1, 1, 1]


def test_beyond_a_hundred_nobody_counts(world: World) -> None:
    many(world, ask(world.ada, world.commons))
    client = signed_in(world.ada)
    assert (counted(client), bell(client)) == (100, (", 100 for you", "99+"))
    assert len(sentences(client.get("/notices/"))) == 50


# ---- who listens -----------------------------------------------------------------------------


def test_an_inbox_is_heard_by_its_owner_alone(world: World) -> None:
    ada, ben = world.ada.pk, world.ben.pk
    held = {pk: grants(member) for pk, member in ((ada, world.ada), (ben, world.ben))}
    topics = {f"inbox:{ada}": {ada, ben}, f"inbox:{ben}": {ada}, "inbox:": {ada}, f"inbox:{ada}0": {ada, ben}}
    heard = readers(topics, held)
    assert heard == {f"inbox:{ada}": {ada}, f"inbox:{ben}": set(), "inbox:": set(), f"inbox:{ada}0": set()}
    assert readers({f"inbox:{ada}": {ada}}, {})[f"inbox:{ada}"] == set()
