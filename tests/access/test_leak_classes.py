"""Fourteen ways in which communities have leaked, each tried over every entry point there is.

The seventh, aliases, has a file of its own: test_aliases.py.

Addresses, topics, files, mails and frames come from the tables of these tests, so that whatever is added is tried too.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
from collections.abc import Callable

import jinja2
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from docx import Document as WordFile
from jinja2 import meta

from cohorts import actions as cohorts
from community.fetching import Unreachable, discover
from community.forum.models import Space
from community.library.drawings import word
from community.library.models import Document
from community.live.process import Admission
from community.live.protocol import Refusal
from community.members.models import Member
from community.notifications import queries as notices
from community.routing import Door
from moderation import actions as desk
from moderation.access.audience import Surface
from moderation.actions.leaving import leave
from moderation.actions.seating import free_seat
from moderation.models import Invitation
from tests.access.scene import FLOWERS, Scene, secrets_from
from tests.access.test_door import plain, tries
from tests.access.test_files import addresses
from tests.access.test_out_means_out import remove, suspend
from tests.access.test_topics import TOPICS, reading_frames, writing_frames
from tests.architecture.tree import PRODUCT, ROOT, parsed, python
from tests.cast import World, grants
from tests.files.bringing import code, fetch
from tests.moderation.desk import invite as invited
from tests.moderation.desk import join, member
from tests.verbs import reply, say, session_of, signed_in


def free(world: World, ben: Member) -> None:
    free_seat(grants(world.mona), ben.seats.get(freed_at=None))


def goes(world: World, ben: Member) -> None:
    leave(grants(ben), words="stay")


def withdraw(world: World, ben: Member) -> None:
    cohorts.withdraw(grants(world.mona), world.spring, ben)


def agreement(world: World, ben: Member) -> None:
    desk.publish_agreement(grants(world.olga), title="Ours", body="What is said here stays here.", changes="")


Ends = Callable[[World, Member], None]
ENDINGS: list[Ends] = [remove, suspend, free, goes, agreement]
everywhere = pytest.mark.parametrize("end", [*ENDINGS, withdraw])


def topics_of_spring(scene: Scene) -> set[str]:
    return {topic(scene, "spring") for topic in TOPICS.values()}


@everywhere
def test_1_no_socket_outlives_the_membership_nor_comes_back_with_an_old_name(scene: Scene, end: Ends) -> None:
    ben = scene.world.ben
    key, topics = session_of(ben).session_key or "", topics_of_spring(scene)
    assert isinstance(Door().look_up(key), Admission)
    assert all(ben.pk in readers for readers in Door().judge({}, {t: {ben.pk} for t in topics}).readers.values())
    end(scene.world, ben)
    verdicts = Door().judge({key: ben.pk}, {topic: {ben.pk} for topic in topics})
    own = {t for t in topics if end is withdraw and t.startswith("inbox:")}
    assert {topic for topic, readers in verdicts.readers.items() if readers} == own
    assert {topic for topic in topics if Door().may_follow(ben.pk, topic)} == own
    assert isinstance(Door().look_up(key), Admission) == (end is withdraw)


@everywhere
def test_2_every_frame_asks_again_and_not_only_the_handshake(scene: Scene, end: Ends) -> None:
    ben, message = scene.world.ben, scene.messages["spring"].pk
    end(scene.world, ben)
    for frames in (reading_frames, writing_frames):
        for what, frame in frames(ben, scene.world.room.pk, message).items():
            with pytest.raises(Refusal):
                frame()
                raise AssertionError(what)


@pytest.mark.parametrize("end", [remove, suspend, free, goes, withdraw])
def test_3_no_notice_reaches_somebody_who_lost_access(scene: Scene, end: Ends) -> None:
    ben, world = scene.world.ben, scene.world
    reply(world.fay, scene.threads["spring"], '<p><span data-mention="ben">@ben</span> Saxifrage</p>')
    say(world.fay, world.room, "@ben Saxifrage")
    assert len(notices.items_for(grants(ben))) >= 2
    end(world, ben)
    before = ben.notices.count()
    reply(world.fay, scene.threads["spring"], '<p><span data-mention="ben">@ben</span> again</p>')
    say(world.fay, world.room, "@ben again")
    assert ben.notices.count() == before
    assert b"Saxifrage" not in signed_in(ben).get("/notices/", follow=True).content


def test_3_a_thread_that_moves_out_of_sight_takes_its_notices_along(scene: Scene) -> None:
    world = scene.world
    reply(world.ben, scene.threads["commons"], '<p><span data-mention="cleo">@cleo</span></p>')
    asked = b"How does Marigold grow"
    assert asked in signed_in(world.cleo).get("/notices/").content
    Space.objects.filter(pk=world.commons.pk).update(audience="moderators")
    for path in ("/notices/", "/", "/forum/", "/search/?q=Marigold", "/people/ben/"):
        assert asked not in signed_in(world.cleo).get(path).content, path


@pytest.mark.parametrize("name", ["cleo", "ada"])
def test_4_no_page_of_a_person_and_no_search_shows_what_lies_in_closed_places(scene: Scene, name: str) -> None:
    client, found = signed_in(scene.person(name)), []
    words = {word: f"/search/?q={word}" for word in FLOWERS.values()}
    pages = [*words.values(), "/people/", *(f"/people/{handle}/" for handle in ("ada", "ben", "fay", "mona", "olga"))]
    for path in pages:
        text = client.get(path).content.decode()
        for secret in secrets_from(name):
            text = text.replace(f'value="{secret}"', "").replace(f"“{secret}”", "").replace(f"<b>{secret}</b>", "")
            found += [(path, secret)] if re.search(rf"{secret} (handbook|grow|is small|blooms)", text) else []
    assert found == []


def test_5_a_file_is_closed_with_the_place_it_hangs_in(scene: Scene) -> None:
    cleo = signed_in(scene.world.cleo)
    paths = [f"/files/{upload.pk}/" for upload in scene.files["commons"].values()]
    assert {code(cleo, path) for path in paths} == {200}
    assert {code(signed_in(None), path) for path in paths} == {302}
    Space.objects.filter(pk=scene.world.commons.pk).update(audience="moderators")
    Document.objects.filter(pk=scene.documents["commons"].pk).update(audience="moderators")
    assert {code(cleo, path) for path in paths} == {404}


ALLOWED_IN_MAIL = {
    "community", "link", "name", "organization", "day", "days", "last", "letter", "code", "change", "when", "wait",
    "waiting", "people", "inviter", "what", "school", "device", "counts", "left", "chosen", "off", "address",
}  # fmt: skip
ASKED_FOR = {"notices.txt": {"lines"}}  # by whom, and what of it may leave: tests/notifications/test_mail_words.py


def mails() -> list[str]:
    return sorted(path.name for path in (ROOT / "templates" / "email").iterdir())


@pytest.mark.parametrize("name", mails())
def test_6_no_mail_carries_what_members_write(name: str) -> None:
    """Names, days and links; a letter is what a moderator wrote to that very person."""
    text = (ROOT / "templates" / "email" / name).read_text(encoding="utf-8")
    used = meta.find_undeclared_variables(jinja2.Environment(autoescape=True).parse(text.replace("|plural(", "|join(")))
    assert used <= ALLOWED_IN_MAIL | ASKED_FOR.get(name, set())
    assert get_template(f"email/{name}")


@pytest.mark.parametrize("name", ["ada", "cleo"])
def test_8_nobody_who_is_gone_and_no_list_of_all_is_shown(scene: Scene, name: str) -> None:
    client = signed_in(scene.person(name))
    for what, method, path, _, way in tries(scene, name):
        if method == "GET" and way.get == 200 and way.surface in {Surface.MEMBERS, Surface.WRITERS}:
            status, page, _ = plain(client.get(path))
            gone = {handle for handle in ("rex", "lea", "sue") if f'"/people/{handle}/"'.encode() in page}
            assert gone == set(), what
            if name == "ada" and status == 200 and "/forum/" not in path:
                assert b'"/people/cleo/"' not in page, what


def test_9_an_id_of_one_kind_opens_nothing_of_another(scene: Scene) -> None:
    client = signed_in(scene.world.olga)
    ids = [
        scene.world.room.pk,
        scene.threads["spring"].key,
        scene.documents["spring"].pk,
        scene.files["spring"]["post"].pk,
    ]
    routes = [("room", "room_id"), ("thread", "key"), ("document", "document_id"), ("file", "upload_id")]
    for number, (name, argument) in enumerate(routes):
        opened = [code(client, reverse(name, kwargs={argument: pk})) for pk in ids]
        assert opened == [200 if other == number else 404 for other in range(len(ids))], name


def test_10_an_invitation_gives_what_it_says_and_nothing_more(world: World) -> None:
    sent = invited(world.mona, world.cedar)
    join(sent, role="owner", organization=str(world.dune.pk), cohort=str(world.autumn.pk), standing="active")
    ina = member("ina-berg")
    assert (ina.role, ina.organization, grants(ina).cohort_ids) == ("member", world.cedar, frozenset())
    assert Invitation.objects.get().used_by == ina
    assert join(sent, email="else@school.test").status_code in {404, 409, 410}
    assert not Member.objects.filter(email="else@school.test").exists()


def test_11_a_freed_seat_closes_the_page_that_is_open(world: World) -> None:
    client, key = signed_in(world.ben), session_of(world.ben).session_key or ""
    assert client.get("/forum/").status_code == 200
    free(world, world.ben)
    assert client.get("/forum/").status_code != 200
    assert not isinstance(Door().look_up(key), Admission)
    assert signed_in(world.ben).get("/").status_code == 403, "nor does another sign-in open anything"


def test_12_only_one_module_can_ask_anything_of_the_net(world: World) -> None:
    """And no words of members lead to it: links are never fetched for a preview."""
    asks = re.compile(r"^(requests|urllib\.request|urllib3|http\.client|httpx|aiohttp|ftplib)\b")
    able = {
        path.relative_to(ROOT).as_posix()
        for path in python(*PRODUCT)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if asks.match(name) and {a.name for a in node.names} != {"RequestException"}
    }
    assert able == {"community/fetching.py"}
    users = {
        path.relative_to(ROOT).as_posix()
        for path in python(*PRODUCT)
        if re.search(r"community\.fetching|community import .*\bfetching\b", path.read_text(encoding="utf-8"))
    }
    assert all(path.startswith(("community/accounts/", "moderation/")) for path in users), users


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/", "http://localhost/"],
)
def test_12_what_an_owner_types_leads_into_no_private_network(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PRIVATE_PROVIDERS", False)
    with pytest.raises(Unreachable):
        discover(url)


def test_13_what_a_document_says_is_never_carried_out() -> None:
    paper, kept = WordFile(), io.BytesIO()
    tricks = ["{{ 7*7 }}", "{% for x in ''.__class__.__mro__ %}x{% endfor %}", "{{ cycler.__init__.__globals__ }}"]
    for trick in tricks:
        paper.add_paragraph(trick)
    paper.save(kept)
    drawn, _ = word.draw(kept.getvalue())
    assert "49" not in drawn["html"]
    assert "{{ 7*7 }}" in drawn["html"].replace("&#123;", "{").replace("&#125;", "}")


def test_14_nothing_that_goes_out_tells_who_took_it(scene: Scene) -> None:
    upload = scene.files["commons"]["version"]
    for path in addresses(upload):
        taken = {name: fetch(signed_in(scene.person(name)), path).body for name in ("ada", "cleo", "mona")}
        assert len(set(taken.values())) == 1, path
    marks = [
        getattr(hashlib, kind)(text.encode()).hexdigest()
        for text in ("ada@school.test", "ada")
        for kind in ("md5", "sha1", "sha256")
    ]
    for path in ("/people/ada/", "/people/", "/forum/", f"/rooms/{scene.world.room.pk}/", "/you/"):
        page = signed_in(scene.world.ben).get(path).content.decode()
        assert [mark for mark in marks if mark in page] == [], path
