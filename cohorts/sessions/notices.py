"""What notices of sessions say. It is the cohort that speaks: they arrive whoever acted, also of somebody blocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from cohorts.sessions.models import Session
from community import timetext
from community.notifications import actions as notices
from community.notifications import kinds
from community.notifications.actions import Wanted
from community.notifications.kinds import Shown
from moderation.access import sessions as rules
from moderation.access.grants import Grants

SOON, DAY, CANCELLED, MOVED, PLACE = (
    "session.hour", "session.day", "session.cancelled", "session.moved", "session.place",
)  # fmt: skip
SENTENCES = {
    DAY: "meets soon: “{title}”, {when}",
    SOON: "meets within the hour: “{title}”, {when}",
    CANCELLED: "does not meet: “{title}”, {when}, was cancelled",
    MOVED: "meets at another time: “{title}” is now {when}",
    PLACE: "has a seat for you: “{title}”, {when}",
}


def register() -> None:
    for kind in SENTENCES:
        kinds.register(kind, resolver(kind), counted=("word about a live session", "words about live sessions"))


def place_of(session: Session) -> str:
    return f"session:{session.pk}"


def subject(session: Session, mark: object = "") -> str:
    """The session, and what makes it another piece of news about it."""
    return f"{session.pk}.{mark}" if mark != "" else str(session.pk)


def by_time(session: Session) -> str:
    """News of one time only: moved, it is news again."""
    return subject(session, int(session.starts_at.timestamp()))


def tell(session: Session, kind: str, member_ids: Iterable[int], at_epoch: int, about: str) -> None:
    wanted = [Wanted(pk, None, kind, about, place_of(session)) for pk in sorted(member_ids)]
    notices.notify(wanted, at_epoch=at_epoch)


def withdraw(session: Session) -> None:
    """What was said of its time is no longer so. Before the row changes."""
    notices.withdraw([DAY, SOON, MOVED], [by_time(session)])


def resolver(kind: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        ids = {about: about.partition(".")[0] for about in subjects}
        found = Session.objects.filter(pk__in=set(ids.values())).select_related("cohort")
        seen = {str(session.pk): session for session in found if rules.may_see_session(who, session)}
        return {about: shown(seen[pk], kind) for about, pk in ids.items() if pk in seen}

    return resolve


def shown(session: Session, kind: str) -> Shown:
    return Shown(
        sentence=SENTENCES[kind].format(title=session.title, when=timetext.full(session.starts_at)),
        url=reverse("session", args=[session.cohort.slug, session.pk]),
        excerpt=session.reason if kind == CANCELLED else "",
        place_name=session.cohort.name,
        hue=session.cohort.hue,
        by=session.cohort.name,
    )
