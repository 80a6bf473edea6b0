"""No question stays alone: some who may know it are asked, then a moderator; later the asker whether it is settled."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.models import Thread
from community.forum.promises import queries
from community.forum.promises.models import Asked, Promise
from community.jobs.queue import job, later
from community.members import epoch
from community.members.grants import grants_at, those_who
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation.access import forum as rules
from moderation.access.grants import Grants

LOOKS_EVERY = timedelta(minutes=10)
ASKED, ON_DUTY, SETTLE = "thread.asked_you", "thread.on_duty", "thread.settle"
Stage = Promise.Stage
KINDS = {Stage.MEMBERS: ASKED, Stage.MODERATOR: ON_DUTY, Stage.SETTLE: SETTLE}
MOST = {Stage.MEMBERS: 3, Stage.MODERATOR: 1, Stage.SETTLE: 1}


@job(every=LOOKS_EVERY)
def look_after_questions() -> None:
    now = timezone.now()
    with writing():
        for stage in Stage:
            for thread_id in queries.due(stage, now):
                later(keep_promise, thread_id, int(stage))


@job()
def keep_promise(thread_id: int, stage: int) -> None:
    """Once a question and stage, however often it runs; not at all when somebody answered meanwhile."""
    now = timezone.now()
    with writing():
        waiting = queries.still_due(stage, now).filter(pk=thread_id)
        thread = waiting.select_for_update(of=("self",)).select_related("space").first()
        if thread is None:
            return
        promise, made = Promise.objects.get_or_create(thread=thread, stage=stage, defaults={"at": now})
        if not made:
            return
        at = epoch.hold()
        asker = grants_at(at, {thread.writer_id or 0}).get(thread.writer_id or 0)
        chosen = whom_to_ask(thread, asker, stage, at) if asker else []
        Promise.objects.filter(pk=promise.pk).update(asked=len(chosen))
        if stage != Stage.SETTLE:
            Asked.objects.bulk_create(Asked(thread=thread, member_id=pk, stage=stage, at=now) for pk in chosen)
        place = events.thread_topic(thread)
        notices.notify([Wanted(pk, None, KINDS[Stage(stage)], str(thread.pk), place) for pk in chosen], at_epoch=at)


def whom_to_ask(thread: Thread, asker: Grants, stage: int, at: int) -> list[int]:
    """In the order in which they come into question, as many as the stage asks, and only who may."""
    now = timezone.now()
    if stage == Stage.SETTLE:
        return sorted(those_who(at, {asker.member_id}, lambda held: rules.may_say_open(held, thread, now)))
    found = queries.who_may_know(thread, asker, now) if stage == Stage.MEMBERS else queries.on_duty(asker)
    may = those_who(at, found, lambda held: rules.may_be_asked(held, thread, asker, now))
    return [pk for pk in found if pk in may][: MOST[Stage(stage)]]


def say_open(who: Grants, thread: Thread) -> None:
    """None of the replies answered it yet; the asker is not asked again."""
    now = timezone.now()
    rules.may_say_open(who, thread, now).require()
    with writing():
        Promise.objects.filter(thread=thread, stage=Stage.SETTLE, done_at=None).update(done_at=now)
        notices.withdraw([SETTLE], [str(thread.pk)])
