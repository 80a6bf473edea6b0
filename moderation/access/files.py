"""Rules of files: an upload belongs to its owner until it is attached; then it is as open as what it is attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision
from moderation.access.standing import may_write

if TYPE_CHECKING:
    from datetime import datetime

    from community.files.models import Upload
    from moderation.access.grants import Grants


def may_upload(who: Grants, now: datetime) -> Decision:
    return may_write(who, now)


def may_read_loose_upload(who: Grants, upload: Upload) -> Decision:
    """Not attached to anything yet: only the person who uploaded it."""
    return YES if upload.owner_id == who.member_id else ABSENT


def may_attach(who: Grants, upload: Upload) -> Decision:
    """One's own, and not already attached elsewhere: else a guessed id would open somebody's file."""
    if upload.owner_id == who.member_id and not upload.subject_kind:
        return YES
    return Decision(False, "bad_attachment", "One of the files is no longer there. Please attach it again.")
