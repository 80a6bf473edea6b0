"""Mail to whoever is away: one for everything that gathered. Rights are asked anew when it is written.

Who is told when is decided in `gather` alone, what a mail may say in `may_be_quoted` alone: digests and choices by kind
belong into the one, labels of places into the other. Quiet hours (quiet.py) are asked again when a mail is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Min, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone

from community import mail
from community.db import writing
from community.jobs.queue import job, later
from community.live import here
from community.members.grants import grants_for
from community.members.models import Member
from community.notifications import queries, unsubscribing
from community.notifications.grouping import COLUMNS, Item
from community.notifications.kinds import Shown, counted
from community.notifications.models import Letter, MailSettings, Notice
from community.notifications.quiet import Quiet
from moderation.access.standing import may_enter

LOOKS_EVERY = timedelta(minutes=2)
AGAIN = timedelta(minutes=5)  # who is here now is looked after later
PATIENCE = timedelta(hours=1)  # an open page that nobody reads for so long is no presence
PAUSE = timedelta(hours=1)  # between two mails
AT_ONCE = 500  # people; the rest at once after them
MOST_LINES = 10
KEPT = timedelta(days=30)


@job(every=LOOKS_EVERY)
def gather() -> None:
    """Whoever has unread notices that are due, is away and had no mail lately gets one letter for all they have."""
    now = timezone.now()
    with writing():
        Notice.objects.filter(due_at__lte=now, read_at__isnull=False).update(due_at=None)
        due = due_since(now)
        chosen = MailSettings.objects.filter(member_id__in=due).select_related("member")
        silent = {one.pk for one in chosen if one.pace == MailSettings.Pace.NEVER}
        waiting(silent).update(due_at=None)
        quiet = quiet_until([one for one in chosen if one.pk not in silent], now)
        resting = (present(due, now) | told_lately(due, now)) - silent - quiet.keys()
        waiting(resting).filter(due_at__lte=now).update(due_at=now + AGAIN)
        hold_back(quiet, now)
        told = sorted(due.keys() - silent - resting - quiet.keys())
        letters = Letter.objects.bulk_create([Letter(member_id=member_id, made_at=now) for member_id in told])
        put_in(letters)
        for letter in letters:
            later(write, str(letter.pk))
        if len(due) == AT_ONCE:
            later(gather)


def due_since(now: datetime) -> dict[int, datetime]:
    """Member → since when the oldest of what is due waits for them."""
    found = Notice.objects.filter(due_at__lte=now).order_by().values("member_id")
    return dict(found.annotate(since=Min("at")).order_by("since").values_list("member_id", "since")[:AT_ONCE])


def quiet_until(chosen: Iterable[MailSettings], now: datetime) -> dict[int, datetime]:
    """Of those whose quiet hours it is now, until when."""
    chosen = [one for one in chosen if one.quiet != Quiet()]
    ends = {one.pk: one.quiet.until(now, one.member.timezone or settings.COMMUNITY_TIME_ZONE) for one in chosen}
    return {member_id: end for member_id, end in ends.items() if end is not None}


def hold_back(quiet: dict[int, datetime], now: datetime) -> None:
    """What is due waits until then."""
    if quiet:
        until = Case(*(When(member_id=member_id, then=Value(end)) for member_id, end in quiet.items()))
        waiting(quiet).filter(due_at__lte=now).update(due_at=until)


def waiting(member_ids: Iterable[int]) -> QuerySet[Notice]:
    return Notice.objects.filter(member_id__in=list(member_ids), due_at__isnull=False)


def present(due: dict[int, datetime], now: datetime) -> set[int]:
    """With a page open, or reading a moment ago: they see the bell. Until what waits has waited for too long."""
    patient = {member_id for member_id, since in due.items() if since > now - PATIENCE}
    reading = Notice.objects.filter(member_id__in=patient, read_at__gt=now - AGAIN).order_by()
    return here.among(patient) | set(reading.values_list("member_id", flat=True).distinct())


def told_lately(due: Iterable[int], now: datetime) -> set[int]:
    found = Letter.objects.filter(member_id__in=list(due), made_at__gt=now - PAUSE)
    return set(found.values_list("member_id", flat=True))


def put_in(letters: list[Letter]) -> None:
    """Each letter takes all of its member's waiting notices, those not due yet among them: one mail for a burst."""
    mine = Letter.objects.filter(pk__in=[letter.pk for letter in letters], member_id=OuterRef("member_id"))
    theirs = waiting(letter.member_id for letter in letters)
    theirs.update(letter_id=Subquery(mine.values("pk")[:1]), due_at=None)


@job()
def write(letter_id: str) -> None:
    """Run twice, it sends once. Nothing goes to whoever may not come in, wants no mail, or has read it all by now."""
    letter = Letter.objects.select_related("member").filter(pk=UUID(letter_id), sent_at=None).first()
    if letter is None:
        return
    chosen, items = queries.mail_settings(letter.member_id), contents(letter)
    if chosen.pace == MailSettings.Pace.NEVER or not items:
        letter.delete()  # it was none: the next one need not wait for it
        return
    quiet = quiet_until([chosen], timezone.now())
    if quiet:
        with writing():
            letter.notices.update(due_at=quiet[letter.member_id])
            letter.delete()
        return
    if not Letter.objects.filter(pk=letter.pk, sent_at=None).update(sent_at=timezone.now()):
        return  # another worker has it
    try:
        send(letter, letter.member, items, excerpts=chosen.excerpts)
    except Exception:
        Letter.objects.filter(pk=letter.pk).update(sent_at=None)
        raise  # tried again by the queue


def contents(letter: Letter) -> list[Item]:
    """What is still unread, still there and still theirs to see, of people they did not block since."""
    held = grants_for(letter.member_id)
    if held is None or not may_enter(held, timezone.now()):
        return []
    found = queries.unread(letter.member_id).filter(letter=letter).exclude(actor_id__in=held.blocked_ids)
    rows = list(found.order_by("-at", "-id").values(*COLUMNS)[: queries.LOOKED_AT])
    return queries.items_of(held, rows, most=len(rows))


def may_be_quoted(shown: Shown) -> bool:
    """May a mail say who, where and what? To whom wants it, unless the thing itself must stay here."""
    return shown.quotable


def send(letter: Letter, to: Member, items: list[Item], *, excerpts: bool) -> None:
    """Without excerpts it counts and links: names, titles and places are content, too."""
    off = settings.COMMUNITY_URL + unsubscribing.place(to.pk)
    mail.send(
        "notices", to.email,
        headers={
            "Message-ID": f"<{letter.pk}@{mail.host()}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        name=to.name,
        waiting=sum(item.count for item in items),
        counts=counts(items),
        lines=[line(item, excerpts=excerpts) for item in items[:MOST_LINES]],
        left=sum(item.count for item in items[MOST_LINES:]),
        address=settings.COMMUNITY_URL,
        link=settings.COMMUNITY_URL + reverse("inbox"),
        chosen=settings.COMMUNITY_URL + reverse("mail_settings"),
        off=off,
    )  # fmt: skip


def counts(items: list[Item]) -> list[tuple[int, tuple[str, str]]]:
    """So many of each kind, what there is most of first."""
    found: dict[str, int] = {}
    for item in items:
        found[item.kind] = found.get(item.kind, 0) + item.count
    return [(number, counted(kind)) for kind, number in sorted(found.items(), key=lambda pair: -pair[1])]


def line(item: Item, *, excerpts: bool) -> dict[str, Any]:
    words = excerpts and may_be_quoted(item.shown)
    return {
        "count": item.count,
        "counted": item.counted,
        "said": f"{whose(item)} {item.shown.sentence}" if words else "",
        "excerpt": " ".join(item.shown.excerpt.split()) if words else "",
        "link": settings.COMMUNITY_URL + item.url,
    }


def whose(item: Item) -> str:
    """As far as the place lets names out."""
    if item.shown.named or item.shown.by:
        return item.actors
    return "Somebody" if item.people == 1 else f"{item.people} people"


@job(every=timedelta(days=1))
def forget_letters() -> None:
    """That there was a mail is kept for as long as somebody may ask about it."""
    with writing():
        Letter.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
