"""Asking without a name: nobody can tell who it is, wherever they look; two moderators together can find out."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.models import Enrollment
from community.forum import actions, events
from community.forum.actions import aliases
from community.forum.models import Answer, Post, Thread, Unmasking
from community.live.protocol import encode
from community.members import epoch
from community.members.models import Member, Organization
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants, person
from tests.forum.forms import act, place, send_edit, send_question, send_reply
from tests.pages import text_of
from tests.verbs import ask, carry_out_jobs, reply, signed_in

EVERYBODY = ("ada", "ben", "cleo", "fay", "mona", "olga", "ron")


@pytest.fixture
def zoe(world: World) -> Member:
    """Somebody whose name and school stand nowhere else."""
    quartz = Organization.objects.create(slug="quartz", name="Quartz Academy", state="WY")
    member = person("zoelinde", quartz)
    Enrollment.objects.create(cohort=world.spring, member=member)
    world.people["yan"] = person("yan", quartz)  # a colleague
    epoch.move()
    return Member.objects.get(pk=member.pk)


def told_by(content: bytes) -> list[str]:
    """What of Zoe stands in an answer."""
    text = content.decode(errors="replace").lower()
    return [word for word in ("zoelinde", "quartz", "wyoming") if word in text]


def test_nothing_anybody_can_open_says_who_it_is(world: World, zoe: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    frames: list[bytes] = []
    monkeypatch.setattr(events.news, "tell", lambda topic, at, frame: frames.append(frame))
    lots = iter(aliases.SECOND)  # drawn by lot, two threads get the same one now and then
    monkeypatch.setattr(aliases, "fresh_alias", lambda used: f"{aliases.FIRST} {next(lots)}")
    mine = ask(zoe, world.commons, "A hard question", "<p>Wistful words</p>", anonymous=True)
    theirs = ask(world.ada, world.commons, "Ada's question")
    told = reply(zoe, theirs, '<p>Wistful too, <span data-mention="ben">@ben</span></p>', anonymous=True)
    gone = reply(zoe, theirs, "<p>Too much</p>", anonymous=True)
    helpful = reply(world.ben, mine, "<p>Do this</p>", to=None)
    reply(world.ben, theirs, "<p>Yes</p>", to=told.number)
    actions.choose_answer(grants(zoe), helpful)
    actions.edit(grants(zoe), told, body="<p>Wistful, said better</p>")
    actions.delete(grants(zoe), gone)
    carry_out_jobs()
    aliased = {post.alias for post in Post.objects.exclude(alias="")}
    assert len(aliased) == 2, "one in a thread, another one in the next"
    pages = [
        "/", "/forum/", "/forum/in/commons/", "/forum/in/commons/?show=unanswered", place(mine), place(theirs),
        place(mine, 1), place(theirs, 2), place(theirs, 3), f"{place(theirs)}posts/?after=1",
        f"{place(theirs, 2)}history/", "/notices/", "/search/?q=wistful", "/search/?q=better", "/search/quick/?q=hard",
        "/forum/similar/?q=hard+question", "/moderation/log/", f"{place(mine, 1)}who/", f"{place(theirs, 2)}who/",
    ]  # fmt: skip
    for name in (*EVERYBODY, "yan"):
        client = signed_in(world.people[name])
        for page in pages:
            answer = client.get(page)
            known = ["quartz"] if name == "yan" else []  # one's own school stands on one's own pages
            assert [word for word in told_by(answer.content) if word not in known] == [], (name, page)
        by_name = text_of(client.get("/search/?q=from:zoelinde+wistful"))
        assert (place(mine) in by_name, place(theirs) in by_name) == (False, False)
    for frame in frames:
        data = json.loads(frame)["data"]
        assert data.get("author") != zoe.pk
    assert frames, encode
    assert not AuditEntry.objects.filter(actor=zoe).exists()
    page = text_of(signed_in(world.ada).get(place(mine)))
    assert f"Answer chosen by {mine.alias}" in page


def test_who_writes_here_is_offered_to_name_and_an_alias_is_not(world: World, zoe: Member) -> None:
    theirs = ask(world.ada, world.spring_space, "Ada's question")
    menu = f"/forum/in/{world.spring_space.slug}/mentions/?thread={theirs.key}&q="
    before = signed_in(world.ben).get(menu).content
    reply(zoe, theirs, anonymous=True)
    assert signed_in(world.ben).get(menu).content == before


def test_counts_do_not_say_that_the_asker_answers_under_their_name(world: World, zoe: Member) -> None:
    mine = ask(zoe, world.commons, anonymous=True)
    reply(zoe, mine, "<p>I know this one</p>")
    assert Thread.objects.get(pk=mine.pk).helper_count == 1, "as somebody else's would"
    reply(zoe, mine, "<p>Thank you</p>", anonymous=True)
    assert Thread.objects.get(pk=mine.pk).helper_count == 1


def test_kept_from_ones_own_school_it_does_not_say_which(world: World, zoe: Member) -> None:
    mine = ask(zoe, world.commons, "A hard question", anonymous=True, hide=True)
    page = text_of(signed_in(world.ada).get(place(mine)))
    assert ("Not for the writer's own organization" in page.replace("&#39;", "'"), "Quartz" in page) == (True, False)
    assert signed_in(world.people["yan"]).get(place(mine)).status_code == 404
    assert "A hard question" not in text_of(signed_in(world.people["yan"]).get("/forum/"))
    assert "A hard question" in text_of(signed_in(zoe).get("/forum/"))
    assert signed_in(zoe).get(place(mine)).status_code == 200


def test_it_stays_the_writers_own(world: World, zoe: Member) -> None:
    client = signed_in(zoe)
    assert send_question(client, world.commons, anonymous="1").status_code == 302
    mine = Thread.objects.get()
    assert (mine.author_id, mine.last_author_id, mine.written_by_id) == (None, None, zoe.pk)
    page = text_of(client.get(place(mine)))
    assert (f"As {mine.alias}, as before" in page, f'href="{place(mine, 1)}edit/"' in page) == (True, True)
    assert f"You wrote this as {mine.alias}" in text_of(client.get(f"{place(mine, 1)}edit/"))
    assert send_edit(client, mine, 1, title="Asked better").status_code == 302
    send_reply(signed_in(world.ben), mine)
    assert "Ben" in text_of(client.get("/notices/"))
    assert act(client, mine, 2, "answer").status_code == 302
    assert Answer.objects.get().chosen_by is None
    assert mine.alias in text_of(signed_in(world.ben).get("/notices/"))
    assert send_reply(client, mine, anonymous="1").status_code == 302
    assert Post.objects.get(number=3).alias == mine.alias
    assert act(client, mine, 3, "delete").status_code == 302
    assert not AuditEntry.objects.filter(verb="delete_post").exists(), "their own is nothing for the log"


def test_nobody_else_may_touch_it(world: World, zoe: Member) -> None:
    mine = ask(zoe, world.commons, anonymous=True)
    post = reply(zoe, mine, anonymous=True)
    for name in ("ada", "yan"):
        for number, what in ((1, "edit"), (2, "edit"), (2, "delete"), (2, "answer")):
            client = signed_in(world.people[name])
            answer = client.post(f"{place(mine, number)}{what}/", {"body": "<p>Mine now</p>"})
            assert answer.status_code == 403, (name, what)
    assert Post.objects.get(pk=post.pk).html == "<p>Like this.</p>"


def test_the_same_form_sent_twice_asks_once(world: World, zoe: Member) -> None:
    nonce = "00000000-0000-4000-8000-000000000007"
    for _ in range(2):
        assert send_question(signed_in(zoe), world.commons, anonymous="1", nonce=nonce).status_code == 302
    thread = Thread.objects.get()
    for _ in range(2):
        assert send_reply(signed_in(zoe), thread, anonymous="1", nonce=nonce.replace("7", "8")).status_code == 302
    assert Post.objects.count() == 2


def test_two_in_a_thread_are_told_apart_and_names_never_run_out(
    world: World, zoe: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aliases, "SECOND", ("Heron", "Wren"))
    mine = ask(zoe, world.commons, anonymous=True)
    for name in ("ada", "ben", "fay"):
        reply(world.people[name], mine, anonymous=True)
    given = list(Post.objects.order_by("number").values_list("alias", flat=True))
    assert len(set(given)) == 4
    assert set(given[:2]) == {"Anonymous Heron", "Anonymous Wren"}


def test_a_row_names_its_writer_or_an_alias_and_never_both(world: World, zoe: Member) -> None:
    """The database itself refuses a row that a page could give away."""
    post = reply(zoe, ask(world.ada, world.commons), anonymous=True)
    for wrong in ({"author": zoe}, {"alias": ""}, {"written_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**wrong)


# ---- finding out ------------------------------------------------------------------------------


@pytest.fixture
def asked(world: World, zoe: Member) -> Unmasking:
    mine = ask(zoe, world.commons, "A hard question", anonymous=True)
    return actions.ask_who_wrote(grants(world.mona), mine.posts.get(), reason="A child may be in danger")


def who_page(world: World, asked: Unmasking, name: str) -> str:
    return text_of(signed_in(world.people[name]).get(f"{place(asked.post.thread, 1)}who/"))


def decide(world: World, asked: Unmasking, name: str, agree: str = "1") -> int:
    client = signed_in(world.people[name])
    return client.post(f"{place(asked.post.thread, 1)}who/decide/", {"agree": agree}).status_code


def test_two_moderators_together_find_out_and_the_writer_is_told(world: World, zoe: Member, asked: Unmasking) -> None:
    assert "A child may be in danger" in who_page(world, asked, "olga")
    assert "asks you to agree" in text_of(signed_in(world.olga).get("/notices/"))
    assert decide(world, asked, "mona") == 403, "nobody agrees with themselves"
    assert "Zoelinde" not in who_page(world, asked, "mona")
    assert decide(world, asked, "olga") == 302
    for name in ("mona", "olga"):
        assert "Zoelinde" in who_page(world, asked, name)
    world.people["pia"] = person("pia", world.dune, role="moderator")
    epoch.move()
    assert "Zoelinde" not in who_page(world, asked, "pia"), "only the two who took it upon themselves"
    inbox = text_of(signed_in(zoe).get("/notices/"))
    assert ("Two moderators" in inbox, "A child may be in danger" in inbox) == (True, True)
    assert ("Mona" in inbox, "Olga" in inbox) == (False, False)
    log = list(AuditEntry.objects.order_by("id").values_list("actor__handle", "verb", "reason"))
    assert log == [
        ("mona", "ask_who_wrote", "A child may be in danger"), ("olga", "agree_who_wrote", "A child may be in danger"),
    ]  # fmt: skip
    assert "Zoelinde" not in str(list(AuditEntry.objects.values_list("subject_label", flat=True)))
    assert decide(world, asked, "pia") == 302
    assert Unmasking.objects.get().decided_by == world.olga, "decided once"


def test_declined_nobody_learns_anything(world: World, zoe: Member, asked: Unmasking) -> None:
    assert decide(world, asked, "olga", agree="0") == 302
    for name in ("mona", "olga"):
        page = who_page(world, asked, name)
        assert ("did not agree" in page, "Zoelinde" in page) == (True, False)
    assert "does not agree" in text_of(signed_in(world.mona).get("/notices/"))
    assert "moderators" not in text_of(signed_in(zoe).get("/notices/")).partition("<main")[2].partition("</main")[0]


def test_a_reason_is_needed_and_one_at_a_time_is_enough(world: World, asked: Unmasking) -> None:
    path = f"{place(asked.post.thread, 1)}who/"
    for reason in ("", "  ", "x" * 301):
        assert signed_in(world.mona).post(path, {"reason": reason}).status_code == 422
    again = signed_in(world.olga).post(path, {"reason": "Me too"})
    assert (again.status_code, "has just asked the same" in text_of(again)) == (422, True)
    Unmasking.objects.update(decided_at=timezone.now())
    assert signed_in(world.olga).post(path, {"reason": "Me too"}).status_code == 302


def test_members_find_no_such_page_and_what_has_a_name_has_none_either(world: World, asked: Unmasking) -> None:
    path = f"{place(asked.post.thread, 1)}who/"
    for name in ("ada", "yan", "zoe"):
        client = signed_in(world.people.get(name) or Member.objects.get(handle="zoelinde"))
        assert (client.get(path).status_code, client.post(path, {"reason": "x"}).status_code) == (404, 404)
    named = ask(world.ada, world.commons)
    assert signed_in(world.mona).get(f"{place(named, 1)}who/").status_code == 404
    with pytest.raises(Denied):
        actions.ask_who_wrote(grants(world.mona), named.posts.get(), reason="Curious")
