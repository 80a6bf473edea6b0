"""Districts' own sign-ins: what the first page offers, which one an address belongs to, what owners see."""

from __future__ import annotations

from django.db.models import QuerySet

from moderation.access import desk
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.models import DistrictSignIn, Invitation


def open_ones() -> QuerySet[DistrictSignIn]:
    return DistrictSignIn.objects.filter(closed_at=None).select_related("organization")


def any_open() -> bool:
    return open_ones().exists()


def listed() -> QuerySet[DistrictSignIn]:
    """Those whose button everybody may see. The others are found by an address of theirs: who is a member of the
    community is nobody's business."""
    return open_ones().filter(listed=True)


def by_key(key: str) -> DistrictSignIn | None:
    return open_ones().filter(key=key).first()


def by_address(address: str) -> DistrictSignIn | None:
    """Whose people have addresses like this one."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((one for one in open_ones() if domain in one.domains), None)


def for_invitation(invitation: Invitation) -> DistrictSignIn | None:
    """The one of the inviting organization that vouches for the invited address."""
    found = by_address(invitation.email)
    return found if found is not None and found.organization_id == invitation.organization_id else None


def sign_ins_for(who: Grants) -> QuerySet[DistrictSignIn]:
    """All that are open, for owners."""
    desk.may_see_sign_ins(who).require_sight()
    return open_ones()


def sign_in_for(who: Grants, pk: int) -> DistrictSignIn:
    found = sign_ins_for(who).filter(pk=pk).first()
    if found is None:
        raise Absent
    return found
