"""Publishing what everybody agrees to, and agreeing."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from community.db import writing
from community.live import news
from community.members import epoch
from community.text import documents, plain
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.actions.refused import Refused
from moderation.models import Acceptance, Agreement

MAX_BODY = 40_000


def publish_agreement(actor: Grants, *, title: str, body: str, changes: str) -> Agreement:
    """The next version. From its commit on nothing opens to anybody who has not accepted it, but to its publisher.

    Raises Denied, Refused.
    """
    now = timezone.now()
    desk.may_publish_agreement(actor, now).require()
    with writing():
        before = Agreement.objects.select_for_update().order_by("-number").first()
        body = usable(body, before)
        made = write_agreement(
            actor.member_id, title=title, body=body, changes=changes, number=before.number + 1 if before else 1, now=now
        )
        audit.record(
            actor.member_id, "publish_agreement", kind="agreement", subject=made.number,
            label=f"{made.title}, version {made.number}", reason=made.changes,
        )  # fmt: skip
        news.tell_access_moved(epoch.move())
    return made


def write_agreement(author_id: int, *, title: str, body: str, changes: str, number: int, now: datetime) -> Agreement:
    """In a transaction. Whoever publishes a text has agreed to it."""
    made = Agreement.objects.create(
        number=number, title=plain.clean_line(title)[:120], body=body, html=documents.from_markdown(body),
        changes=plain.clean_line(changes)[:500], published_by_id=author_id, published_at=now,
    )  # fmt: skip
    Acceptance.objects.create(agreement=made, member_id=author_id, at=now)
    return made


def usable(body: str, before: Agreement | None) -> str:
    body = plain.clean(body).strip()
    if plain.is_blank(body):
        raise Refused("body", "Please write what members agree to.")
    if len(body) > MAX_BODY:
        raise Refused("body", f"Please keep it to {MAX_BODY:,} characters; this has {len(body):,}.")
    if before is not None and body == before.body:
        raise Refused("body", "Nothing has changed: everybody would be asked again for the same text.")
    return body


def accept_agreement(member_id: int, number: int) -> None:
    """Accepting twice accepts once. Raises Refused when another version is current by now."""
    with writing():
        current = Agreement.objects.order_by("-number").first()
        if current is None or current.number != number:
            raise Refused("number", "The agreement has changed in the meantime. Please read the new version.")
        note_acceptance(member_id, current, timezone.now())
        epoch.move()


def note_acceptance(member_id: int, agreement: Agreement, now: datetime) -> None:
    """In a transaction."""
    Acceptance.objects.get_or_create(agreement=agreement, member_id=member_id, defaults={"at": now})
