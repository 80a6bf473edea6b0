"""What the hands can do for a tour of all pages: one address of each, and things on them that are hard to show well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cohorts.attendance import actions as attendance
from cohorts.later import actions as later
from cohorts.models import Cohort, LaterMessage, Message, Room, Series, Session
from cohorts.sessions import actions as live
from cohorts.sessions.actions import rooms
from cohorts.talks import actions as talks
from community.drafts import actions as drafts
from community.forum import actions as forum
from community.forum.models import Post, Space, Thread
from community.library import actions as library
from community.library.adapting.actions import make_ours, offer_back
from community.library.collecting.actions import begin, put
from community.library.giving import actions as giving
from community.library.models import Brought, Document, Lineage
from community.library.providers import actions as providers
from community.library.trusting import actions as trusting
from community.library.wishing.actions import say_too, wish
from community.members.models import Member, Organization
from community.notifications import unsubscribing
from community.places import place
from moderation import actions as desk
from tests import cast
from tests.browser import touring_hours as hours
from tests.browser.displaying import first_day, hard_day
from tests.browser.quoted import both
from tests.browser.touring_library import parted
from tests.files import samples
from tests.forum.polling import poll, votes
from tests.library.giving_files import word as word_that_reveals
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
    asking(fay)
    return kept_in_order(asked) | {
        "mail_off": unsubscribing.place(ada.pk),
        "session": place("session", cohort.slug, meets.pk),
        "session:leading": place("session", cohort.slug, meets.pk),
        "session_after": place("session_after", cohort.slug, was(cohort, ada, fay).pk),
        "code_word": place("code_word", cohort.slug, meets.pk),
        "milestone": place("milestone", cohort.slug, hours.arranged(cohort, ada, fay).pk),
        "edit_session": place("edit_session", cohort.slug, meets.pk),
        "cancel_session": place("cancel_session", cohort.slug, meets.pk),
        "thread": place("thread", asked.key),
        "thread:hard": place("thread", Thread.objects.get(title__startswith="How do you tell a family").key),
        **voting(ada, fay),
        "edit_post": place("edit_post", asked.key, 1),
        "edit_post:reply": place("edit_post", asked.key, 4),
        "bookmark": place("bookmark", asked.key, 2),
        "post_history": place("post_history", asked.key, 1),
        "thread_print": place("thread_print", asked.key),
        "thread_label": place("thread_label", asked.key),
        "unmask": place("unmask", *unnamed(ada, mona)),
        "room": place("room", room.pk),
        **both(room, Member.objects.get(handle="olga")),
        "room:hard": place("room", Room.objects.get(slug="hard").pk),
        "room:empty": place("room", Room.objects.get(slug="hello").pk),
        **talking(ada, fay, mona),
        **shelf(mona),
    }


def shelf(mona: Member) -> dict[str, str]:
    """Documents of every kind."""
    kinds = ("word", "excel", "pdf")
    word, sheets, pages = (Document.objects.filter(versions__upload__kind=kind)[0].pk for kind in kinds)
    return {
        "document": place("document", word),
        "document:sheets": place("document", sheets),
        "document:pages": place("document", pages),
        "document:plain": place("document", picture(mona).pk),
        "compare_versions": place("compare_versions", twice(mona).pk),
        **adapting(mona, Document.objects.get(pk=word)),
        "fill": place("fill", word),
        "fill:nothing": place("fill", pages),
        "brought": place("brought", brought(mona).pk),
        **firm(mona),
    }


def adapting(mona: Member, document: Document) -> dict[str, str]:
    """A template of Ada's school, offered back, of which the original has a newer version; a collection, a request."""
    adapter = Member.objects.get(handle="ada")
    ada, letter = cast.grants(adapter), parted(mona, adapter)
    ours = make_ours(ada, document, document.versions.all()[0])
    offer_back(ada, Document.objects.get(pk=ours.pk), title="As we use it", summary="Shorter.")
    Lineage.objects.filter(document=ours).update(from_number=0)
    held = begin(cast.grants(mona), title="Opening in 90 days", sentence="In this order.", shelf_id=None)
    put(cast.grants(mona), held, document)
    say_too(cast.grants(mona), wish(ada, title="A snow day plan", what_for="For the morning after."))
    return {
        "document:ours": place("document", ours.pk), "collection": place("collection", held.pk),
        "document:parted": place("document", letter.pk), "pull_original": place("pull_original", letter.pk),
    }  # fmt: skip


def brought(mona: Member) -> Brought:
    """A file that reveals a lot, not sent yet."""
    return giving.bring(cast.grants(mona), SimpleUploadedFile("handbook.docx", word_that_reveals()))


def firm(mona: Member) -> dict[str, str]:
    """A provider about whom something was said and reported."""
    facts = {"name": "Alder & Lund Insurance", "about": "Liability. " * 40, "category": "insurance", "states": " CO "}
    facts |= {"url": "https://alder.example/" + "long-" * 30, "discount": "10 % off", "code": "ALDER-10"}
    made = providers.suggest(cast.grants(mona), facts)
    providers.review(cast.grants(mona), made, again=True, words="They answer. " * 30)
    providers.report(cast.grants(mona), made, "They moved away.")
    return {"provider": place("provider", made.pk), "change_provider": place("change_provider", made.pk)}


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
    forum.edit(cast.grants(ada), opening, body="<p>It has three doors.</p>" * 4, title="Which way through the house?")
    return asked


def voting(ada: Member, fay: Member) -> dict[str, str]:
    """One of each kind, voted in. Its words push the buttons below the bar that lies over the page."""
    space, found = Space.objects.get(slug="commons"), {}
    for kind in ("single", "several", "ranked"):
        on = poll(ada, space, kind=kind, body="<p>Which way in do you want?</p>" * 6)
        for voter, picks in ((ada, (0,)), (fay, (1, 0) if kind == "ranked" else (1,))):
            votes(voter, on, *picks)
        found[f"thread:{kind}"] = place("thread", on.thread.key)
    return found


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


def settings_of(room: Room) -> dict[str, str]:
    """Who reads a room, what may be chosen for it, one for announcements, and one for those who lead."""
    keeps = {"keeps_days": 90, "keeps_changed_at": timezone.now()}
    news = Room.objects.create(cohort=room.cohort, slug="news", name="News", kind="announcements", position=98, **keeps)
    lead = Room.objects.create(cohort=room.cohort, slug="lead", name="Lead", kind="leaders", position=97)
    return {
        "room_readers:cohort": place("room_readers", room.pk),
        "room_settings": place("room_settings", room.pk),
        "room_settings:leaders": place("room_settings", lead.pk),
        "room:announcements": place("room", news.pk),
        "room:session": place("room", Room.objects.get(session__title="The hour of the side door").pk),
    }


def talk(room: Room, ada: Member, fay: Member) -> None:
    first = say(fay, room, "@ada the **side door**, please")
    say(ada, room, "Thank you", reply_to=first.pk)
    Message.objects.filter(pk=first.pk).update(pinned_at=timezone.now(), reactions={"❤️": [ada.pk]})


def talking(ada: Member, fay: Member, mona: Member) -> dict[str, str]:
    """A talk of two that moderators asked to look into, one of three, a report."""
    two = talks.begin(cast.grants(ada), [fay])
    said = say(fay, two, "Between us")
    say(ada, two, "Between us, **then**", reply_to=said.pk)
    three = talks.begin(cast.grants(ada), [fay, mona], name="Doors and keys")
    report = talks.report(cast.grants(ada), two, said, reason="Not kind")
    look = talks.ask_look(cast.grants(mona), ada, fay, reason="Somebody may come to harm.")
    talks.decide_look(cast.grants(Member.objects.get(handle="olga")), look, agreed=True)
    return {
        "room:talk": place("room", two.pk),
        "room_readers": place("room_readers", three.pk),
        **settings_of(Room.objects.get(slug="tour")),
        "seen_by": place("seen_by", three.pk, say(ada, three, "Where are the keys?").pk),
        "room_replies": place("room_replies", two.pk, said.pk),
        "send_later": place("send_later", two.pk),
        "later_message": place("later_message", waiting(ada).pk),
        "bookmark_message": place("bookmark_message", said.pk),
        "report_message": place("report_message", two.pk, said.pk),
        "talk_report": place("talk_report", report.pk),
        "talk_look": place("talk_look", look.pk),
    }


def waiting(ada: Member) -> LaterMessage:
    """A message that could not be sent, and one that waits."""
    room, at = Room.objects.get(slug="tour"), timezone.now() + timedelta(days=1)
    for why in ("The room is closed for writing at the moment.", ""):
        made = later.plan(cast.grants(ada), room, body="The third door opens at eight.", at=at, looked=False)
        LaterMessage.objects.filter(pk=made.pk).update(why=why)
    return made


def meeting(cohort: Cohort, ada: Member, fay: Member) -> Session:
    """One of a series that begins in a minute: full, with its link, and Ada waits."""
    series = Series.objects.create(cohort=cohort, every="week", made_by=fay)
    meets = Session.objects.create(
        cohort=cohort, series=series, title="The hour of the side door", agenda_html="<ol><li>Keys</li></ol>", seats=1,
        starts_at=timezone.now() + timedelta(minutes=1), host=fay, made_by=fay, link="https://meet.test/door",
    )  # fmt: skip
    rooms.make([meets], cohort.state, timezone.now())
    for member in (fay, ada):
        live.answer(cast.grants(member), meets, going=True)
    return meets


def was(cohort: Cohort, ada: Member, fay: Member) -> Session:
    """Yesterday's, where Ada was and of which Fay kept notes."""
    met = Session.objects.create(
        cohort=cohort, title="Yesterday's hour", starts_at=timezone.now() - timedelta(days=1), host=fay, made_by=fay
    )
    attendance.keep_after(cast.grants(fay), met, recording="https://meet.test/again", notes="Keys **stay** here.")
    for mark, reason in (("absent", ""), ("present", "She came late")):
        attendance.mark(cast.grants(fay), met, marks={ada.pk: mark}, reason=reason)
    return met


def asking(fay: Member) -> None:
    """A cohort that takes requests: one place, and Fay asks for it."""
    open_one = Cohort.objects.create(slug="fall", name="Fall cohort", purpose="A year of doors", state="open", places=1)
    open_one.requests.create(member=fay, words="For the keys", at=timezone.now())


def twice(mona: Member) -> Document:
    """A document of which a second version says something else."""
    said = {"title": "Rules", "summary": "", "category": "policies", "audience": "members", "cohort_id": None}
    first, second = (
        SimpleUploadedFile("rules.md", words) for words in (b"# Doors\n\nShut at 3.", b"# Doors\n\nShut at 4.")
    )
    shared = library.share(cast.grants(mona), **said, file=first, note="")
    library.add_version(cast.grants(mona), shared, file=second, note="An hour later")
    return shared


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
    trusting.write_note(cast.grants(mona), shared, verdict="changed", changed="Shorter, " * 40, counsel="Strike it.")
    return shared


VERBS: dict[str, Callable[..., Any]] = {"tour": tour}
