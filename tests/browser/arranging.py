"""What the hands can do: rows of an evening that has already happened, and looks at what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import timezone

from cohorts.models import Cohort, Enrollment, Message, ReadMark, Room, Session
from cohorts.sessions.actions import rooms
from community.db import writing
from community.demo import papers
from community.demo.seed import CONTENT, Seeder
from community.drafts.models import Draft
from community.files.models import Upload
from community.forum import actions as forum
from community.forum.models import ReadMark as ThreadMark
from community.forum.models import Space, Tag, Thread
from community.jobs.queue import later
from community.library import actions as library
from community.library.models import Version
from community.members import epoch
from community.members.models import Member, Organization
from community.notifications.models import Notice
from community.text import chat
from moderation.access.sessions import OPENS_BEFORE
from moderation.access.standing import Role
from moderation.actions.district import add_sign_in
from moderation.models import DistrictSignIn
from tests import cast
from tests.forum import polling
from tests.members.identity.districts import NOTHING
from tests.members.identity.oidc import CLIENT, SECRET
from tests.verbs import ask, reply, session_of

Said = Sequence[tuple[str, str, float]]


def prepare() -> None:
    """The demo community without its library, the cast in it, and documents of every preview."""
    timezone.activate(settings.COMMUNITY_TIME_ZONE)
    demo = Seeder(timezone.now())
    with writing():
        for step in (
            demo.organizations, demo.members, demo.cohort, demo.spaces, demo.threads, demo.rooms, demo.reading,
            demo.waiting,
        ):  # fmt: skip
            step()
    world = cast.build()
    folder = CONTENT / "documents"
    for name in ("district-mou.md", "fire-marshal-letter.md", "photo-consent.md"):
        share(world.olga, papers.from_markdown((folder / name).read_text(encoding="utf-8")))
    share(world.olga, papers.from_sheets(json.loads((folder / "first-year-budget.json").read_text(encoding="utf-8"))))


def share(owner: Member, paper: papers.Paper) -> None:
    file = SimpleUploadedFile(paper.file_name, paper.content)
    library.share(
        cast.grants(owner), title=paper.title, summary=paper.summary, category=paper.category, audience="members",
        cohort_id=None, file=file, note=paper.note,
    )  # fmt: skip


def session(handle: str) -> str:
    """A signed-in browser's cookie."""
    return str(session_of(Member.objects.get(handle=handle)).session_key)


def forget_drafts() -> None:
    """The next journey begins with empty forms: a context of its own is only another device."""
    Draft.objects.all().delete()


def newcomer(name: str, *, enrolled: bool = True) -> str:
    """Somebody of Cedar School for one journey alone; returns the handle."""
    handle = f"{name.lower()}-{uuid4().hex[:6]}"
    member = cast.person(handle, Organization.objects.get(slug="cedar"))
    Member.objects.filter(pk=member.pk).update(name=f"{name} Marsh")
    if enrolled:
        Enrollment.objects.create(cohort=Cohort.objects.get(slug="spring"), member=member)
    epoch.move()
    return handle


def few(handles: Sequence[str]) -> str:
    """A cohort of these people alone; returns its slug."""
    cohort = Cohort.objects.create(slug=f"few-{uuid4().hex[:6]}", name="A few")
    members = Member.objects.filter(handle__in=handles)
    Enrollment.objects.bulk_create(Enrollment(cohort=cohort, member=member) for member in members)
    epoch.move()
    return cohort.slug


def handle_of(email: str) -> str:
    return Member.objects.get(email=email).handle


def room(name: str, *, said: Said = (), read: int = 0, readers: Sequence[str] = (), of: str = "spring") -> str:
    """A room of a cohort. `said`: handle, words, minutes ago. `readers` have read the first `read` messages."""
    cohort = Cohort.objects.get(slug=of)
    made = Room.objects.create(cohort=cohort, slug=f"room-{uuid4().hex[:8]}", name=name, position=cohort.rooms.count())
    people = {m.handle: m for m in Member.objects.filter(enrollments__cohort=cohort)}
    names = {handle: member.name for handle, member in people.items()}
    now = timezone.now()
    Message.objects.bulk_create(
        Message(
            room=made, seq=number, rev=number, ordinal=number, author=people[handle], nonce=uuid4(), body=words,
            fingerprint="", html=chat.render(words, names), at=now - timedelta(minutes=minutes), reactions={},
        )
        for number, (handle, words, minutes) in enumerate(said, start=1)
    )  # fmt: skip
    made.rev = made.last_seq = made.message_count = len(said)
    made.said_at = now
    made.save(update_fields=["rev", "last_seq", "message_count", "said_at"])
    ReadMark.objects.bulk_create(ReadMark(member=people[h], room=made, seq=read, ordinal=read) for h in readers)
    return str(made.pk)


def long_room(name: str, *, messages: int, read: int = 0, readers: Sequence[str] = ()) -> str:
    """A room where Ben and Fay have talked for days, each message of its own height."""
    said = [
        (("ben", "fay")[number // 3 % 2], f"Message {number}. " + "And so it went. " * (number * 7 % 13),
         (messages - number) * 11.0)
        for number in range(1, messages + 1)
    ]  # fmt: skip
    return room(name, said=said, read=read, readers=readers)


def stored(room_id: str) -> list[str]:
    """What a room holds, in its order."""
    found = Message.objects.filter(room_id=UUID(room_id), deleted_at=None).order_by("seq")
    return list(found.values_list("body", flat=True))


def say_unheard(handle: str, room_id: str, body: str) -> None:
    """A message of another process whose news never arrive here: only what the database says can tell of it."""
    from tests.verbs import say

    say(Member.objects.get(handle=handle), Room.objects.get(pk=UUID(room_id)), body)


def read_mark(handle: str, room_id: str) -> int:
    found = ReadMark.objects.filter(member__handle=handle, room_id=UUID(room_id)).values_list("seq", flat=True)
    return found.first() or 0


def thread(author: str, title: str, body: str = "<p>Tell me.</p>", *, replies: Sequence[tuple[str, str]] = ()) -> str:
    """A question in Commons; returns its key."""
    made = ask(Member.objects.get(handle=author), Space.objects.get(slug="commons"), title, body)
    for handle, words in replies:
        reply(Member.objects.get(handle=handle), made, words)
    return str(made.key)


def tags(names: Sequence[str]) -> None:
    """On the list from which askers choose."""
    for name in names:
        Tag.objects.get_or_create(slug=name.lower(), defaults={"name": name, "meaning": f"All about {name.lower()}."})


def posts(title: str) -> list[str]:
    """The HTML of every post of the newest question with this title."""
    found = Thread.objects.filter(title=title).latest("created_at")
    return list(found.posts.order_by("number").values_list("html", flat=True))


def questions(title: str) -> int:
    return Thread.objects.filter(title=title).count()


def files_of(title: str) -> list[str]:
    """Names of the files attached to the opening of a question."""
    found = Thread.objects.filter(title=title).latest("created_at").posts.get(number=1)
    return list(Upload.objects.filter(subject_kind="post", subject_id=str(found.pk)).values_list("name", flat=True))


def answer(title: str, author: str) -> int:
    """One more reply to the newest question with this title; returns its number."""
    found = Thread.objects.filter(title=title).latest("created_at")
    return reply(Member.objects.get(handle=author), found).number


def shelf() -> list[dict[str, str]]:
    """The newest file of each document."""
    newest = Version.objects.filter(number=F("document__latest_number"), document__shelf=None, document__lineage=None)
    newest = newest.select_related("document", "upload")
    return [
        {"title": v.document.title, "kind": v.upload.kind, "name": v.upload.name, "sha256": v.upload.sha256}
        for v in newest
    ]


def thread_mark(handle: str, key: str) -> int:
    """How far somebody has read a question."""
    found = ThreadMark.objects.filter(member__handle=handle, thread__key=UUID(key)).values_list("number", flat=True)
    return found.first() or 0


def notices_of(handle: str) -> list[str]:
    """What waits for somebody, the newest first."""
    return list(Notice.objects.filter(member__handle=handle).order_by("-at", "-pk").values_list("kind", flat=True))


def forget_notices(handle: str) -> None:
    Notice.objects.filter(member__handle=handle).delete()


def district(kind: str, address: str, metadata: str = "", issuer: str = "") -> None:
    """Cedar School's own sign-in, for the domain of this address; the only one there is."""
    DistrictSignIn.objects.all().delete()
    owner = cast.grants(Member.objects.get(handle="olga"))
    domain, cedar = address.rpartition("@")[2], Organization.objects.get(slug="cedar")
    given = {
        **NOTHING,
        "name": "Cedar staff",
        "kind": kind,
        "domains": [domain],
        "metadata": metadata,
        "issuer": issuer,
    }
    add_sign_in(owner, cedar, **{**given, "client_id": CLIENT, "secret": SECRET})


def moderators() -> list[str]:
    return list(Member.objects.filter(role=Role.MODERATOR).values_list("handle", flat=True))


def poll(author: str, title: str, **asked: Any) -> str:
    """In the commons; returns its key."""
    made = polling.poll(Member.objects.get(handle=author), Space.objects.get(slug="commons"), title=title, **asked)
    return str(made.thread.key)


def box(key: str) -> dict[str, int]:
    found: dict[str, int] = Thread.objects.get(key=key).poll.box
    return found


def close_poll(key: str) -> None:
    made = Thread.objects.get(key=key).poll
    forum.close_poll(cast.grants(Member.objects.get(handle="mona")), made)


def began(title: str, minutes: float = 60) -> None:
    """A live session that was to come began so long ago."""
    for meets in Session.objects.filter(title=title):
        meets.starts_at = timezone.now() - timedelta(minutes=minutes)
        meets.save(update_fields=["starts_at"])
        Room.objects.filter(session=meets).update(**rooms.facts(meets))


def meets(title: str, opens_in: float) -> str:
    """A live session of Spring whose room opens in so many seconds; returns the room."""
    fay, now = Member.objects.get(handle="fay"), timezone.now()
    starts = now + OPENS_BEFORE + timedelta(seconds=opens_in)
    spring = Cohort.objects.get(slug="spring")
    made = Session.objects.create(cohort=spring, title=title, starts_at=starts, host=fay, made_by=fay)
    with writing():
        rooms.make([made], spring.state, now)
    return str(made.room.pk)


def tell_time(room_id: str) -> None:
    """As the job does that was put off until then."""
    later(rooms.tell_time, room_id)


def a_day_passes(room_id: str) -> None:
    """Whatever was said in this room was said a day earlier."""
    Message.objects.filter(room_id=UUID(room_id)).update(at=F("at") - timedelta(days=1))


VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb
    for verb in (
        prepare, session, newcomer, few, handle_of, room, long_room, stored, say_unheard, read_mark, thread, tags,
        posts, questions, files_of, answer, shelf, thread_mark, notices_of, forget_notices, forget_drafts, moderators,
        district, poll, box, close_poll, began, a_day_passes, meets, tell_time,
    )
}  # fmt: skip
