"""Who may read a file of the library: whoever may read the document it is a version of."""

from __future__ import annotations

from community.library.models import Version
from moderation.access import library as rules
from moderation.access.grants import Grants


def readable(who: Grants, subject: str) -> bool:
    version = Version.objects.select_related("document").filter(pk=int(subject)).first()
    return version is not None and bool(rules.may_read_document(who, version.document))
