"""What the pictures show of files on their way, and of service providers."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from community.library.giving import actions as giving
from community.library.models import Provider
from community.members.models import Member
from community.places import place
from tests import cast
from tests.browser.touring_library import parted
from tests.library.giving_files import word


def given() -> dict[str, str]:
    """Maria's handbook as it came from her computer, and the first provider of the list."""
    maria = cast.grants(Member.objects.get(handle="maria"))
    brought = giving.bring(maria, SimpleUploadedFile("Family_Handbook FINAL v3.docx", word()))
    provider = Provider.objects.order_by("name")[0]
    letter = parted(Member.objects.get(handle="ana"), Member.objects.get(handle="maria"))
    return {
        "brought": place("brought", brought.pk), "provider": place("provider", provider.pk),
        "parted": place("document", letter.pk),
    }  # fmt: skip
