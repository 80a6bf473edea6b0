"""The door of files."""

from __future__ import annotations

from uuid import UUID

from community.files import subjects
from community.files.models import Upload
from moderation.access import files as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants


def upload_for(who: Grants, upload_id: UUID) -> Upload:
    """A file this person may read now: their own loose one, or one whose subject is open to them. Else Absent."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise Absent
    if not upload.subject_kind:
        rules.may_read_loose_upload(who, upload).require_sight()
    elif not subjects.may_read(who, upload.subject_kind, upload.subject_id):
        raise Absent
    return upload
