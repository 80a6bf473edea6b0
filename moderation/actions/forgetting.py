"""What the door forgets by itself: addresses nobody proved, links nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.db import writing
from community.jobs.queue import job
from moderation.models import Application, ApplicationLink
from moderation.queries.applying import FOLLOWED_FOR, OVER

UNPROVEN_FOR = timedelta(days=2)


@job(every=timedelta(hours=1))
def forget_applications() -> None:
    """May run at any time, and as often."""
    now = timezone.now()
    with writing():
        unproven = Application.objects.filter(stage=Application.Stage.UNPROVEN)
        unproven.filter(made_at__lt=now - UNPROVEN_FOR).delete()
        over = ApplicationLink.objects.filter(application__stage__in=OVER)
        over.filter(application__decided_at__lt=now - FOLLOWED_FOR).delete()
