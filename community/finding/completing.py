"""What is not in the index yet, or was put back without it, comes in by itself; new words are learned for spelling."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model

from community.db import writing
from community.finding import engine, spelling
from community.finding.actions import keep
from community.finding.models import DocumentWords, Learned, MessageWords, PostWords, Spelling, Word
from community.finding.sources import sources
from community.jobs.queue import job

CHUNK = 500
TABLES: tuple[type[Model], ...] = (PostWords, MessageWords, DocumentWords)
SPELLING: tuple[type[Model], ...] = (Spelling, Word, Learned)


@job(every=timedelta(minutes=5))
def complete() -> None:
    """A chunk at a time, each in a transaction of its own: whoever writes meanwhile waits for one chunk at most."""
    for source in sources:
        while True:
            with writing():
                rows = source.missing(CHUNK)
                keep(rows)
            if len(rows) < CHUNK:
                break
    for table in TABLES:
        while learned(table):
            pass


def learned(table: type[Model]) -> bool:
    """The words of the next chunk; False when there was none."""
    with writing():
        known, _ = Learned.objects.get_or_create(table=table._meta.model_name or "")
        rows = list(
            table._default_manager.filter(pk__gt=known.row).order_by("pk").values_list("pk", "title", "body")[:CHUNK]
        )
        if rows:
            spelling.learn(spelling.words_in(f"{title} {body}" for _, title, body in rows))
            known.row = rows[-1][0]
            known.save(update_fields=["row"])
    return len(rows) == CHUNK


@job(every=timedelta(days=7))
def learn_anew() -> None:
    """Words that nobody has written any more are known no more, and nothing of them is left in the index's file."""
    forget(SPELLING)
    engine.tidy(TABLES)
    complete.call()


def build_anew() -> None:
    """Everything forgotten, and found again in the order in which it was written."""
    forget((*TABLES, *SPELLING))
    complete.call()


def forget(tables: tuple[type[Model], ...]) -> None:
    for table in tables:
        with writing():
            table._default_manager.all().delete()
