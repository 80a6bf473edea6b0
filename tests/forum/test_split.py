"""Replies that become a question of their own: theirs they stay, and links to them keep working for their readers."""

from __future__ import annotations

from typing import Any

import pytest

from community.drafts import actions as drafts
from community.drafts.models import Draft
from community.forum import actions
from community.forum.models import Answer, Moved, Post, ReadMark, Thread
from community.members import epoch
from community.notifications.models import Notice
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place, send_reply
from tests.pages import Answer as Page
from tests.pages import text_of, titles
from tests.verbs import ask, reply, signed_in


@pytest.fixture
def talk(world: World) -> Thread:
    """Ada asks for doors; from reply 3 on they talk of keys: 2 Ben, 3 Cleo, 4 Fay to Cleo, 5 Ben."""
    thread = ask(world.ada, world.commons, "Which door?")
    reply(world.ben, thread, "<p>The side door.</p>")
    reply(world.cleo, thread, "<p>And who has keys?</p>")
    reply(world.fay, thread, "<p>I have keys.</p>", to=3)
    reply(world.ben, thread, "<p>Back to doors.</p>")
    return Thread.objects.get(pk=thread.pk)


def split(world: World, thread: Thread, *numbers: int, who: str = "mona", **fields: Any) -> Page:
    given = {"numbers": numbers, "title": "Who has keys?", "space": "commons"} | fields
    return signed_in(world.people[who]).post(f"{place(thread)}split/", given)


def numbers(thread: Thread) -> list[int]:
    return list(thread.posts.order_by("number").values_list("number", flat=True))


def test_replies_become_a_question_of_whoever_wrote_the_first(world: World, talk: Thread) -> None:
    assert split(world, talk, 3, 4).status_code == 302
    made = Thread.objects.get(title="Who has keys?")
    assert (made.author, made.excerpt, made.reply_count, made.helper_count) == (world.cleo, "And who has keys?", 1, 1)
    talk.refresh_from_db()
    assert (talk.reply_count, talk.last_number, numbers(talk), numbers(made)) == (2, 5, [1, 2, 5], [1, 2])
    page = text_of(signed_in(world.ben).get(place(made)))
    assert "I have keys." in page
    assert titles(signed_in(world.ben).get("/forum/in/commons/")) == ["Which door?", "Who has keys?"]
    assert AuditEntry.objects.get().reason == "2 to “Who has keys?”, Commons"


def test_old_links_lead_to_where_they_are_now(world: World, talk: Thread) -> None:
    split(world, talk, 3, 4)
    made = Thread.objects.get(title="Who has keys?")
    client = signed_in(world.ben)
    assert client.get(f"{place(talk)}?to=3")["Location"] == place(made)
    assert client.get(f"{place(talk)}?to=4")["Location"] == f"{place(made)}?to=2#reply-2"
    assert client.get(f"{place(talk)}?to=5").status_code == 200
    assert client.get(f"{place(talk)}?from=3").status_code == 200


def test_a_link_leads_nowhere_for_whoever_cannot_read_it_there(world: World, talk: Thread) -> None:
    before = epoch.current()
    split(world, talk, 3, 4, space="table")
    assert epoch.current() > before
    made = Thread.objects.get(title="Who has keys?")
    client = signed_in(world.ben)
    missing, moved = (client.get(f"{place(talk)}?to={number}") for number in (99, 3))
    assert (missing.status_code, moved.status_code) == (200, 200)
    assert "keys" not in text_of(moved)
    assert signed_in(world.mona).get(f"{place(talk)}?to=3")["Location"] == place(made)
    assert client.get(place(made)).status_code == 404


def test_nothing_is_numbered_twice_after_the_end_was_split_off(world: World, talk: Thread) -> None:
    split(world, talk, 4, 5)
    talk.refresh_from_db()
    assert (talk.last_number, talk.numbered_to) == (3, 5)
    actions.mark_read(grants(world.cleo), talk, 3)
    unread = signed_in(world.cleo).get("/forum/in/commons/")
    assert "Unread: </span>Which door?" not in text_of(unread)
    assert reply(world.fay, talk, "<p>One more</p>").number == 6
    assert signed_in(world.ben).get(f"{place(talk)}?to=5").status_code == 302


def test_what_was_read_stays_read(world: World, talk: Thread) -> None:
    ReadMark.objects.filter(thread=talk).delete()
    for who, number in (("ada", 5), ("cleo", 3), ("fay", 2)):
        ReadMark.objects.create(member=world.people[who], thread=talk, number=number)
    split(world, talk, 3, 4)
    made = Thread.objects.get(title="Who has keys?")
    marks = dict(ReadMark.objects.filter(thread=made).values_list("member__handle", "number"))
    assert marks == {"ada": 2, "cleo": 1}


def test_what_spoke_of_them_follows(world: World, talk: Thread) -> None:
    later = reply(world.ada, talk, "<p>Thank you, Fay</p>", to=4)
    actions.choose_answer(grants(world.ada), talk.posts.get(number=4))
    who = grants(world.fay)
    drafts.keep(who, f"edit:{talk.key}:4", drafts.Written("<p>I have two keys.</p>", {}, (), 0))
    split(world, talk, 3, 4)
    made = Thread.objects.get(title="Who has keys?")
    assert made.posts.get(number=2).reply_to is None  # to the question itself
    assert Post.objects.get(pk=later.pk).reply_to is None
    assert not Answer.objects.exists()
    talk.refresh_from_db()
    assert not talk.answered
    assert Draft.objects.get().place == f"edit:{made.key}:2"
    assert set(Notice.objects.filter(subject=str(made.posts.get(number=2).pk)).values_list("kind", "place")) == {
        ("post.reply", f"thread:{made.key}")
    }
    assert "Who has keys?" in titles(signed_in(world.ben).get("/search/", {"q": "keys", "in": "posts"}))


def test_aliases_stay_as_they_were(world: World, talk: Thread) -> None:
    nameless = reply(world.ben, talk, "<p>Mine are lost</p>", anonymous=True)
    split(world, talk, nameless.number, title="Whose keys are lost?")
    made = Thread.objects.get(title="Whose keys are lost?")
    assert (made.author, made.alias, made.last_author) == (None, nameless.alias, None)
    page = signed_in(world.cleo).get(place(made))
    assert nameless.alias in text_of(page)
    assert "Ben" not in text_of(page)
    assert reply(world.ben, made, anonymous=True).alias == nameless.alias


def test_a_reply_kept_from_some_stays_kept(world: World, talk: Thread) -> None:
    quiet = reply(world.ada, talk, "<p>Not for Cedar</p>", hide=True)
    split(world, talk, 3, quiet.number)
    made = Thread.objects.get(title="Who has keys?")
    assert (made.reply_count, made.last_number, made.quiet_number) == (0, 1, 2)
    assert "Not for Cedar" not in text_of(signed_in(world.ben).get(place(made)))
    assert "Not for Cedar" in text_of(signed_in(world.cleo).get(place(made)))
    old = f"{place(talk)}?to={quiet.number}"
    assert signed_in(world.ben).get(old).status_code == 200  # as if it had never been
    assert signed_in(world.cleo).get(old).status_code == 302


@pytest.mark.parametrize(
    ("chosen", "fields", "sentence"),
    [
        ((), {}, "Choose the replies that become a question of their own."),
        ((1,), {}, "Choose the replies that become a question of their own."),
        ((3,), {"title": " "}, "Please write your question in one line."),
        ((6,), {}, "The first reply you choose becomes the question."),  # deleted below
    ],
)
def test_what_cannot_be_split_is_said(
    world: World, talk: Thread, chosen: tuple[int, ...], fields: dict[str, str], sentence: str
) -> None:
    actions.delete(grants(world.ben), reply(world.ben, talk, "<p>Gone</p>"))
    page = split(world, talk, *chosen, **fields)
    assert (page.status_code, sentence in text_of(page)) == (422, True)
    assert not Moved.objects.exists()


def test_only_moderators_split_and_nothing_that_is_kept_from_some(world: World, talk: Thread) -> None:
    for who in ("ada", "ben", "ron"):
        assert split(world, talk, 3, who=who).status_code == 403
    kept = ask(world.ada, world.commons, "Kept", hide=True)
    reply(world.cleo, kept)
    assert split(world, kept, 2).status_code == 403
    with pytest.raises(Denied):
        actions.split(grants(world.ada), talk, [3], title="Mine", space=world.commons)


def test_the_page_shows_the_reply_it_was_opened_from(world: World, talk: Thread) -> None:
    page = text_of(signed_in(world.mona).get(f"{place(talk)}split/?reply=3"))
    assert 'value="3" checked' in page
    assert "The side door." not in page  # those before it are a page further up
    assert send_reply(signed_in(world.ben), talk).status_code == 302
