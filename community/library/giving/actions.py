"""Bringing a file, sending it to the shelf or to a moderator, throwing it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.files import inspect
from community.files.models import Upload
from community.library import preview
from community.library.actions import put
from community.library.giving.models import Brought
from community.library.giving.suggesting import suggest
from community.library.models import Document
from community.library.preview import Preview
from community.library.revealing import actions as revealing
from community.text import plain
from moderation.access import library as rules
from moderation.access.grants import Grants

MOST_WORDS = 20_000
MOST_WAITING = 50
TOO_MANY_WAIT = (
    "So many of your files wait here already. Send some of them, or throw some away, and bring the rest then."
)


def bring(who: Grants, given: UploadedFile[Any]) -> Brought:
    """Keep it for its owner, with what it reveals and what it seems to be. Raises Denied, inspect.Refused, TooMany."""
    rules.may_offer_document(who, timezone.now()).require()
    if Brought.objects.filter(upload__owner_id=who.member_id).count() >= MOST_WAITING:
        raise inspect.Refused(TOO_MANY_WAIT)
    original = given.read(inspect.MAX_BYTES + 1)
    given.seek(0)
    upload = files.store(who, given)
    traces = revealing.look(upload.kind, original)  # of what was brought: a photo was written anew by now
    made = preview.make(upload.kind, files.content(upload), name=upload.name)
    words = words_of(made)
    with writing():
        return Brought.objects.create(
            upload=upload, traces=traces, words=words, brought_at=timezone.now(),
            suggested=suggest(upload.name, made.html, words),
        )  # fmt: skip


def words_of(made: Preview) -> str:
    return (plain.lines_from_html(made.html) or made.words)[:MOST_WORDS]


def send(
    who: Grants, brought: Brought, facts: Mapping[str, Any], *, clean: bool, final: bool, offered: bool
) -> Document:
    """On the shelf, or to a moderator when it is `offered`. `clean`: without what it reveals; `final`: tracked changes
    become the text. `facts`: as for `put`. Raises Denied, inspect.Refused, revealing.Unsettled."""
    rules.may_see_brought(who, brought).require()
    upload = brought.upload
    made = revealing.without(upload, brought.traces, final=final) if clean else None
    document = put(who, made.upload if made else upload, traces=made.traces if made else still_in(brought),
                   offered=offered, **facts)  # fmt: skip
    with writing():
        brought.delete()
        if made:
            files.throw_away(Upload.objects.filter(pk=upload.pk))
    return document


def still_in(brought: Brought) -> list[dict[str, Any]]:
    return [fact for fact in brought.traces if not fact.get("gone")]


def drop(who: Grants, brought: Brought) -> None:
    """With its file. Raises Denied."""
    rules.may_see_brought(who, brought).require()
    with writing():
        files.discard_loose([brought.upload_id])


def forget_some(member_id: int) -> bool:
    """Of somebody who leaves."""
    with writing():
        files.discard_loose(
            list(Brought.objects.filter(upload__owner_id=member_id).values_list("upload_id", flat=True))
        )
    return False
