"""What the hands can do for a tour of all pages: one address of each, and things on them that are hard to show well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cohorts.models import Cohort, Message, Room, Series, Session
from cohorts.sessions import actions as live
from community.drafts import actions as drafts
from community.forum import actions as forum
from community.forum.models import Post, Space, Thread
from community.library import actions as library
from community.library.models import Document
from community.members.models import Member, Organization
from community.notifications import unsubscribing
from community.places import place
from moderation import actions as desk
from tests import cast
from tests.browser.displaying import first_day, hard_day
from tests.files import samples
from tests.verbs import ask, reply, say

INVITED = "tour@school.test"


def tour() -> dict[str, str]:
    """Name of an address, as the URLs call it (with a word after a colon where there are several), and the address."""
    ada, fay, mona = (Member.objects.get(handle=handle) for handle in ("ada", "fay", "mona"))
    texas = first_day(Organization.objects.get(slug="cedar"))
    hard_day(texas)
    school = Organization.objects.get(slug="cedar")
    cohort = Cohort.objects.get(slug="spring")
    desk.invite(cast.grants(mona), email=INVITED, organization=school, cohort=cohort)
    asked = question(ada, fay)
    room = Room.objects.create(cohort=cohort, slug="tour", name="Tour", position=99)
    talk(room, ada, fay)
    begun(ada, asked)
    meets = meeting(cohort, ada, fay)
    return kept_in_order(asked) | {
        "mail_off": unsubscribing.place(ada.pk),
        "session": place("session", cohort.slug, meets.pk),
        "session:leading": place("session", cohort.slug, meets.pk),
        "edit_session": place("edit_session", cohort.slug, meets.pk),
        "cancel_session": place("cancel_session", cohort.slug, meets.pk),
        "thread": place("thread", asked.key),
        "thread:hard": place("thread", Thread.objects.get(title__startswith="How do you tell a family").key),
        "edit_post": place("edit_post", asked.key, 1),
        "edit_post:reply": place("edit_post", asked.key, 4),
        "post_history": place("post_history", asked.key, 1),
        "unmask": place("unmask", *unnamed(ada, mona)),
        "room": place("room", room.pk),
        "room:hard": place("room", Room.objects.get(slug="hard").pk),
        "room:empty": place("room", Room.objects.get(slug="hello").pk),
        "document": place("document", Document.objects.filter(versions__upload__kind="word")[0].pk),
        "document:sheets": place("document", Document.objects.filter(versions__upload__kind="excel")[0].pk),
        "document:pages": place("document", Document.objects.filter(versions__upload__kind="pdf")[0].pk),
        "fill": place("fill", Document.objects.filter(versions__upload__kind="word")[0].pk),
        "fill:nothing": place("fill", Document.objects.filter(versions__upload__kind="pdf")[0].pk),
        "document:plain": place("document", picture(mona).pk),
    }


def kept_in_order(asked: Thread) -> dict[str, str]:
    """Tags, and what moderators do with a question."""
    return {
        "tag": place("tag", "doors"),
        "keep_tag": place("keep_tag", "doors"),
        **{name: place(name, asked.key) for name in ("thread_tags", "thread_order", "split_thread", "merge_thread")},
    }


def question(ada: Member, fay: Member) -> Thread:
    """With an answer, a reply to a reply, one that was deleted, and one that is Ada's own."""
    for name in ("Doors", "Keys", "Stairs", "Lifts", "Windows", "Roofs", "Cellars", "Gardens", "Kitchens"):
        forum.make_tag(cast.grants(Member.objects.get(handle="mona")), name=name, meaning="A part of a building.")
    title, words = "Which way through the building?", "<p>It has two doors.</p>"
    asked = ask(ada, Space.objects.get(slug="commons"), title, words, tags=["doors", "keys"])
    first = reply(fay, asked, "<h2>The side door</h2><p>It is <a href='https://example.org/'>wider</a>.</p>")
    gone = reply(fay, asked, "<p>Gone</p>", to=first.number)
    reply(ada, asked, "<p>Thank you</p>", to=first.number)
    forum.delete(cast.grants(fay), Post.objects.get(pk=gone.pk))
    forum.choose_answer(cast.grants(ada), Post.objects.get(pk=first.pk))
    forum.toggle_reaction(cast.grants(ada), Post.objects.get(pk=first.pk))
    opening = asked.posts.get(number=1)
    forum.open_post(cast.grants(ada), opening)
    forum.edit(cast.grants(ada), opening, body="<p>It has three doors.</p>", title="Which way through the house?")
    return asked


def unnamed(ada: Member, mona: Member) -> tuple[Any, int]:
    """A question under an alias, and a moderator who asks who wrote it."""
    asked = ask(ada, Space.objects.get(slug="commons"), "How do I tell a parent?", "<p>It is hard.</p>", anonymous=True)
    forum.ask_who_wrote(cast.grants(mona), asked.posts.get(), reason="A child may be in danger")
    return asked.key, 1


def begun(ada: Member, asked: Thread) -> None:
    """Drafts: one with a place, one whose place is gone."""
    written = drafts.Written("<p>The third door is the cellar's.</p>", {}, (), 0)
    drafts.keep(cast.grants(ada), f"reply:{asked.key}", written)
    drafts.keep(cast.grants(ada), f"reply:{uuid4()}", written)


def talk(room: Room, ada: Member, fay: Member) -> None:
    first = say(fay, room, "@ada the **side door**, please")
    say(ada, room, "Thank you", reply_to=first.pk)
    Message.objects.filter(pk=first.pk).update(pinned_at=timezone.now(), reactions={"❤️": [ada.pk]})


def meeting(cohort: Cohort, ada: Member, fay: Member) -> Session:
    """One of a series that begins in a minute: full, with its link, and Ada waits."""
    series = Series.objects.create(cohort=cohort, every="week", made_by=fay)
    meets = Session.objects.create(
        cohort=cohort, series=series, title="The hour of the side door", agenda_html="<ol><li>Keys</li></ol>", seats=1,
        starts_at=timezone.now() + timedelta(minutes=1), host=fay, made_by=fay, link="https://meet.test/door",
    )  # fmt: skip
    for member in (fay, ada):
        live.answer(cast.grants(member), meets, going=True)
    return meets


def picture(mona: Member) -> Document:
    """A document without a preview, of which much was said; somebody should look at it again."""
    file = SimpleUploadedFile("slides.pptx", samples.office("slides"))
    shared = library.share(
        cast.grants(mona), title="Slides", summary="", category="policies", audience="members", cohort_id=None,
        file=file, note="",
    )  # fmt: skip
    yesterday = timezone.localdate() - timedelta(days=1)
    Document.objects.filter(pk=shared.pk).update(
        stage="designing", schools=" charter ", minutes=90, review_by=yesterday
    )
    return shared


VERBS: dict[str, Callable[..., Any]] = {"tour": tour}
