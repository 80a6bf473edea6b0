"""Fills this community's database for a benchmark: `python -m tests.benchmarks.prepare WHAT PLAN`, both words and JSON.

Prints one JSON object: cookies, ids, counts. Rows are written in bulk, as thousands of evenings would have left them.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402  (Django must be set up first)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from cohorts.models import Cohort, Enrollment, Message, Room  # noqa: E402
from community.finding import completing  # noqa: E402
from community.forum.models import Post, ReadMark, Space, Thread  # noqa: E402
from community.library.filling import queries  # noqa: E402
from community.library.models import FieldList  # noqa: E402
from community.members import epoch  # noqa: E402
from community.members.models import HUES, Member, Organization, Seat  # noqa: E402
from community.members.sessions import SessionStore  # noqa: E402
from community.text import plain  # noqa: E402
from moderation.access.standing import Audience, Role, Standing  # noqa: E402
from tests.benchmarks import shelf  # noqa: E402
from tests.benchmarks.replay.marks import Row, mark, mark_of  # noqa: E402
from tests.benchmarks.words import paragraphs, title  # noqa: E402

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
CHUNK = 2_000
RARE = "saxifrage"


def people(count: int, names: Sequence[str] = ()) -> list[Member]:
    """Members in ten organizations, each with a seat. Number 0 moderates."""
    schools = [Organization.objects.create(slug=f"o{n}", name=f"Organization {n}", state="CO") for n in range(10)]
    members = Member.objects.bulk_create(
        Member(
            email=f"m{n}@bench.example", handle=f"m{n}", name=(names[n] if names else "") or f"Member Number{n}",
            hue=HUES[n % len(HUES)],
            standing=Standing.ACTIVE, organization=schools[n % 10], joined_at=NOW - timedelta(days=400),
            role=Role.MEMBER if n else Role.MODERATOR, password="!",
        )
        for n in range(count)
    )  # fmt: skip
    Seat.objects.bulk_create(Seat(organization_id=m.organization_id, member=m) for m in members)
    epoch.move()
    return list(members)


def cookie(member: Member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def rooms(*, rooms: int, members: int) -> dict[str, Any]:
    """`rooms` cohorts with one room each and `members` people in each; nobody is in two."""
    everyone = people(rooms * members)
    made = []
    for n in range(rooms):
        cohort = Cohort.objects.create(slug=f"c{n}", name=f"Cohort {n}")
        inside = everyone[n * members : (n + 1) * members]
        Enrollment.objects.bulk_create(Enrollment(cohort=cohort, member=m) for m in inside)
        room = Room.objects.create(cohort=cohort, slug="room", name=f"Room {n}")
        made.append({"id": str(room.pk), "members": list(range(n * members, (n + 1) * members))})
    epoch.move()
    return {
        "cookies": [cookie(m) for m in everyone],
        "members": [m.pk for m in everyone],
        "handles": [m.handle for m in everyone],
        "rooms": made,
    }


def search(**sizes: int) -> dict[str, Any]:
    """The same forum with every word in the index."""
    plan = forum(**sizes)
    for post in Post.objects.filter(number=2).order_by("pk")[:200:20]:
        post.html += f"<p>{RARE} grows beside the door.</p>"
        post.save(update_fields=["html"])
    completing.complete.call()
    words = {
        "rare word": RARE,
        "common word": "attendance",
        "two common words": "attendance calendar",
        "phrase": '"bell schedule"',
    }
    return plan | {"words": words, "begun": RARE[:5]}


def forum(*, threads: int, posts: int, deep: int, writers: int = 0) -> dict[str, Any]:
    """`threads` threads with `posts` posts among them: one of exactly 25, one of `deep`, the rest alike.

    `writers`: so many more people with a session, who have written nothing yet.
    """
    many = list(Member.objects.order_by("pk")[:200]) or people(200 + writers)
    everyone = many[:200]
    spaces = [Space.objects.create(slug=f"s{n}", name=f"Space {n}", audience=Audience.MEMBERS) for n in range(8)]
    each = (posts - deep - 25) // (threads - 2)
    counts = [each] * (threads - 2) + [deep, 25]
    dice = random.Random(7)
    made = Thread.objects.bulk_create(list(thread_rows(counts, everyone, spaces, dice)), batch_size=CHUNK)
    batch: list[Post] = []
    for post in post_rows(made, counts, everyone, dice):
        batch.append(post)
        if len(batch) >= CHUNK:
            Post.objects.bulk_create(batch)
            batch = []
    Post.objects.bulk_create(batch)
    reader = everyone[1]
    ReadMark.objects.bulk_create(
        [ReadMark(member=reader, thread=t, number=max(1, t.last_number - 2)) for t in made[: threads // 4]],
        batch_size=CHUNK,
    )
    return {
        "cookie": cookie(reader),
        "writers": [cookie(m) for m in many[200:]],
        "thread": f"/forum/t/{made[-1].key}/",
        "deep": f"/forum/t/{made[-2].key}/",
        "deep_to": deep - 12,
        "latest": "/forum/",
        "replies": [f"/forum/t/{t.key}/" for t in made[:64]],
    }


def thread_rows(
    counts: list[int], everyone: list[Member], spaces: list[Space], dice: random.Random
) -> Iterator[Thread]:
    total = len(counts)
    for n, count in enumerate(counts):
        at = NOW - timedelta(minutes=3 * (total - n))
        yield Thread(
            space=spaces[n % len(spaces)], title=title(dice), excerpt=paragraphs(dice, 1)[3:140], kind="question",
            author=everyone[n % len(everyone)], created_at=at - timedelta(days=2), last_post_at=at, last_number=count,
            last_author=everyone[(n + count) % len(everyone)], reply_count=count - 1, helper_count=count - 1,
        )  # fmt: skip


def post_rows(threads: list[Thread], counts: list[int], everyone: list[Member], dice: random.Random) -> Iterator[Post]:
    texts = [paragraphs(dice, 2) for _ in range(500)]
    for n, (thread, count) in enumerate(zip(threads, counts, strict=True)):
        for number in range(1, count + 1):
            yield Post(
                thread=thread, number=number, author=everyone[(n + number) % len(everyone)],
                nonce=UUID(int=dice.getrandbits(128)), html=texts[dice.randrange(500)],
                created_at=thread.created_at + timedelta(minutes=number),
            )  # fmt: skip


def library(*, documents: int, readers: int) -> dict[str, Any]:
    """So many documents, the newest a long one to fill in."""
    moderator, *everyone = people(readers + 1)
    shelf.stock(moderator, documents, NOW)
    long = shelf.handbook(moderator)
    fields = queries.fields_of(FieldList.objects.get(version__document=long))
    return {"cookies": [cookie(m) for m in everyone], "long": str(long), "fields": [field.name for field in fields]}


def archive(*, plan: str) -> dict[str, Any]:
    """The people and rooms of a chat that is said again; `plan` is a file with their names."""
    wanted = json.loads(Path(plan).read_text())
    everyone = people(len(wanted["people"]), [plain.clean_line(name)[:80] for name in wanted["people"]])
    cohort = Cohort.objects.create(slug="archive", name="Archive")
    Enrollment.objects.bulk_create((Enrollment(cohort=cohort, member=m) for m in everyone), batch_size=CHUNK)
    made = Room.objects.bulk_create(
        (
            Room(cohort=cohort, slug=f"room-{n}", name=plain.clean_line(name)[:80] or f"Room {n}", position=n % 1_000)
            for n, name in enumerate(wanted["rooms"])
        ),
        batch_size=CHUNK,
    )
    epoch.move()
    return {
        "cookies": [cookie(m) for m in everyone],
        "members": [m.pk for m in everyone],
        "rooms": [str(room.pk) for room in made],
    }


def held(*, into: str) -> dict[str, Any]:
    """What the database holds, a line a room: its id, its rev, its messages in their order, told as marks."""
    count = 0
    with Path(into).open("w") as file:
        for room_id, rev in Room.objects.order_by("pk").values_list("pk", "rev"):
            rows = [of_row(row) for row in Message.objects.filter(room_id=room_id).order_by("seq").iterator(CHUNK)]
            count += len(rows)
            file.write(json.dumps([str(room_id), rev, rows]) + "\n")
    return {"messages": count}


def of_row(row: Message) -> list[Any]:
    state = Row(
        id=str(row.pk), seq=row.seq, rev=row.rev, author=row.author_id, nonce=str(row.nonce), body=mark_of(row.body),
        deleted=row.deleted_at is not None, edited=row.edited_at is not None, reactions=row.reactions,
        # A deleted message shows no more what it answered.
        reply_to=str(row.reply_to_id or ""), mark="",
    )  # fmt: skip
    whole = mark(
        author=state.author, body=row.body, deleted=state.deleted, edited=state.edited,
        reply_to="" if state.deleted else state.reply_to, reactions=row.reactions.items(),
    )  # fmt: skip
    return list(astuple(replace(state, mark=whole)))


def statements(*, thread: str, latest: str, cookie: str) -> dict[str, Any]:
    """How many SQL statements each page and a reply need, everything included."""
    setup_test_environment()
    client = Client(SERVER_NAME="127.0.0.1")
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    found = {}
    for page, path in (("latest", latest), ("thread", thread)):
        client.get(path)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path).status_code == 200
        found[page] = len(counted)
    words = {"body": "<p>We opened with nine children.</p>"}
    client.post(f"{thread}reply/", {**words, "nonce": str(uuid4())})
    with CaptureQueriesContext(connection) as counted:
        assert client.post(f"{thread}reply/", {**words, "nonce": str(uuid4())}).status_code == 302
    found["reply"] = len(counted)
    return found


WHAT: dict[str, Callable[..., dict[str, Any]]] = {
    "rooms": rooms,
    "forum": forum,
    "search": search,
    "library": library,
    "archive": archive,
    "held": held,
    "statements": statements,
}

if __name__ == "__main__":
    print(json.dumps(WHAT[sys.argv[1]](**json.loads(sys.argv[2]))))
