"""What the hands can do for pictures: the whole demo, a week at the access desk, a first day, words that try a page."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from cohorts.models import Cohort, Enrollment, Message, Room, Session
from community.demo.seed import Seeder
from community.drafts import actions as drafts
from community.files import actions as files
from community.forum import actions as forum
from community.forum.bookmarks import actions as bookmarks
from community.forum.following import actions as follows
from community.forum.following.levels import Level
from community.forum.models import Answer, Post, Promise, Space, Tag, Thread
from community.library import actions as library
from community.library.models import Collection, Document
from community.library.starter.actions import put_out
from community.library.starter.reading import papers
from community.members import epoch
from community.members.models import Member, Organization
from community.notifications import unsubscribing
from community.places import place
from community.text.emoji import OFFERED
from moderation import actions
from moderation.access.grants import Grants
from moderation.models import Acceptance, Agreement, Application
from tests import cast
from tests.browser.displaying_giving import given
from tests.browser.displaying_polls import polls
from tests.browser.displaying_year import attended, places_of_years, questions, years
from tests.files import samples
from tests.verbs import ask, reply, say

NEWCOMER = "thuy@commons.example"
LONG_NAME = "Wilhelmina Featherstonehaugh-Oyelaran of Upper Arkansas"
ARABIC_NAME = "الدكتورة فاطمة الزهراء بنت عبد الرحمن القحطاني"
VIETNAMESE_NAME = "Nguyễn Thị Thanh Thủy"


def demo() -> None:
    """The demo, and on top of it what a week leaves behind."""
    Seeder(timezone.now()).run()
    ana, josephine = (cast.grants(Member.objects.get(handle=handle)) for handle in ("ana", "josephine"))
    schools = {school.slug: school for school in Organization.objects.all()}
    cohort = Cohort.objects.get()
    invite(josephine, "k.brandt@commons.example", schools["tallgrass"], "Karin Brandt", cohort)
    invite(ana, "front-office-and-enrollment@open-gate.commons.example", schools["open-gate"])
    invite(ana, NEWCOMER, schools["little-mesa"], VIETNAMESE_NAME, cohort)
    until = timezone.now() + timedelta(days=7)
    reason = "Quoted a message of the room in a newspaper. We talked; he is sorry. Back next week."
    actions.suspend(ana, Member.objects.get(handle="walt"), until=until, reason=reason)
    busy_day(Member.objects.get(handle="maria"))
    texas = first_day(schools["alder-creek"])
    hard_day(texas)
    starter(josephine)
    years("renee", "maria")
    questions(["maria", "dev", "grant"])
    attended(["maria", "dev", "kate", "tomas"])


def invite(who: Any, email: str, school: Organization, name: str = "", cohort: Cohort | None = None) -> None:
    actions.invite(who, email=email, name=name, organization=school, cohort=cohort)


def busy_day(member: Member) -> None:
    """Several people answered while she was away."""
    asked = ask(member, Space.objects.get(slug="money"), "What do you budget for a substitute guide?")
    for handle, words in (
        ("renee", "<p>Twelve days a year for each guide, at the district’s daily rate.</p>"),
        ("dev", "<p>We trade days with the school next door, so next to nothing.</p>"),
        ("luis", "<p>Eight, and we always need ten. Ask me in May!</p>"),
    ):
        reply(Member.objects.get(handle=handle), asked, words)
    kept_for_later(member)
    follows.follow_tag(cast.grants(member), Tag.objects.get(slug="leases"), Level.FIRST)
    follows.follow_space(cast.grants(member), asked.space, Level.WATCH)
    for handle in ("renee", "dev", "luis", "maria"):
        shared = Thread.objects.select_related("space").get(title__contains="fire marshal")
        follows.ask_too(cast.grants(Member.objects.get(handle=handle)), shared)
    Promise.objects.create(thread=asked, stage=Promise.Stage.SETTLE, at=timezone.now(), asked=1)


def kept_for_later(member: Member) -> None:
    """What she marked, with a note and a day, and without."""
    who, now = cast.grants(member), timezone.now()
    marks = (("fire marshal", "Show this to our architect before the walk-through", 6), ("Septic letter", "", 0))
    for words, note, days in marks:
        post = Post.objects.select_related("thread__space", "author").get(thread__title__contains=words, number=1)
        bookmarks.keep(who, post, note=note, remind_at=now + timedelta(days=days) if days else None)


def first_day(school: Organization) -> Cohort:
    """Somebody who came this minute, in a cohort that begins with them."""
    cohort = Cohort.objects.create(slug="texas", name="Texas founders", purpose="Leases, heat, and the charter clock.")
    topic = "Say hello: who are you, and where?"
    Room.objects.create(cohort=cohort, slug="hello", name="Hello", topic=topic)
    comes("first", LONG_NAME, school, cohort, title="Superintendent", joined_at=timezone.now())
    return cohort


def comes(handle: str, name: str, school: Organization, cohort: Cohort, **facts: Any) -> Member:
    member = cast.person(handle, school)
    Member.objects.filter(pk=member.pk).update(name=name, hue="plum", **facts)
    Enrollment.objects.create(cohort=cohort, member=member)
    for agreement in Agreement.objects.order_by("-number")[:1]:
        Acceptance.objects.create(agreement=agreement, member=member, at=timezone.now())
    epoch.move()
    return Member.objects.get(pk=member.pk)


def hard_day(cohort: Cohort) -> None:
    """Long names, other scripts, code, many lines, a picture, every reaction at once."""
    school = Organization.objects.create(
        slug="long", name="The Consolidated Public Microschools of Greater San Luis Valley", state="CO"
    )
    fatima = comes("fatima", ARABIC_NAME, school, cohort, title="Assistant superintendent for innovation")
    thuy = comes("thanh", VIETNAMESE_NAME, school, cohort, title="Founder")
    first = Member.objects.get(handle="first")
    room = Room.objects.create(cohort=cohort, slug="hard", name="Leases, licensing, and everything else we never knew")
    hard_room(room, fatima, thuy, first)
    families = Space.objects.get(slug="families")
    hard_thread(families, fatima, thuy)


def hard_room(room: Room, fatima: Member, thuy: Member, first: Member) -> None:
    photo = files.keep(thuy.pk, "The room before we painted it.png", io.BytesIO(picture(1600, 1000)))
    paper = files.keep(thuy.pk, "Lease, third draft, with all of the landlord's comments.docx", io.BytesIO(word()))
    opening = say(fatima, room, "Ten lines, as promised:\n" + "\n".join(f"{n}. Line number {n}." for n in range(1, 11)))
    say(thuy, room, "Photo and lease.", attachments=(photo.pk, paper.pk))
    say(thuy, room, "Anh chị ơi, ai có mẫu hợp đồng thuê nhà không? `per_pupil = total / 14`", reply_to=opening.pk)
    say(fatima, room, "مرحبا بكم جميعا، هل لدى أحدكم نموذج لعقد الإيجار؟")
    say(first, room, f"{'Averylongwordwithoutanyspace' * 6} https://example.org/{'a-very-long-path/' * 12}")
    say(fatima, room, "> What the lawyer said\n\n```\nrent      1200\ninsurance  340\n```\n@first does **that** match?")
    deleted = say(first, room, "Gone")
    Message.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now(), body="", html="")
    people = [fatima.pk, thuy.pk, first.pk]
    Message.objects.filter(pk=opening.pk).update(
        reactions={emoji: people[: 1 + n % 3] for n, emoji in enumerate(OFFERED)}, pinned_at=timezone.now()
    )


def hard_thread(space: Space, fatima: Member, thuy: Member) -> None:
    title = "How do you tell a family, kindly and in writing, that the one-to-one aide they were promised won't come?"
    table = "<table><tr><th>Month</th><th>Aide hours</th><th>Cost</th><th>Who pays</th><th>Until when</th></tr>"
    rows = "".join(f"<tr><td>{m}</td><td>{n * 7}</td><td>${n * 1240:,}</td><td>District</td><td>June 30, 2027</td></tr>"
                   for n, m in enumerate(("September", "October", "November"), start=1))  # fmt: skip
    asked = ask(fatima, space, title, f"<p>These are the numbers.</p>{table}{rows}</table><blockquote><p>So far.</p>"
                "</blockquote><ul><li>One</li><li>Two<ul><li>Nested</li></ul></li></ul>")  # fmt: skip
    reply(thuy, asked, f"<p>{'Averylongwordwithoutanyspace' * 6}</p><pre><code>{'x = 1; ' * 40}</code></pre>")
    reply(fatima, asked, "<h2>شكرا</h2><p>شكرا جزيلا على هذا الجواب المفصل</p>", to=2)


def picture(width: int, height: int) -> bytes:
    """A room with a window, drawn."""
    image = Image.new("RGB", (width, height), "#e8ddc8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.72, width, height), fill="#b98e62")
    window = (width * 0.12, height * 0.15, width * 0.42, height * 0.55)
    draw.rectangle(window, fill="#a9cfe3", outline="#6b5842", width=18)
    draw.ellipse((width * 0.62, height * 0.5, width * 0.9, height * 0.85), fill="#3f6212")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def word() -> bytes:
    return samples.office("word")


def starter(josephine: Grants) -> None:
    """A part of the starter library, as old as the demo; one of it should be looked at again."""
    shown = [
        paper for paper in papers() if paper.key in ("partner-map", "board-one-pager", "cash-flow", "family-survey")
    ]
    put_out(josephine, at=timezone.now() - timedelta(days=90), of=shown)
    Document.objects.filter(starter="board-one-pager").update(review_by=timezone.localdate() - timedelta(days=20))


def landmarks(member: str) -> dict[str, str]:
    """Addresses that pictures go to, by name."""
    asked = Answer.objects.order_by("-thread__reply_count")[0].thread
    unread = Thread.objects.filter(read_marks__member__handle=member, last_number__gt=8).order_by("-last_post_at")
    post = Post.objects.filter(author__handle=member, number__gt=1).order_by("-created_at")[0]
    waiting = Application.objects.filter(stage="waiting").order_by("submitted_at")[0]
    rooms = {room.slug: place("room", room.pk) for room in Room.objects.all()}
    first = Room.objects.exclude(cohort__slug="texas").exclude(slug="year").order_by("position")[0]
    begun(member, asked)
    return (
        asked_this_week(member)
        | {
            "newcomer": NEWCOMER,
            "mail_off": unsubscribing.place(Member.objects.get(handle=member).pk),
            "thread": place("thread", asked.key),
            "thread_new": place("thread", (unread.first() or asked).key),
            "thread_hard": place(
                "thread", Thread.objects.get(title__startswith="How do you tell a family, kindly").key
            ),
            "own_post": f"{place('thread', post.thread.key)}{post.number}/",
            "edited": edited(post),
            "room": rooms[first.slug],
            "room_empty": rooms["hello"],
            "room_hard": rooms["hard"],
            "cohort": place("cohort", first.cohort.slug),
            "sessions": place("cohort_sessions", first.cohort.slug),
            "application": reverse("application_desk", args=[waiting.pk]),
        }
        | places_of_years()
        | shelf()
        | meetings()
    )


def shelf() -> dict[str, str]:
    documents = Document.objects.order_by("-updated_at")
    word = documents.filter(versions__upload__kind="word")[0].pk
    return {
        "word": place("document", word),
        "compare": place("compare_versions", documents.filter(latest_number__gt=1)[0].pk),
        "fill": place("fill", word),
        "starter": place("document", Document.objects.get(starter="partner-map").pk),
        "sheets": place("document", documents.filter(versions__upload__kind="excel")[0].pk),
        "offered": place("document", offered().pk),
        "ours": place("document", Document.objects.filter(shelf__members__handle="maria")[0].pk),
        "collection": place("collection", Collection.objects.order_by("pk")[0].pk),
        **given(),
    }


def offered() -> Document:
    """What Maria brought, and no moderator has read."""
    words = b"# Morning meeting\n\nFifteen minutes, the same each day.\n\n- Greeting\n- The plan"
    return library.share(
        cast.grants(Member.objects.get(handle="maria")), title="Morning meeting, the first month", category="calendars",
        summary="What we did every morning until it ran by itself.", audience="members", cohort_id=None, note="",
        file=SimpleUploadedFile("morning-meeting.md", words), offered=True,
    )  # fmt: skip


def meetings() -> dict[str, str]:
    coming = Session.objects.filter(starts_at__gt=timezone.now()).order_by("starts_at")
    found = {"session": coming.filter(seats=None)[0], "session_full": coming.exclude(seats=None)[0]}
    found["session_off"] = coming.filter(state="cancelled")[0]
    return {name: place("session", session.cohort.slug, session.pk) for name, session in found.items()}


def asked_this_week(member: str) -> dict[str, str]:
    return {"wiki": place("thread", wiki().key), **nameless(member), **polls()}


def wiki() -> Thread:
    """A list that everybody adds to."""
    renee, dev = (Member.objects.get(handle=handle) for handle in ("renee", "dev"))
    words = "<p>Add yours, with the year.</p><ul><li>Texas: a letter of the fire marshal (2026)</li></ul>"
    asked = ask(renee, Space.objects.get(slug="facilities"), "What does your state ask of a building?", words)
    forum.open_post(cast.grants(renee), asked.posts.get())
    more = f"{words[:-5]}<li>Kansas: a certificate of occupancy (2025)</li></ul>"
    forum.edit(cast.grants(dev), asked.posts.get(), body=more)
    return asked


def begun(member: str, thread: Thread) -> None:
    """What somebody began on another device: a reply, and one whose place is gone."""
    who = cast.grants(Member.objects.get(handle=member))
    words = "<p>We had the same letter. What helped was a walk through the rooms with him, before he wrote.</p>"
    drafts.keep(who, f"reply:{thread.key}", drafts.Written(words, {}, (), 0))
    drafts.keep(who, f"reply:{uuid4()}", drafts.Written("<p>A thought about a place that is gone</p>", {}, (), 0))


def nameless(member: str) -> dict[str, str]:
    """Asked under an alias by somebody, answered by a founder; a moderator wants to know who it is."""
    asker = Member.objects.get(handle=member)
    words = "<p>Our lead guide left on Friday, and I have not told the families. I do not sleep. How did you do it?</p>"
    space = Space.objects.get(slug="families")
    thread = ask(asker, space, "I think I have to close mid-year", words, anonymous=True)
    reply(Member.objects.get(handle="renee"), thread, "<p>I closed one in February. Call two families tonight.</p>")
    reply(asker, thread, "<p>Thank you. I will.</p>", anonymous=True)
    moderator, reason = cast.grants(Member.objects.get(handle="josephine")), "I fear for a person. I want to ring them."
    forum.ask_who_wrote(moderator, thread.posts.get(number=1), reason=reason)
    return {"nameless": place("thread", thread.key), "unmask": place("unmask", thread.key, 1)}


def edited(post: Post) -> str:
    """Its address, after it said something else and something less."""
    who = cast.grants(post.author)
    for body in (f"{post.html}<p>I asked again on Monday: it is settled.</p>", f"<p>In short: yes.</p>{post.html}"):
        forum.edit(who, Post.objects.get(pk=post.pk), body=body)
    return f"{place('thread', post.thread.key)}{post.number}/"


VERBS: dict[str, Callable[..., Any]] = {verb.__name__: verb for verb in (demo, landmarks)}
