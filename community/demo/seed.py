"""Fills an empty database with the demo. Writes rows directly, because its past happened at other times."""

from __future__ import annotations

import io
import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q
from django.utils import timezone

from cohorts import wire
from cohorts.models import Cohort, Enrollment, Message, MessageReaction, ReadMark, Room
from community.db import writing
from community.demo import (
    adapting,
    applicants,
    labels,
    meetings,
    membership,
    noting,
    papers,
    providers,
    quoting,
    talking,
)  # fmt: skip
from community.files import actions as files
from community.finding import completing
from community.forum.actions import THANKS, excerpt
from community.forum.models import Answer, Post, PostReaction, Space, Thread
from community.forum.models import ReadMark as ThreadMark
from community.library import actions as library
from community.library import preview
from community.library.models import Document
from community.members import epoch
from community.members.models import HUES, Member, Organization, Seat
from community.notifications.models import Notice
from community.text import chat, documents, plain, rich
from moderation.access.standing import Role, Standing
from moderation.models import AuditEntry

CONTENT = Path(__file__).resolve().parent / "content"
DOMAIN = "commons.example"


class Seeder:
    """One run. Everything happens relative to `now`, so that the demo is always lively."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people: dict[str, Member] = {}
        self.password = secrets.choice(WORDS) + "-" + secrets.choice(WORDS) + f"-{secrets.randbelow(900) + 100}"

    def run(self) -> str:
        """Everything or nothing; returns the password of the demo's people."""
        with writing():
            self.organizations()
            self.members()
            self.cohort()
            self.spaces()
            self.threads()
            labels.tags(load("tags.json"))
            self.rooms()
            self.reading()
            self.waiting()
            meetings.sessions(self.cohort_row, self.people, self.now)
            meetings.programme(self.cohort_row, self.people, self.now)
            membership.memberships(self.schools, self.people, self.now)
            membership.agreement(self.people, self.now)
            applicants.applications(self.people, self.now)
            applicants.invitations(self.people)
            AuditEntry.objects.create(
                actor=self.people["josephine"], verb="found", subject_kind="community", subject_id="1",
                subject_label=settings.COMMUNITY_NAME,
            )  # fmt: skip
            epoch.move()
            self.documents()
            noting.notes(self.people, self.now)
            quoting.quoting(self.room_rows[1], self.people)
            Notice.objects.filter(at__gt=self.now).update(at=self.now)
            adapting.adapting(self.people, self.now)
            providers.providers(self.people, self.now)
        completing.complete.call()
        return self.password

    # ---- people -----------------------------------------------------------------------------

    def organizations(self) -> None:
        self.schools = {row["slug"]: Organization.objects.create(**row) for row in load("organizations.json")}

    def members(self) -> None:
        hashed = make_password(self.password)
        for index, row in enumerate(load("people.json")):
            member = Member.objects.create(
                email=f"{row['handle']}@{DOMAIN}", handle=row["handle"], name=row["name"], title=row["title"],
                about=row["ask_me"], hue=HUES[index % len(HUES)], role=Role(row["role"]), standing=Standing.ACTIVE,
                organization=self.schools[row["organization"]], joined_at=self.now - timedelta(days=90 - index),
                last_seen_on=(self.now - timedelta(days=index % 6)).date(), password=hashed,
            )  # fmt: skip
            Seat.objects.create(organization=self.schools[row["organization"]], member=member)
            EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
            self.people[member.handle] = member
        self.enrolled = {row["handle"]: row["cohort"] for row in load("people.json") if row["cohort"]}

    def cohort(self) -> None:
        self.talk = load("rooms.json")
        about = self.talk["cohort"]
        self.cohort_row = Cohort.objects.create(
            slug=about["slug"], name=about["name"], purpose=about["purpose"][:200], hue="pine"
        )
        Enrollment.objects.bulk_create(
            Enrollment(cohort=self.cohort_row, member=self.people[handle], role=role)
            for handle, role in self.enrolled.items()
        )

    # ---- forum ------------------------------------------------------------------------------

    def spaces(self) -> None:
        self.space_rows = {}
        for position, row in enumerate(load("spaces.json")):
            cohort = self.cohort_row if row["audience"] == "cohort" else None
            self.space_rows[row["slug"]] = Space.objects.create(**row, cohort=cohort, position=position)

    def threads(self) -> None:
        for slug, space in self.space_rows.items():
            for row in load(f"threads-{slug}.json"):
                self.thread(space, row)

    def thread(self, space: Space, row: dict[str, Any]) -> None:
        asked = self.ago(row["hours_ago"])
        author = self.people[row["author"]]
        opening = self.html(row["body"])
        replies = row["replies"]
        last = replies[-1] if replies else row
        thread = Thread.objects.create(
            space=space, kind=row["kind"], title=row["title"][:160], excerpt=excerpt(opening), author=author,
            created_at=asked, last_post_at=self.ago(last["hours_ago"]), last_author=self.people[last["author"]],
            last_number=1 + len(replies), reply_count=len(replies),
            helper_count=sum(reply["author"] != row["author"] for reply in replies),
            answered=any(reply.get("answer") for reply in replies),
        )  # fmt: skip
        self.post(thread, 1, row, opening, None)
        for number, reply in enumerate(replies, start=2):
            to = reply.get("to")
            post = self.post(thread, number, reply, self.html(reply["body"]), None if to is None else to + 2)
            if reply.get("answer"):
                Answer.objects.create(thread=thread, post=post, chosen_by=author)

    def post(self, thread: Thread, number: int, row: dict[str, Any], html: str, to: int | None) -> Post:
        thanked = [self.people[handle].pk for handle in dict.fromkeys(row.get("thanks", []))]
        post = Post.objects.create(
            thread=thread, number=number, author=self.people[row["author"]], nonce=uuid4(), html=html,
            reply_to=to, created_at=self.ago(row["hours_ago"]), reactions={THANKS: thanked} if thanked else {},
        )  # fmt: skip
        PostReaction.objects.bulk_create(PostReaction(post=post, member_id=pk, emoji=THANKS) for pk in thanked)
        return post

    def html(self, markdown: str) -> str:
        html = rich.sanitize(documents.from_markdown(markdown))
        for handle in chat.mentioned(markdown) & self.people.keys():
            html = html.replace(f"@{handle}", rich.mention(handle, self.people[handle].name))
        return html

    # ---- rooms ------------------------------------------------------------------------------

    def rooms(self) -> None:
        self.room_rows = []
        for position, row in enumerate(self.talk["rooms"]):
            room = Room.objects.create(
                cohort=self.cohort_row,
                slug=row["slug"],
                name=row["name"],
                topic=row["topic"][:200],
                position=position,
            )
            self.say(room, row["messages"])
            self.room_rows.append(room)
        talking.between_two(self)

    def say(self, room: Room, rows: list[dict[str, Any]]) -> None:
        names = {handle: member.name for handle, member in self.people.items() if handle in self.enrolled}
        said: list[Message] = []
        reactions: list[MessageReaction] = []
        for number, (row, at) in enumerate(zip(rows, self.times(rows), strict=True), start=1):
            reacted = {kind: [self.people[h].pk for h in handles] for kind, handles in row.get("reactions", {}).items()}
            body = plain.clean(row["body"])
            parent = said[row["to"]] if row.get("to") is not None else None
            message = Message(
                room=room, seq=number, rev=number, ordinal=number, author=self.people[row["author"]], nonce=uuid4(),
                body=body, fingerprint="", html=chat.render(body, names), at=at, reactions=reacted,
                reply_to=parent, root_id=parent.thread if parent else None,
                pinned_at=at if row.get("pinned") else None,
                pinned_by=self.people["renee"] if row.get("pinned") else None,
            )  # fmt: skip
            said.append(message)
            reactions += [
                MessageReaction(message=message, member_id=pk, emoji=k) for k, pks in reacted.items() for pk in pks
            ]
        Message.objects.bulk_create(said)
        MessageReaction.objects.bulk_create(reactions)
        room.rev = room.last_seq = room.message_count = len(said)
        room.said_at = said[-1].at if said else None
        room.save(update_fields=["rev", "last_seq", "message_count", "said_at"])

    def reading(self) -> None:
        """People have read most of it: something is new for everyone, not everything."""
        lately = self.now - timedelta(hours=9)
        seen = Count("posts", filter=Q(posts__created_at__lte=lately))
        threads = list(Thread.objects.annotate(seen=seen).values_list("pk", "seen"))
        for index, member in enumerate(self.people.values()):
            ThreadMark.objects.bulk_create(
                ThreadMark(member=member, thread_id=pk, number=number)
                for pk, number in threads
                if (pk + index) % 4 and number
            )
        for room in self.room_rows:
            read = max(room.last_seq - 6, 1)
            ReadMark.objects.bulk_create(
                ReadMark(member=self.people[handle], room=room, seq=read, ordinal=read) for handle in self.enrolled
            )

    def waiting(self) -> None:
        """Who was answered or named in the last day finds it in the inbox."""
        lately = self.now - timedelta(hours=26)
        place = "thread:{}".format
        for post in Post.objects.filter(created_at__gte=lately, number__gt=1).select_related("thread", "author"):
            told = {post.thread.writer_id or 0: "post.reply"}
            told |= {self.people[h].pk: "post.mention" for h in rich.mentioned(post.html) if h in self.people}
            self.tell(told, post.writer_id or 0, str(post.pk), place(post.thread.key), post.created_at)
        for message in Message.objects.filter(at__gte=lately):
            told = {self.people[h].pk: "message.mention" for h in chat.mentioned(message.body) if h in self.people}
            self.tell(told, message.author_id, str(message.pk), wire.room_topic(message.room_id), message.at)

    def tell(self, told: dict[int, str], actor: int, subject: str, place: str, at: datetime) -> None:
        for member_id, kind in told.items():
            if member_id != actor:
                notice = Notice.objects.create(
                    member_id=member_id, actor_id=actor, kind=kind, subject=subject, place=place
                )
                Notice.objects.filter(pk=notice.pk).update(at=at)

    # ---- library ----------------------------------------------------------------------------

    def documents(self) -> None:
        for paper in papers.all_of(CONTENT / "documents"):
            owner = self.people[paper.by]
            at = self.ago(paper.hours_ago)
            contents = [paper.earlier, paper.content][-paper.kept :]
            uploads = [files.keep(owner.pk, paper.file_name, io.BytesIO(content)) for content in contents]
            made = [preview.make(u.kind, c, name=paper.file_name) for u, c in zip(uploads, contents, strict=True)]
            with writing():
                document = Document.objects.create(
                    title=paper.title[:120], summary=paper.summary[:600], category=paper.category, shared_by=owner,
                    created_at=at, updated_at=at,
                )  # fmt: skip
                for number, upload in enumerate(uploads, start=1):
                    note = paper.note if number == paper.kept else ""
                    version = library.add(document, owner.pk, upload, made[number - 1], note=note[:200])
                    shared = at - timedelta(days=70 * (paper.kept - number))
                    type(version).objects.filter(pk=version.pk).update(created_at=shared)
                Document.objects.filter(pk=document.pk).update(updated_at=at)

    # ---- time -------------------------------------------------------------------------------

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def times(self, rows: list[dict[str, Any]]) -> list[datetime]:
        """When each was said. What this morning has not brought yet was said lately, seven minutes apart at most."""
        times = [self.day_and_time(row["days_ago"], row["time"]) for row in rows]
        latest = self.now - timedelta(minutes=5)
        for number in reversed(range(len(times))):
            if times[number] <= latest:
                latest = times[number]
            else:
                times[number] = latest
                latest -= timedelta(minutes=7)
        return times

    def day_and_time(self, days: int, clock: str) -> datetime:
        hour, minute = clock.split(":")
        local = timezone.localtime(self.now) - timedelta(days=days)
        return local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def load(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


WORDS = (
    "orchard", "lantern", "prairie", "harbor", "juniper", "meadow", "cedar", "canyon", "willow", "river", "copper",
    "maple", "saddle", "garden", "window", "bridge", "pebble", "summer", "thicket", "kettle",
)  # fmt: skip
