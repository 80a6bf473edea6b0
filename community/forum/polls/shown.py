"""A poll as one person sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from community.forum.models import Thread
from community.forum.polls import counting, queries
from community.forum.polls.models import Poll
from moderation.access import polls as rules
from moderation.access.grants import Grants

FEW_NAMES = 12


def of_thread(who: Grants, thread: Thread) -> dict[str, Any] | None:
    """None where there is no poll."""
    poll = queries.poll_in(who, thread)
    return poll_piece(who, poll) if poll else None


def poll_piece(who: Grants, poll: Poll, *, error: str = "", kept: Mapping[int, str] | None = None) -> dict[str, Any]:
    """`error`: why a vote was not taken. `kept`: what stood in its form."""
    now, voted = timezone.now(), poll.own is not None
    seeing = rules.may_see_results(who, poll, now)
    total = counting.voters(poll.box)
    own = counting.picks_in(poll.own or "")
    chosen = kept if kept is not None else filled(poll, own)
    choices = [
        {"number": n, "text": text, "mine": n in own, "value": chosen.get(n, ""), "names": []}
        for n, text in enumerate(poll.choices)
    ]
    piece = {
        "kind": poll.kind, "most": poll.most, "anonymous": poll.anonymous, "choices": choices, "total": total,
        "over": poll.is_over(now), "closes_at": poll.closes_at, "closed_at": poll.closed_at or poll.closes_at,
        "voted": voted, "visible": bool(seeing), "hidden_why": seeing.sentence,
        "may_vote": bool(rules.may_vote(who, poll, now)),
        "may_close": bool(rules.may_close_poll(who, poll, now)),
        "error": error, "lost": [c["text"] for c in choices if c["value"]] if error else [],
        "url": poll.thread.key, "rounds": [], "outcome": "", "results_when": poll.results,
    }  # fmt: skip
    if seeing:
        count(poll, piece)
        if rules.may_see_names(who, poll, now):
            name(poll, choices)
    return piece


def filled(poll: Poll, own: counting.Picks) -> dict[int, str]:
    """What the form shows of the vote there is."""
    return {pick: str(place) if poll.kind == Poll.Kind.RANKED else "1" for place, pick in enumerate(own, start=1)}


def count(poll: Poll, piece: dict[str, Any]) -> None:
    choices, total = piece["choices"], piece["total"]
    if poll.kind == Poll.Kind.RANKED:
        rounds = counting.run_off(poll.box, len(poll.choices))
        votes = [rounds[0].votes.get(n, 0) for n in range(len(poll.choices))]
        piece["rounds"] = [in_words(poll, choices, one) for one in rounds] if total else []
        piece["outcome"] = outcome(poll, rounds[-1].first) if total else ""
    else:
        votes = counting.votes(poll.box, len(poll.choices))
    for choice, number in zip(choices, votes, strict=True):
        choice["votes"] = number
        choice["share"] = round(100 * number / total) if total else 0


def in_words(poll: Poll, choices: list[dict[str, Any]], one: counting.Round) -> dict[str, Any]:
    return {
        "votes": [one.votes.get(choice["number"]) for choice in choices],
        "spent": one.spent,
        "out": [poll.choices[pick] for pick in one.out],
    }


def outcome(poll: Poll, first: counting.Picks) -> str:
    names = [f"“{poll.choices[pick]}”" for pick in first]
    if len(names) == 1:
        return f"{names[0]} is ahead." if not poll.is_over(timezone.now()) else f"{names[0]} won."
    return f"{', '.join(names[:-1])} and {names[-1]} are level."


def name(poll: Poll, choices: list[dict[str, Any]]) -> None:
    """Who voted for it; in a ranked poll who put it first."""
    named: dict[int, list[str]] = {}
    for voter in queries.voters_of(poll):
        picks = counting.picks_in(voter.picks)
        for pick in picks[:1] if poll.kind == Poll.Kind.RANKED else picks:
            named.setdefault(pick, []).append(voter.name)
    for choice in choices:
        choice["names"] = named.get(choice["number"], [])[:FEW_NAMES]
        choice["more"] = max(0, choice["votes"] - len(choice["names"]))
