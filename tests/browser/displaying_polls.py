"""Polls for pictures."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.forum.models import Space, Thread
from community.members.models import Member
from community.places import place
from tests.forum.polling import poll, votes
from tests.verbs import ask


def polls() -> dict[str, str]:
    """One with names, one in order, one anonymous that Maria has not voted in; and an announcement."""
    cast_ = {handle: Member.objects.get(handle=handle) for handle in ("renee", "dev", "luis", "maria", "elena", "ana")}
    space = Space.objects.get(slug="families")
    days = ("A weekday evening, on a screen", "Saturday morning, at one of our schools", "Not this month")
    shown = poll(cast_["renee"], space, title="When do we meet next?", choices=days)
    themes = ("Leases and landlords", "Telling families that we close", "Hiring the second guide", "Grants")
    ranked = poll(cast_["dev"], space, kind="ranked", title="What shall the spring evenings be about?", choices=themes)
    pay = ("Under $40,000", "$40,000 to $50,000", "More than $50,000", "Nothing yet")
    closes_at = timezone.now() + timedelta(days=6)
    secret = poll(
        cast_["luis"], space, anonymous=True, title="What do you pay yourself?", choices=pay, closes_at=closes_at
    )
    for handle, day, order, what in (
        ("renee", 0, (0, 2), 1), ("dev", 1, (2, 1, 0), 0), ("luis", 0, (1, 3), 1), ("elena", 0, (0,), 3),
        ("ana", 2, (2, 0, 1), 3), ("maria", 1, (3, 1, 2), None),
    ):  # fmt: skip
        votes(cast_[handle], shown, day)
        votes(cast_[handle], ranked, *order)
        if what is not None:
            votes(cast_[handle], secret, what)
    words = "<p>Every evening of this spring in one list. Bring your questions; we bring soup.</p>"
    told = ask(cast_["ana"], space, "The spring evenings are set", words, kind="announcement", closed=True)
    found = {"poll": shown, "poll_ranked": ranked, "poll_anonymous": secret}
    settling = Thread.objects.get(title__startswith="What do you budget for a substitute")
    others = {"announcement": place("thread", told.key), "settle": place("thread", settling.key)}
    return others | {name: place("thread", on.thread.key) for name, on in found.items()}
