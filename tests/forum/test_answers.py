from __future__ import annotations

import pytest

from community.forum import actions
from community.forum.actions import THANKS
from community.forum.models import Answer, Post, PostReaction
from community.notifications.models import Notice
from moderation.access.decision import Denied
from tests.cast import World, grants
from tests.forum.forms import act, place
from tests.pages import text_of, titles
from tests.text.test_emoji import NOT_ONE
from tests.verbs import ask, reply, signed_in


def told_of_an_answer() -> list[str]:
    return list(Notice.objects.filter(kind="post.answer").values_list("member__handle", flat=True))


@pytest.mark.parametrize("person", ["ada", "mona"])
def test_the_asker_or_a_moderator_chooses_the_answer(world: World, person: str) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    act(signed_in(world.people[person]), thread, 2, "answer")
    thread.refresh_from_db()
    assert thread.answered
    assert (thread.answer.post.number, thread.answer.chosen_by) == (2, world.people[person])
    assert told_of_an_answer() == ["ben"]


def test_the_page_and_the_list_show_that_it_is_answered(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    act(signed_in(world.ada), thread, 2, "answer")
    client = signed_in(world.cleo)
    assert "Answer chosen by Ada" in text_of(client.get(place(thread)))
    assert "Answered</span>" in text_of(client.get("/forum/in/commons/"))
    assert titles(client.get("/forum/in/commons/?show=solved")) == ["How do you do it?"]


@pytest.mark.parametrize("person", ["ben", "cleo", "ron"])
def test_nobody_else_chooses(world: World, person: str) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    assert act(signed_in(world.people[person]), thread, 2, "answer").status_code == 403
    assert not Answer.objects.exists()


def test_a_discussion_has_no_answer(world: World) -> None:
    thread = ask(world.ada, world.commons, kind="discussion")
    reply(world.ben, thread)
    assert act(signed_in(world.ada), thread, 2, "answer").status_code == 403
    assert "This answers it" not in text_of(signed_in(world.ada).get(place(thread)))


def test_the_question_is_not_its_own_answer(world: World) -> None:
    thread = ask(world.ada, world.commons)
    assert act(signed_in(world.ada), thread, 1, "answer").status_code == 403


def test_a_choice_is_taken_back(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    client = signed_in(world.ada)
    act(client, thread, 2, "answer")
    assert "Not the answer after all" in text_of(client.get(place(thread)))
    act(client, thread, 2, "answer", off="1")
    thread.refresh_from_db()
    assert not thread.answered
    assert (Answer.objects.count(), told_of_an_answer()) == (0, [])


def test_taking_back_another_reply_leaves_the_answer(world: World) -> None:
    thread = ask(world.ada, world.commons)
    first, second = reply(world.ben, thread), reply(world.cleo, thread)
    actions.choose_answer(grants(world.ada), first)
    actions.take_back_answer(grants(world.ada), second)
    thread.refresh_from_db()
    assert thread.answered
    assert told_of_an_answer() == ["ben"]


def test_a_better_answer_takes_the_place_of_the_first(world: World) -> None:
    thread = ask(world.ada, world.commons)
    first, second = reply(world.ben, thread), reply(world.cleo, thread)
    actions.choose_answer(grants(world.ada), first)
    actions.choose_answer(grants(world.ada), second)
    assert Answer.objects.get().post == second
    assert told_of_an_answer() == ["cleo"]


def test_choosing_twice_tells_once(world: World) -> None:
    thread = ask(world.ada, world.commons)
    post = reply(world.ben, thread)
    for _ in range(2):
        actions.choose_answer(grants(world.ada), post)
    assert told_of_an_answer() == ["ben"]


def test_ada_may_answer_herself_and_hears_nothing_of_it(world: World) -> None:
    thread = ask(world.ada, world.commons)
    actions.choose_answer(grants(world.ada), reply(world.ada, thread))
    assert Answer.objects.count() == 1
    assert told_of_an_answer() == []


def test_a_reply_deleted_meanwhile_is_not_chosen(world: World) -> None:
    thread = ask(world.ada, world.commons)
    opened = reply(world.ben, thread)
    actions.delete(grants(world.ben), Post.objects.get(pk=opened.pk))
    with pytest.raises(Denied):
        actions.choose_answer(grants(world.ada), opened)
    assert not Answer.objects.exists()


def test_thanks_are_given_and_taken_back(world: World) -> None:
    thread = ask(world.ada, world.commons)
    client = signed_in(world.ben)
    act(client, thread, 1, "thanks")
    assert Post.objects.get().reactions == {THANKS: [world.ben.pk]}
    assert 'aria-label="Thank you, 1, including you"' in text_of(client.get(place(thread)))
    act(client, thread, 1, "thanks")
    assert Post.objects.get().reactions == {}
    assert not PostReaction.objects.exists()


def test_everybody_thanks_once(world: World) -> None:
    thread = ask(world.ada, world.commons)
    for person in ("ada", "ben", "cleo", "mona"):
        act(signed_in(world.people[person]), thread, 1, "thanks")
    thanked = Post.objects.get().reactions[THANKS]
    assert thanked == [world.people[person].pk for person in ("ada", "ben", "cleo", "mona")]
    assert set(PostReaction.objects.values_list("member_id", flat=True)) == set(thanked)


def test_thanking_by_script_brings_the_post_as_it_is(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    reply(world.cleo, thread, to=2)
    piece = text_of(act(signed_in(world.ada), thread, 3, "thanks", script=True))
    assert piece.count("<article") == 1
    assert 'aria-label="Thank you, 1, including you"' in piece
    assert "In reply to Ben" in piece


def test_ron_thanks_nobody(world: World) -> None:
    thread = ask(world.ada, world.commons)
    assert act(signed_in(world.ron), thread, 1, "thanks").status_code == 403


def test_a_reply_deleted_meanwhile_is_not_thanked(world: World) -> None:
    thread = ask(world.ada, world.commons)
    opened = reply(world.ben, thread)
    actions.delete(grants(world.ben), Post.objects.get(pk=opened.pk))
    with pytest.raises(Denied):
        actions.toggle_reaction(grants(world.ada), opened)
    assert Post.objects.get(pk=opened.pk).reactions == {}


@pytest.mark.parametrize("text", NOT_ONE)
def test_a_reaction_is_one_emoji(world: World, text: str) -> None:
    thread = ask(world.ada, world.commons)
    with pytest.raises(Denied, match="one emoji"):
        actions.toggle_reaction(grants(world.ben), Post.objects.get(thread=thread), kind=text)


def test_a_post_holds_so_many_kinds_of_reactions(world: World) -> None:
    post = Post.objects.get(thread=ask(world.ada, world.commons))
    for kind in [chr(code) for code in range(0x1F600, 0x1F618)]:
        assert actions.toggle_reaction(grants(world.ben), post, kind=kind)
    with pytest.raises(Denied, match="all the kinds"):
        actions.toggle_reaction(grants(world.ben), post, kind="🎈")
    assert actions.toggle_reaction(grants(world.cleo), post, kind="😀")
    assert not actions.toggle_reaction(grants(world.cleo), post, kind="😀")
