"""Not to my own organization: its people cannot see it, count it, hear of it or tell that it is there."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from community.forum import actions, events, lists
from community.forum.models import Post, Thread
from community.library import actions as library
from community.live import news
from community.members.models import Member
from community.routing import Door
from moderation.access.decision import Denied
from tests.access.test_door import CSRF
from tests.access.test_leaks import without_tokens
from tests.cast import World, grants
from tests.files.bringing import bring, code, named
from tests.forum.forms import place, send_question, send_reply
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in

SEE_IT = ("cleo", "mona", "olga")  # Ada and Ben are of Cedar, like Ron; Mona too, and she moderates
QUESTION = "How do I tell my director?"

MARK = re.compile("</?mark>")


@pytest.fixture
def kept(world: World) -> Thread:
    """Ada's question, not for Cedar School."""
    assert send_question(signed_in(world.ada), world.commons, title=QUESTION, hide="1").status_code == 302
    return Thread.objects.select_related("space").get()


def pages(member: Member, *paths: str) -> dict[str, str]:
    """Without the tokens that are new on each page."""
    client = signed_in(member)
    return {path: CSRF.sub(b"", without_tokens(client.get(path).content)).decode() for path in paths}


def test_a_question_is_there_for_everybody_but_her_own_organization(world: World, kept: Thread) -> None:
    codes = {name: code(signed_in(world.people[name]), place(kept)) for name in ("ada", "ben", "ron", *SEE_IT)}
    assert codes == {"ada": 200, "ben": 404, "ron": 404, **dict.fromkeys(SEE_IT, 200)}
    assert "Not for Cedar School" in text_of(signed_in(world.cleo).get(place(kept)))


def test_no_list_no_search_and_no_dot_tells_her_colleagues(world: World, kept: Thread) -> None:
    paths = ("/", "/forum/", "/forum/?show=unanswered", "/forum/in/commons/", "/forum/spaces/", "/search/?q=director",
             "/forum/similar/?title=How do I tell my director")  # fmt: skip
    Thread.objects.update(hidden_from=None)
    Post.objects.update(hidden_from=None)
    before = pages(world.ben, *paths)
    assert all(QUESTION in MARK.sub("", page) for path, page in before.items() if path != "/forum/spaces/")
    Thread.objects.update(hidden_from=world.cedar)
    Post.objects.update(hidden_from=world.cedar)
    assert {path for path, page in pages(world.ben, *paths).items() if QUESTION in MARK.sub("", page)} == set()
    rows = {line["slug"]: line["has_news"] for line in lists.space_lines(grants(world.ben), None)}
    assert rows[world.commons.slug] is False
    assert all(QUESTION in MARK.sub("", page) for path, page in pages(world.cleo, *paths[:4]).items())


def test_her_colleagues_can_do_nothing_with_it(world: World, kept: Thread) -> None:
    client = signed_in(world.ben)
    assert send_reply(client, kept).status_code == 404
    for act in ("thanks", "answer", "delete", "edit"):
        assert client.post(f"{place(kept)}1/{act}/").status_code == 404, act
    with pytest.raises(Denied):
        actions.reply(grants(world.ben), kept, body="<p>Hello</p>", nonce=uuid4())


def test_no_open_page_of_theirs_hears_of_it(world: World, kept: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = events.thread_topic(kept)
    readers = Door().judge({}, {topic: {p.pk for p in world.people.values()}}).readers[topic]
    assert {name for name in ("ada", "ben", "ron", *SEE_IT) if world.people[name].pk in readers} == {"ada", *SEE_IT}
    told: list[str] = []
    monkeypatch.setattr(news, "tell", lambda topic, epoch, frame: told.append(topic))
    reply(world.cleo, kept)
    assert [of for of in told if not of.startswith("inbox:")] == [topic], "the space, where Ben listens, hears nothing"


def test_who_is_named_but_may_not_see_it_is_not_told(world: World) -> None:
    body = '<p><span data-mention="ben">@ben</span> <span data-mention="cleo">@cleo</span></p>'
    ask(world.ada, world.commons, body=body, hide=True)
    assert (world.ben.notices.count(), world.cleo.notices.count()) == (0, 1)


# ---- a reply --------------------------------------------------------------------------------


@pytest.fixture
def open_thread(world: World) -> Thread:
    return ask(world.fay, world.commons, title="Which van?")


def test_a_quiet_reply_changes_nothing_that_her_colleagues_see(world: World, open_thread: Thread) -> None:
    reply(world.fay, open_thread, "<p>Or a bus</p>")
    paths = (place(open_thread), "/forum/", "/", "/search/?q=Quietly", f"{place(open_thread)}posts/?after=1")
    ben = signed_in(world.ben)
    ben.get(place(open_thread))
    before = pages(world.ben, *paths)
    made = reply(world.ada, open_thread, "<p>Quietly: ours broke down</p>", hide=True)
    assert pages(world.ben, *paths) == before
    assert code(ben, f"{place(open_thread)}{made.number}/") == 404
    seen = pages(world.cleo, *paths)
    assert all("Quietly" in seen[path] for path in (paths[0], paths[4]))
    assert "Not for Cedar School" in seen[paths[0]]


def test_it_moves_and_counts_nothing_and_the_next_number_is_its_own(world: World, open_thread: Thread) -> None:
    before = Thread.objects.values("last_number", "reply_count", "helper_count", "last_post_at", "last_author").get()
    made = reply(world.ada, open_thread, hide=True)
    assert Thread.objects.values(*before).get() == before
    after = reply(world.cleo, open_thread)
    assert (made.number, after.number) == (2, 3)
    thread = Thread.objects.get()
    assert (thread.last_number, thread.reply_count, thread.quiet_number, thread.numbered_to) == (3, 1, 2, 3)
    actions.delete(grants(world.ada), Post.objects.get(number=2))
    assert Thread.objects.get().reply_count == 1


def test_the_asker_is_told_of_it_and_nobody_of_cedar_is(world: World) -> None:
    thread = ask(world.ben, world.commons)
    reply(world.ada, thread, '<p><span data-mention="ron">@ron</span></p>', hide=True)
    assert (world.ben.notices.count(), world.ron.notices.count()) == (0, 0)
    other = ask(world.fay, world.commons)
    reply(world.ada, other, hide=True)
    assert world.fay.notices.count() == 1


def test_no_page_hears_of_a_quiet_reply(world: World, open_thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(news, "tell", lambda topic, epoch, frame: told.append(topic))
    made = reply(world.ada, open_thread, hide=True)
    actions.toggle_reaction(grants(world.cleo), made)
    assert [topic for topic in told if not topic.startswith("inbox:")] == []


def test_who_answered_it_does_not_betray_her(world: World, open_thread: Thread) -> None:
    made = reply(world.ada, open_thread, "<p>Quietly</p>", hide=True)
    reply(world.cleo, open_thread, "<p>I see</p>", to=made.number)
    page = text_of(signed_in(world.ben).get(place(open_thread)))
    assert "I see" in page
    assert "In reply to" not in page
    assert "In reply to Ada" in text_of(signed_in(world.fay).get(place(open_thread)))
    offered = signed_in(world.ben).get("/forum/in/commons/mentions/", {"q": "ad", "thread": str(open_thread.key)})
    assert offered.status_code == 200


def test_it_cannot_be_the_answer_for_all(world: World, open_thread: Thread) -> None:
    made = reply(world.ada, open_thread, hide=True)
    with pytest.raises(Denied) as refused:
        actions.choose_answer(grants(world.fay), made)
    assert refused.value.decision.code == "not_for_all"


def test_its_file_is_as_hidden_as_it_is(world: World, open_thread: Thread) -> None:
    upload = bring(world.ada)
    reply(world.ada, open_thread, attachments=[upload.pk], hide=True)
    path = f"/files/{upload.pk}/"
    opened = {
        name
        for name in ("ada", "ben", "fay", "cleo", "mona", "ron")
        if code(signed_in(world.people[name]), path) == 200
    }
    assert opened == {"ada", "fay", "cleo", "mona"}


def test_in_a_kept_question_replies_count_and_she_reads_them(world: World, kept: Thread) -> None:
    made = reply(world.cleo, kept)
    assert Thread.objects.get().reply_count == 1
    assert "Like this." in text_of(signed_in(world.ada).get(place(kept)))
    actions.choose_answer(grants(world.ada), made)
    assert Thread.objects.get().answered


def test_who_has_no_organization_keeps_it_from_nobody(world: World) -> None:
    Member.objects.filter(pk=world.olga.pk).update(organization=None)
    thread = ask(world.olga, world.commons, hide=True)
    assert thread.hidden_from is None
    assert "Not to my own organization" not in text_of(signed_in(world.olga).get("/forum/ask/"))
    assert "Nobody of Cedar School sees it" in text_of(signed_in(world.ada).get("/forum/ask/"))


def test_who_moves_to_the_organization_loses_sight_of_it(world: World, kept: Thread) -> None:
    assert code(signed_in(world.cleo), place(kept)) == 200
    Member.objects.filter(pk=world.cleo.pk).update(organization=world.cedar)
    assert code(signed_in(world.cleo), place(kept)) == 404


# ---- the library ----------------------------------------------------------------------------


def test_a_document_can_be_kept_from_ones_own_organization(world: World) -> None:
    given: dict[str, Any] = {"title": "Exit plan", "summary": "", "category": "policies", "audience": "members"}
    file = named("plan.txt", b"Leave by the back door.", "text/plain")
    made = library.share(grants(world.mona), **given, cohort_id=None, file=file, note="", hide=True)
    path = f"/library/{made.pk}/"
    assert {n: code(signed_in(world.people[n]), path) for n in ("ada", "cleo", "mona")} == {
        "ada": 404, "cleo": 200, "mona": 200,
    }  # fmt: skip
    listed = {n: "Exit plan" in text_of(signed_in(world.people[n]).get("/library/")) for n in ("ada", "cleo")}
    assert listed == {"ada": False, "cleo": True}
    assert "Not for Cedar School" in text_of(signed_in(world.cleo).get(path))
    upload = made.versions.get().upload_id
    assert code(signed_in(world.ada), f"/files/{upload}/") == 404
