"""What a composer says of a poll, and what somebody picked in one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from community.forum.actions.polling import NO_CHOICES, Wanted
from community.forum.actions.words import Unusable
from community.forum.polls.counting import Picks
from community.forum.polls.models import MAX_CHOICE, MOST_CHOICES, Poll
from community.text import plain

SAME_PLACE = "Two choices have the same place. Give each a place of its own."
HOW_MANY = f"A number from 1 to {MOST_CHOICES}."
WHEN = "Write the day and the hour as 2027-01-31 16:00."


class PollFields(forms.Form):
    """Part of the form for a new thread; without meaning unless that is a poll. `closes_at` is in the member's zone."""

    choices = forms.CharField(required=False, strip=False, max_length=10_000)
    poll_kind = forms.ChoiceField(choices=Poll.Kind.choices, initial=Poll.Kind.SINGLE, required=False)
    most = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_CHOICES,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOW_MANY),
    )  # fmt: skip
    names = forms.ChoiceField(choices=[("", "Names are shown"), ("hidden", "Anonymous")], required=False)
    results = forms.ChoiceField(choices=Poll.Results.choices, initial=Poll.Results.ALWAYS, required=False)
    closes_at = forms.DateTimeField(required=False, error_messages={"invalid": WHEN})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == "poll":
            self.look(cleaned)
        return cleaned

    def look(self, cleaned: dict[str, Any]) -> None:
        choices = lines(cleaned.get("choices") or "")
        if len(choices) < 2 or len(choices) > MOST_CHOICES:
            many = f"That are {len(choices)} choices; a poll has up to {MOST_CHOICES}."
            self.add_error("choices", NO_CHOICES if len(choices) < 2 else many)
        if long := [choice for choice in choices if len(choice) > MAX_CHOICE]:
            self.add_error("choices", f"Up to {MAX_CHOICE} characters a choice, please: “{long[0][:40]}…” is longer.")
        if len({choice.casefold() for choice in choices}) < len(choices):
            self.add_error("choices", "The same choice stands there twice.")
        closes_at = cleaned.get("closes_at")
        if closes_at is not None and closes_at <= timezone.now():
            self.add_error("closes_at", "That moment has passed. Choose a later one, or none.")

    def poll(self) -> Wanted | None:
        given = self.cleaned_data
        if given["kind"] != "poll":
            return None
        return Wanted(
            kind=given["poll_kind"] or Poll.Kind.SINGLE, choices=lines(given["choices"]),
            most=given["most"] or MOST_CHOICES, anonymous=given["names"] == "hidden",
            results=given["results"] or Poll.Results.ALWAYS, closes_at=given["closes_at"],
        )  # fmt: skip


def lines(text: str) -> list[str]:
    found = [plain.clean_line(line) for line in text.splitlines()]
    return [line for line in found if not plain.is_blank(line)]


def picks_in(poll: Poll, sent: QueryDict) -> Picks:
    """What somebody picked; in a ranked poll by the place they gave each choice. Raises Unusable."""
    if poll.kind != Poll.Kind.RANKED:
        return tuple(int(pick) for pick in sent.getlist("pick") if is_small(pick))
    given = [(sent.get(f"place_{n}", ""), n) for n in range(len(poll.choices))]
    places = sorted((int(place), n) for place, n in given if is_small(place) and place != "0")
    if len({place for place, _ in places}) < len(places):
        raise Unusable("picks", SAME_PLACE)
    return tuple(n for _, n in places)


def is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4


def kept_of(poll: Poll, sent: QueryDict) -> dict[int, str]:
    """Choice → what stood in its field, to be shown once more."""
    if poll.kind == Poll.Kind.RANKED:
        given = {n: str(sent.get(f"place_{n}", "")) for n in range(len(poll.choices))}
        return {n: place for n, place in given.items() if is_small(place)}
    return {int(pick): "1" for pick in sent.getlist("pick") if is_small(pick)}
