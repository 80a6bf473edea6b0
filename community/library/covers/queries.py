"""Which versions have no cover yet."""

from __future__ import annotations

from community.library.models import Version

AT_ONCE = 50


def without_cover(most: int) -> list[int]:
    return list(Version.objects.filter(cover_at=None).order_by("-pk").values_list("pk", flat=True)[:most])
