"""Pulling what changed in an original into ours, and telling those who made it theirs that it changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.library import actions as library
from community.library import preview
from community.library.models import Document, Lineage, Version
from community.library.pulling import work
from community.library.pulling.queries import Three, ran
from community.library.revealing import actions as revealing
from moderation.access import library as rules
from moderation.access.grants import Grants

PULLED = "With what changed in the original up to its version {number}"


def pull(who: Grants, document: Document, three: Three, choices: Sequence[str]) -> Version:
    """The next version of ours: our words, and of each change of the original what was chosen ("ours", "theirs" or
    "both", in the order of `changes_of`). Raises Denied, Refused, files.TooMany, library.Overtaken."""
    rules.may_add_version(who, document, timezone.now()).require()
    _, [content] = ran("put_together", work.given(three.ours.upload.kind, three.contents(), choices))
    name = PurePath(three.ours.upload.name).name
    upload = files.store(who, SimpleUploadedFile(name, content))  # looked through as whatever comes from outside
    found = revealing.look(upload.kind, content)
    made = preview.make(upload.kind, files.content(upload), name=upload.name)
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        if held.latest_number != three.ours.number:
            files.discard_loose([upload.pk])
            raise library.Overtaken(held.latest_number, upload)
        Lineage.objects.filter(pk=three.lineage.pk).update(from_number=three.theirs.number)
        note = PULLED.format(number=three.theirs.number)
        return library.add(document, who.member_id, upload, made, note=note, traces=found)
