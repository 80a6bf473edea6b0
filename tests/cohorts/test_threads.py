"""A thread in a room: a message and the replies that go back to it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from cohorts import actions, takeout
from cohorts.arranging.actions import set_since
from cohorts.models import Enrollment, Message
from cohorts.talks.actions import add, begin
from cohorts.timeline import forgetting
from cohorts.topics import entered, synced
from community.live.protocol import Delete
from community.members.models import Member
from tests.budgets.counting import asked, told
from tests.cast import World, grants
from tests.cohorts.talking import fill, look, send, state
from tests.pages import FETCH, Answer, text_of
from tests.verbs import do, say, signed_in


def thread(member: Member, message: Message, **query: Any) -> Answer:
    return signed_in(member).get(f"/rooms/{message.room_id}/threads/{message.pk}/", query)


def replies(world: World, first: Message, count: int) -> list[Message]:
    """Written as rows, as a long evening would."""
    made = fill(world.room, [world.ben, world.fay], count)
    Message.objects.filter(pk__in=[one.pk for one in made]).update(root=first, reply_to=first)
    return made


def test_all_that_goes_back_to_a_message_has_it_as_its_root(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    second = say(world.ben, world.room, "I have", reply_to=first.pk)
    do(world.ben, Delete(world.room.pk, second.pk, uuid4()))
    third = say(world.fay, world.room, "And I", reply_to=second.pk)
    assert (first.root_id, second.root_id, third.root_id) == (None, first.pk, first.pk)


def test_the_room_says_how_many_replies_there_are_and_leads_to_them(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    other = say(world.ada, world.room, "And the kettle?")
    gone, *_ = [say(world.ben, world.room, "I have", reply_to=first.pk) for _ in range(3)]
    do(world.ben, Delete(world.room.pk, gone.pk, uuid4()))
    page = look(signed_in(world.fay), world.room)
    assert state(page)["threads"] == {str(first.pk): 2}
    link = f'<a class="replies-btn" href="/rooms/{world.room.pk}/threads/{first.pk}/">'
    assert "2 replies" in text_of(page).partition(link)[2][:200]
    assert f"threads/{other.pk}/" in text_of(page)  # without scripts, to answer it
    assert entered(world.fay.pk, world.room.pk, None)[1]["threads"] == {str(first.pk): 2}


def test_a_thread_shows_what_began_it_and_the_replies_in_order_whichever_is_named(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    second = say(world.ben, world.room, "I **have**", reply_to=first.pk)
    say(world.fay, world.room, "Something else")
    say(world.fay, world.room, "Thank you", reply_to=second.pk)
    pages = [text_of(thread(world.fay, named)) for named in (first, second)]
    for page in pages:
        words = [page.index(part) for part in ("Who has keys?", "2 replies", "<strong>have</strong>", "Thank you")]
        assert words == sorted(words)
        assert "Something else" not in page
        assert "<h1>Replies to Ada</h1>" in page
        assert page.count('class="quote"') == 1  # of the one that answers another reply


def test_beside_a_room_the_same_stands_without_a_page_around_it(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    second = say(world.ben, world.room, "I have", reply_to=first.pk)
    page = text_of(signed_in(world.fay).get(f"/rooms/{world.room.pk}/threads/{second.pk}/", headers=FETCH))
    assert page.lstrip().startswith("<aside")
    state = json.loads(page.partition("data-state='")[2].partition("'")[0])
    assert (state["root"], state["answers"], state["count"]) == (str(first.pk), str(first.pk), 1)
    assert [message["body"] for message in state["messages"]] == ["Who has keys?", "I have"]


def test_without_scripts_fay_replies_on_the_page_of_the_thread(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    fay = signed_in(world.fay)
    assert f'name="reply_to" value="{first.pk}"' in text_of(thread(world.fay, first))
    answer = send(fay, world.room, "I have", reply_to=first.pk)
    assert answer["Location"] == f"/rooms/{world.room.pk}/threads/{first.pk}/#reply"
    assert Message.objects.get(body="I have").root_id == first.pk


@pytest.mark.parametrize("words", ["x" * 8001, "Maya Thornton in 4th grade was suspended for a week"])
def test_what_is_refused_stays_in_the_box_of_the_thread(world: World, words: str) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    answer = send(signed_in(world.fay), world.room, words, reply_to=first.pk)
    assert answer.status_code == 422
    assert f">{words}</textarea>" in text_of(answer)
    assert "<h1>Replies to Ada</h1>" in text_of(answer)


def test_a_reply_to_what_is_not_there_keeps_its_words_in_the_room_s_box(world: World) -> None:
    elsewhere = say(world.cleo, world.other_room, "Elsewhere")
    for named in (uuid4(), elsewhere.pk, "nonsense"):
        answer = send(signed_in(world.fay), world.room, "Still here", reply_to=named)
        assert (answer.status_code, "Still here</textarea>" in text_of(answer)) == (422, True)


def test_who_cannot_read_the_room_finds_no_thread_and_neither_is_one_in_another_room(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    assert [thread(who, first).status_code for who in (world.fay, world.cleo)] == [200, 404]
    fay = signed_in(world.fay)
    for room, message in ((world.room.pk, uuid4()), (world.other_room.pk, first.pk)):
        assert fay.get(f"/rooms/{room}/threads/{message}/").status_code == 404
    elsewhere = say(world.cleo, world.other_room, "Elsewhere")
    assert fay.get(f"/rooms/{world.room.pk}/threads/{elsewhere.pk}/").status_code == 404


def test_who_joined_later_reads_of_a_thread_what_was_said_since(world: World) -> None:
    set_since(grants(world.fay), world.room, since_joining=True)
    first = say(world.ada, world.room, "The Saxifrage")
    say(world.ben, world.room, "A lily", reply_to=first.pk)
    actions.enroll(grants(world.mona), world.spring, world.cleo, role=Enrollment.Role.MEMBER)
    later = say(world.fay, world.room, "Hello Cleo")
    Message.objects.filter(pk=later.pk).update(root=first, reply_to=first)  # said a moment before she came
    assert thread(world.cleo, first).status_code == 404
    page = text_of(thread(world.cleo, later))
    assert ("It began before you came" in page, "Hello Cleo" in page, "1 reply" in page) == (True, True, True)
    assert not any(words in page for words in ("Saxifrage", "lily", "Ada"))
    assert f'name="reply_to" value="{later.pk}"' in page
    assert "threads" not in entered(world.cleo.pk, world.room.pk, None)[1]
    assert synced(world.cleo.pk, world.room.pk, 0)[1]["threads"] == {str(first.pk): 1}  # of those she can read
    assert "reply_to" in text_of(thread(world.ben, first))
    assert f'value="{first.pk}"' not in text_of(thread(world.ben, first))  # answering it would show it to her


def test_in_a_talk_a_thread_begins_where_somebody_came(world: World) -> None:
    talk = begin(grants(world.ada), [world.ben, world.fay], name="Keys")
    first = say(world.ada, talk, "Who has keys?")
    say(world.ben, talk, "I have", reply_to=first.pk)
    assert "1 reply" in text_of(thread(world.fay, first))
    add(grants(world.ada), talk, world.cleo)
    assert [thread(who, first).status_code for who in (world.fay, world.cleo, world.mona)] == [200, 404, 404]
    page = text_of(thread(world.fay, first))
    assert "This was said before somebody came" in page
    assert 'name="reply_to"' not in page


def test_a_deleted_message_keeps_its_thread(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    say(world.ben, world.room, "I have", reply_to=first.pk)
    do(world.ada, Delete(world.room.pk, first.pk, uuid4()))
    page = text_of(thread(world.fay, first))
    assert ("This message was deleted." in page, "I have" in page, "Who has keys?" in page) == (True, True, False)


def test_a_long_thread_comes_a_hundred_at_a_time(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    made = replies(world, first, 250)
    newest = text_of(thread(world.fay, first))
    assert ("250 replies" in newest, "Words 151<" in newest, "Words 150<" in newest) == (True, True, False)
    assert f"?before={made[150].seq}" in newest
    earlier = text_of(thread(world.fay, first, before=made[150].seq))
    assert ("Words 150<" in earlier, "Words 51<" in earlier, "Words 151<" in earlier) == (True, True, False)
    oldest = text_of(thread(world.fay, first, before=made[50].seq))
    assert ("Words 1<" in oldest, "?before=" in oldest, "250 replies" in oldest) == (True, False, True)
    assert thread(world.fay, first, before="x").status_code == 200


def test_a_thread_asks_the_same_however_long_it_is(world: World) -> None:
    first, fay = say(world.ada, world.room, "Who has keys?"), signed_in(world.fay)
    found = []
    for count in (2, 60):
        replies(world, first, count)
        asked(fay, f"/rooms/{world.room.pk}/threads/{first.pk}/")
        found.append(asked(fay, f"/rooms/{world.room.pk}/threads/{first.pk}/"))
    assert len(found[0]) == len(found[1]) <= 8, told(found[1])


def test_a_reply_whose_writer_leaves_with_it_says_of_which_thread_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    reply = say(world.fay, world.room, "I have", reply_to=first.pk)
    frames: list[dict[str, Any]] = []
    monkeypatch.setattr(forgetting.news, "tell", lambda topic, at, frame: frames.append(json.loads(frame)))
    takeout.forget(world.fay.pk)
    [frame] = frames
    assert (frame["message"]["id"], frame["message"]["deleted"], frame["root"]) == (str(reply.pk), True, str(first.pk))
