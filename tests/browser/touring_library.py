"""What a tour of the library needs and no other page does."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from community.library import actions as library
from community.library.adapting.actions import make_ours
from community.library.models import Document
from community.members.models import Member
from tests import cast

FIRST = "# A letter\n\nPick-up is at three.\n\nBring a lunch.\n\nCall the office.\n"
OURS = "# A letter\n\nPick-up is at four, at the barn.\n\nBring a lunch.\n\nCall Ada.\n"
NEWER = "# A letter\n\nPick-up is at three.\n\nBring a lunch and a hat.\n\nCall the front desk.\n"


def parted(author: Member, adapter: Member) -> Document:
    """What a school made of a letter whose original has changed since, at one place in both."""
    who, other = cast.grants(author), cast.grants(adapter)
    original = library.share(
        who, title="Pick-up letter", summary="", category="letters", audience="members", cohort_id=None, note="",
        file=letter(FIRST),
    )  # fmt: skip
    ours = make_ours(other, original, original.versions.all()[0])
    library.add_version(other, ours, file=letter(OURS), note="Our barn")
    library.add_version(who, original, file=letter(NEWER), note="A hat, and whom to call")
    return ours


def letter(words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("pick-up.md", words.encode())
