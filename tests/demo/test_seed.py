"""The demo: a community of invented people that looks lived in, at any hour, and names nobody who is real."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cohorts import queries as rooms
from cohorts.models import Message, Room, Session
from cohorts.sessions import queries as live
from community.demo import talking
from community.demo.seed import CONTENT, DOMAIN, Seeder, load
from community.forum import lists
from community.forum.models import Answer, Post, Space, Thread, ThreadTag
from community.library.models import Collection, Document, Version, Wish
from community.members.models import Member, Organization, Seat
from community.notifications import queries as notices
from community.notifications.models import Notice
from community.text import chat, rich
from tests.cast import grants
from tests.members.signing import sign_in_by_password
from tests.moderation.desk import everything_stored
from tests.pages import text_of
from tests.verbs import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
HOST = re.compile(r"https?://([^\s/\"'<>)]+)")


def person(handle: str) -> Member:
    return Member.objects.get(handle=handle)


# ---- what is there ---------------------------------------------------------------------------


def test_everything_that_was_written_is_there(seeded: Seeder) -> None:
    people, talk = load("people.json"), load("rooms.json")
    threads = [row for space in load("spaces.json") for row in load(f"threads-{space['slug']}.json")]
    papers = list((CONTENT / "documents").iterdir())
    assert (Member.objects.count(), Seat.objects.count()) == (len(people), len(people))
    assert Organization.objects.count() == len(load("organizations.json"))
    assert (Thread.objects.count(), Space.objects.count()) == (len(threads), len(load("spaces.json")))
    assert Post.objects.count() == len(threads) + sum(len(row["replies"]) for row in threads)
    of_cohorts = Room.objects.exclude(cohort=None).filter(session=None)
    assert Room.objects.exclude(session=None).count() == Session.objects.filter(state="scheduled").count() > 5
    assert (of_cohorts.count(), Message.objects.filter(room__in=of_cohorts).count()) == (
        len(talk["rooms"]), sum(len(room["messages"]) for room in talk["rooms"]),
    )  # fmt: skip
    assert Message.objects.filter(room__cohort=None).count() == len(talking.SAID)
    assert Document.objects.filter(lineage=None).count() == len(papers) > 10
    assert (Document.objects.exclude(shelf=None).count(), Collection.objects.count(), Wish.objects.count()) == (2, 2, 3)
    assert len(people) >= 40
    assert len(threads) >= 40


def test_every_tag_is_on_the_questions_it_names(seeded: Seeder) -> None:
    rows = load("tags.json")
    assert ThreadTag.objects.count() == sum(len(row["threads"]) for row in rows) > 20
    for thread in Thread.objects.all():
        on = thread.tag_rows.order_by("tag__name").values_list("tag__slug", "tag__name")
        assert [(tag["slug"], tag["name"]) for tag in thread.tags] == list(on)


def test_counters_say_what_is_there(seeded: Seeder) -> None:
    for thread in Thread.objects.all():
        posts = list(thread.posts.order_by("number").values_list("number", "author_id", "created_at"))
        assert [number for number, _, _ in posts] == list(range(1, thread.last_number + 1))
        assert thread.reply_count == len(posts) - 1
        assert thread.helper_count == sum(author != thread.author_id for _, author, _ in posts[1:])
        assert thread.last_post_at == posts[-1][2]
        assert thread.answered == Answer.objects.filter(thread=thread).exists()
    for room in Room.objects.all():
        numbers = list(room.messages.order_by("seq").values_list("seq", "rev", "ordinal"))
        assert numbers == [(n, n, n) for n in range(1, room.message_count + 1)]
        assert room.rev == room.last_seq == room.message_count


def test_the_cohort_meets_every_week_and_somebody_waits_for_a_seat(seeded: Seeder) -> None:
    now, sessions = timezone.now(), Session.objects.order_by("starts_at")
    ahead = [session for session in sessions if session.starts_at > now]
    assert len(ahead) >= 5
    assert len(sessions) - len(ahead) >= 2
    assert [session.reason for session in sessions if session.state == "cancelled"] == ["School holidays"]
    [walk] = Session.objects.exclude(seats=None)
    assert live.answers_to(grants(person("maria")), [walk.pk])[1] == {walk.pk: {"going": walk.seats, "waiting": 2}}


def test_every_document_has_a_preview_and_a_file_of_its_kind(seeded: Seeder) -> None:
    for document in Document.objects.all():
        newest = Version.objects.filter(document=document).order_by("-number")[0]
        assert newest.number == document.latest_number
        assert newest.preview_html or newest.preview_pages, document.title
        assert newest.extent, document.title
    kinds = set(Version.objects.values_list("upload__kind", flat=True))
    assert {"word", "excel", "pdf", "text"} <= kinds


def test_nothing_was_said_in_the_future_or_out_of_order(seeded: Seeder) -> None:
    assert not Post.objects.filter(created_at__gt=seeded.now).exists()
    assert not Message.objects.filter(at__gt=seeded.now).exists()
    for room in Room.objects.all():
        times = list(room.messages.order_by("seq").values_list("at", flat=True))
        assert times == sorted(times), room.name


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 37))
def test_at_any_hour_the_talk_is_in_order_and_just_over(minutes: int) -> None:
    """Written for a morning; who starts at five in the morning, or at noon, sees the same talk."""
    now = datetime(2026, 11, 25, tzinfo=UTC) + timedelta(minutes=minutes)
    for room in load("rooms.json")["rooms"]:
        times = Seeder(now).times(room["messages"])
        assert times == sorted(times), room["slug"]
        assert times[-1] <= now - timedelta(minutes=5)
        assert times[0] < now - timedelta(days=7)


# ---- nobody who is real ----------------------------------------------------------------------


def test_no_address_and_no_host_is_of_anybody_real(seeded: Seeder) -> None:
    """RFC 2606: .example belongs to nobody."""
    texts = [str(value) for row in everything_stored() for value in row]
    texts += [path.read_text(encoding="utf-8") for path in CONTENT.rglob("*.*")]
    addresses = Counter(host for text in texts for host in ADDRESS.findall(text))
    hosts = Counter(host for text in texts for host in HOST.findall(text))
    assert {host for host in {*addresses, *hosts} if not host.endswith(".example")} == set()
    assert addresses[DOMAIN] >= Member.objects.count()


def test_no_number_can_be_called(seeded: Seeder) -> None:
    """In North America 555-0100 to 555-0199 are kept free for stories."""
    for path in CONTENT.rglob("*.*"):
        for number in re.findall(r"\(?\b\d{3}\)?[ .-]\d{3}[.-]\d{4}\b", path.read_text(encoding="utf-8")):
            assert re.search(r"555[.-]01\d\d$", number), f"{path.name}: {number}"


def test_every_mention_is_of_somebody_who_is_there_and_may_read_it(seeded: Seeder) -> None:
    handles = set(Member.objects.values_list("handle", flat=True))
    for post in Post.objects.select_related("thread"):
        assert set(rich.mentioned(post.html)) <= handles
        assert not re.search(r"(?<![\w>])@[a-z]", re.sub(r"<[^>]*>", "", post.html.replace(">@", ">"))), post.html[:200]
    enrolled = set(Member.objects.filter(enrollments__isnull=False).values_list("handle", flat=True))
    for message in Message.objects.all():
        assert chat.mentioned(message.body) <= enrolled, message.body
    assert sum(bool(rich.mentioned(post.html)) for post in Post.objects.all()) > 5


def test_words_hold_no_markup_that_was_not_meant(seeded: Seeder) -> None:
    meant = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "code", "del", "span"}
    for html in (*Post.objects.values_list("html", flat=True), *Message.objects.values_list("html", flat=True)):
        assert set(re.findall(r"<([a-z0-9]+)", html)) <= meant, html
        assert not re.search(r"<[^>]*\s(?:on\w+|style)=", html), html


# ---- it lives --------------------------------------------------------------------------------


def test_something_is_new_for_everybody_and_not_everything(seeded: Seeder) -> None:
    for member in Member.objects.filter(enrollments__isnull=False):
        who = grants(member)
        for room in rooms.rooms_for(who):
            if room.cohort_id in who.cohort_ids:
                assert 0 < rooms.unread_in(who, room) < room.message_count, (member.handle, room.name)
        unread = [lists.unread_in(row, member.joined_at) for row in lists.latest(who, most=500)]
        assert 0 < sum(bool(number) for number in unread) < len(unread), member.handle


def test_something_waits_for_people_and_can_be_opened(seeded: Seeder) -> None:
    waiting = {m.handle: notices.unread_count(grants(m)) for m in Member.objects.all()}
    assert sum(number > 0 for number in waiting.values()) >= 5
    assert 0 < waiting["maria"] < 30
    assert len(notices.items_for(grants(person("maria")))) == waiting["maria"]
    assert not Notice.objects.filter(at__gt=seeded.now).exists()


@pytest.mark.parametrize("handle", ["maria", "renee", "ana", "josephine", "luis"])
def test_every_page_opens_for_those_one_looks_around_as(seeded: Seeder, handle: str) -> None:
    client, member = signed_in(person(handle)), person(handle)
    places = [
        "/",
        "/forum/",
        "/forum/spaces/",
        "/forum/?show=unanswered",
        "/rooms/",
        "/library/",
        "/people/",
        "/notices/",
    ]
    places += [f"/rooms/{room.pk}/" for room in rooms.rooms_for(grants(member))]
    places += [f"/library/{pk}/" for pk in Document.objects.filter(shelf=None).values_list("pk", flat=True)]
    places += [f"/forum/t/{row['key']}/" for row in lists.latest(grants(member), most=500)][::4]
    if member.role != "member":
        places += ["/moderation/", "/moderation/people/maria/", "/moderation/log/", "/moderation/organizations/"]
    for place in places:
        answer = client.get(place)
        assert answer.status_code == 200, place
        assert "undefined" not in text_of(answer).lower(), place


def test_one_signs_in_with_the_password_that_is_told(seeded: Seeder) -> None:
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d{3}", seeded.password)
    assert len(seeded.password) >= 10
    client, answer = sign_in_by_password(f"maria@{DOMAIN}", seeded.password)
    assert answer["Location"] == "/"
    assert "Maria" in text_of(client.get("/"))
    assert seeded.password not in "\n".join(map(str, everything_stored()))


def test_no_two_demos_have_the_same_password() -> None:
    assert len({Seeder(timezone.now()).password for _ in range(20)}) > 15


def test_content_is_text_that_people_can_edit() -> None:
    assert {path.suffix for path in CONTENT.rglob("*") if path.is_file()} == {".json", ".md"}
    assert all(isinstance(path, Path) and path.read_text(encoding="utf-8").strip() for path in CONTENT.rglob("*.*"))
