"""The link in every mail that turns it off, for whoever has the mail: signed, without an end, good for nothing else."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from community.notifications import queries
from moderation.access.decision import Absent

SALT = "community.notifications.mail_off"


def place(member_id: int) -> str:
    return reverse("mail_off", args=[Signer(salt=SALT).sign(str(member_id))])


def whose(token: str) -> int:
    """The member it was signed for, by today's secret key or an old one. Raises Absent."""
    try:
        member_id = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        raise Absent from None
    if not queries.is_written_to(member_id):
        raise Absent
    return member_id
