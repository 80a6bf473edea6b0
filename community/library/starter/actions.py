"""Putting the starter library on the shelf. Twice adds nothing, and what was broken off goes on where it stopped."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.jobs.queue import job, later
from community.library import actions as library
from community.library import preview
from community.library.models import Document, several
from community.library.starter.reading import Paper, papers
from community.members.grants import grants_for
from moderation import audit
from moderation.access import library as rules
from moderation.access.grants import Grants


@job()
def stock(member_id: int, at: str) -> None:
    """After the founding: a preview takes half a second each, and nobody should wait for forty of them. One document a
    time, so that a server may end between two."""
    who = grants_for(member_id)
    if who is not None and put_out(who, at=datetime.fromisoformat(at), most=1):
        later(stock, member_id, at)


def put_out(who: Grants, *, at: datetime, of: Sequence[Paper] | None = None, most: int | None = None) -> int:
    """Whatever of it is not there yet, for all members, as shared at that moment; how many came. Raises Denied."""
    rules.may_share_document(who, timezone.now()).require()
    there = set(Document.objects.exclude(starter="").values_list("starter", flat=True))
    wanted = list(enumerate(papers() if of is None else of))
    missing = [(place, paper) for place, paper in wanted if paper.key not in there]
    told = f"{len(missing)} documents" if most is None or not there else ""  # one line in the log, not forty
    came = 0
    for place, paper in missing[:most]:
        came += shelve(who, paper, at - timedelta(seconds=place), told="" if came else told)  # the first stands first
    return came


def shelve(who: Grants, paper: Paper, at: datetime, *, told: str = "") -> bool:
    """One document in a transaction of its own; False when another process was first. `told`: what the log says."""
    upload = files.keep(who.member_id, paper.file_name, io.BytesIO(paper.content()))
    made = preview.make(upload.kind, files.content(upload), name=upload.name)
    given = facts(paper) | {"shared_by_id": who.member_id, "created_at": at, "updated_at": at}
    with writing():
        document, new = Document.objects.get_or_create(starter=paper.key, defaults=given)
        if new:
            version = library.add(document, who.member_id, upload, made, note=paper.about["note"])
            type(version).objects.filter(pk=version.pk).update(created_at=at)
            Document.objects.filter(pk=document.pk).update(updated_at=at)
            if told:
                audit.record(who.member_id, "put_out_starter", kind="library", subject="starter", label=told)
    return new


def facts(paper: Paper) -> dict[str, object]:
    about = paper.about
    return {
        "title": about["title"], "summary": about["summary"], "category": about["category"], "stage": about["stage"],
        "schools": several(about["school_types"]), "grades": several(about["grades"]),
        "states": several(about["states"]), "minutes": int(about["minutes"]), "review_by": paper.review_by,
        "related": several(about["related"]),
    }  # fmt: skip
