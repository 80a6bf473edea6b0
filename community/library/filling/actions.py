"""Finding the fields of a version, filling in a copy, keeping answers for the next time."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from community import ratelimits
from community.db import writing
from community.files import actions as files
from community.files import apart, names
from community.files.findings import Refused
from community.jobs.queue import job
from community.library.filling import pdf, queries, work
from community.library.filling.models import Answer, FieldList
from community.library.filling.names import Field, Value
from community.library.filling.prefill import kept_under
from community.library.models import Document, Version
from moderation.access import library as rules
from moderation.access.grants import Grants

MOST_ANSWERS = 1_000  # of one member
SECONDS = 6  # of processor time: a document of 20 pages takes a fifth of one
AT_ONCE = 50

NOT_THIS_KIND = "Only Word, Excel and text files can be filled in here. Download this one and fill it in yourself."
UNREADABLE = "This file cannot be filled in here. Download it and fill it in on your computer."
TOO_MANY = "You have saved as many answers as fit. Your copy can still be downloaded."

_log = logging.getLogger(__name__)


class TooManyAnswers(Exception):
    """There is room for no more answers; the text says so."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A copy, ready to be handed out. Nothing of it is stored."""

    name: str
    media_type: str
    content: bytes


def field_list(version: Version) -> FieldList:
    """The fields of this version; looked for now, if nobody did yet."""
    return queries.field_list(version) or learn(version)


def learn(version: Version) -> FieldList:
    """Look for the fields and keep what was found, a sentence where that went wrong."""
    facts: dict[str, object] = {"fields": [], "more": False, "problem": ""}
    try:
        facts |= asked_apart("find", version)[0]
    except Refused as refused:
        facts["problem"] = str(refused)[:300]
    facts = {name: facts[name] for name in ("fields", "more", "problem")}
    count = len(facts["fields"])  # type: ignore[arg-type]
    with writing():
        kept, _ = FieldList.objects.update_or_create(
            version=version, defaults={**facts, "count": count, "found_at": timezone.now()}
        )
    return kept


def asked_apart(task: str, version: Version, answers: Mapping[str, Value] | None = None) -> apart.Answer:
    """Raises Refused with a sentence, whatever happens to the file."""
    upload = version.upload
    if upload.kind not in work.KINDS or upload.media_type.startswith("text/csv"):
        raise Refused(NOT_THIS_KIND)
    try:
        given = work.given(upload.kind, files.content(upload), answers)
        return apart.run(f"community.library.filling.work:{task}", given, seconds=SECONDS)
    except (apart.Failed, OSError) as error:
        _log.warning("version %s could not be read for its fields: %s", version.pk, error)
        raise Refused(UNREADABLE) from error


@job()
def find_fields(version_id: int) -> None:
    version = Version.objects.select_related("upload").filter(pk=version_id, field_list=None).first()
    if version is not None:
        learn(version)


@job(every=timedelta(hours=1))
def find_missing_fields() -> None:
    """Of versions from before there was filling in, or whose own job was lost. And whoever left leaves no answers."""
    for version_id in queries.unread(AT_ONCE):
        find_fields.call(version_id)
    Answer.objects.filter(member__standing="left").delete()


def fill(who: Grants, document: Document, version: Version, answers: Mapping[str, Value], *, school: str) -> Filled:
    """A copy with these answers in it; what has none stays as it was. Raises Denied, Refused, ratelimits.TooOften."""
    rules.may_fill_in(who, document).require()
    ratelimits.require("fill", who.member_id)
    _, [content] = asked_apart("fill", version, answers)
    upload = version.upload
    ending = names.ending(upload.name)
    stem = upload.name.removesuffix(ending)
    media_type = upload.media_type.partition(";")[0] + "; charset=utf-8" if upload.kind == "text" else upload.media_type
    name = f"{stem} - {school}{ending}" if school else f"{stem}, filled in{ending}"
    return Filled(names.tidy(name, ending), media_type, content)


def as_pdf(copy: Filled, version: Version) -> Filled:
    """The same copy, to be read and signed. Raises Refused."""
    if not pdf.can_be_made(version.upload.kind):
        raise Refused(pdf.NOT_MADE)
    ending = names.ending(copy.name)
    name = names.tidy(copy.name.removesuffix(ending) + ".pdf", ".pdf")
    return Filled(name, pdf.MEDIA_TYPE, pdf.made(copy.content, version.upload.kind, copy.name))


def save_answers(
    who: Grants, document: Document, fields: Sequence[Field], answers: Mapping[str, str], facts: Mapping[str, str]
) -> None:
    """Those of this form. What was emptied is forgotten, and what the profile says needs no keeping: it may change
    there. Raises Denied, TooManyAnswers."""
    now = timezone.now()
    rules.may_save_answers(who, document, now).require()
    names_ = {field.name: kept_under(field, document.pk) for field in fields}
    kept = {n: answers[n] for n in names_ if answers.get(n) and answers[n] != facts.get(n)}
    rows = [Answer(member_id=who.member_id, name=names_[n], value=value, saved_at=now) for n, value in kept.items()]
    with writing():
        own = Answer.objects.filter(member_id=who.member_id)
        own.filter(name__in=[place for n, place in names_.items() if n not in kept]).delete()
        if own.exclude(name__in=[row.name for row in rows]).count() + len(rows) > MOST_ANSWERS:
            raise TooManyAnswers(TOO_MANY)
        Answer.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["member", "name"], update_fields=["value", "saved_at"]
        )


def forget_some(member_id: int) -> bool:
    """All of one member's, in one go: there are never many."""
    Answer.objects.filter(member_id=member_id).delete()
    return False
