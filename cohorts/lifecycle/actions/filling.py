"""Places that came free without anybody saying so: somebody left the community, or was removed from it."""

from __future__ import annotations

from datetime import timedelta

from cohorts.lifecycle import queries
from cohorts.lifecycle.actions.enrolling import fill, hold
from community.db import writing
from community.jobs.queue import job
from community.live import news
from community.members import epoch


@job(every=timedelta(minutes=5))
def fill_everywhere() -> None:
    """Looks first: the epoch moves only where somebody waits and a place is free."""
    for cohort in queries.with_people_waiting():
        if queries.free_places(cohort) == 0:
            continue
        with writing():
            at = epoch.move()
            fill(hold(cohort.pk), at)
            news.tell_access_moved(at)
