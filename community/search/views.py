"""The page of a search, and the quick one while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cohorts import queries as cohorts
from community import ratelimits
from community.finding.narrowing import Narrow
from community.finding.wording import Term, Wanted, wanted
from community.forum import queries as forum
from community.forum import tags
from community.members.request import MemberRequest
from community.search import everything
from community.search.everything import KINDS, Found
from community.search.narrowing import understood
from community.text import plain
from moderation.access.audience import Surface, open_to
from moderation.access.grants import Grants

LONGEST = 200
QUICK = 5
NOTHING: dict[str, Any] = {
    "found": None,
    "wait": 0.0,
    "tabs": (),
    "chips": (),
    "problems": (),
    "instead": "",
    "first": True,
}
PICKED = ("space", "tag", "room", "from", "is", "has", "after")  # what the form beside the results sets
SINCE = (("", "Any time"), ("7d", "Past week"), ("31d", "Past month"), ("366d", "Past year"))
STATES = (("", "Any"), ("solved", "Answered"), ("unsolved", "Still open"))


@open_to(Surface.MEMBERS)
@require_safe
def search(request: MemberRequest) -> HttpResponse:
    typed = plain.clean_line(request.GET.get("q", ""))[:LONGEST]
    asked = wanted(typed)
    kind = request.GET.get("in", "")
    kinds = [kind] if kind in KINDS else list(KINDS)
    if "narrow" in request.GET:
        picked = {name: plain.clean_line(request.GET.get(name, ""))[:60] for name in PICKED}
        return redirect(address(asked.narrowed(**picked), kind))
    context = {**NOTHING, "words": typed, "kind": kind if kind in KINDS else ""}
    if asked:
        context["wait"] = ratelimits.take("search", request.grants.member_id)
    if asked and not context["wait"]:
        context |= results(request, asked, kinds)
    return render(request, "search/page.html", {**context, **choices(request.grants, asked)})


def results(request: MemberRequest, asked: Wanted, kinds: list[str]) -> dict[str, Any]:
    meaning = understood(request.grants, asked)
    if asked.terms and all(term.excluded for term in asked.terms):
        meaning.problems.append("Add a word to look for, beside those to leave out.")
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 18 and len(kinds) == 1 else None
    found = Found(asked)
    if not meaning.problems:
        found = everything.look(request.grants, asked, meaning.narrow, kinds, start)
    kind = kinds[0] if len(kinds) == 1 else ""
    return {
        "found": found,
        "problems": meaning.problems,
        "instead": str(found.wanted) if found and corrected(asked, found.wanted) else "",
        "chips": [(chip(name, value), address(asked.without(name), kind)) for name, value in asked.filters],
        "first": start is None,
        "tabs": [(key, label, address(asked, key)) for key, label in (("", "All"), *KINDS.items())],
        "rows": {name: found.rows.get(name, []) for name in KINDS},
        "older": {name: address(asked, name, found.older[name]) if name in found.older else "" for name in KINDS},
    }


def chip(name: str, value: str) -> str:
    """A filter in words, where there are any."""
    offered = {"after": dict(SINCE), "is": dict(STATES), "has": {"file": "With a file"}}.get(name, {})
    return offered.get(value, f"{name}: {value}")


def corrected(asked: Wanted, looked_for: Wanted) -> bool:
    """Another word was looked for than was typed; that words may go on needs no remark."""
    return [term.text for term in asked.terms] != [term.text for term in looked_for.terms]


def address(asked: Wanted, kind: str, before: int | None = None) -> str:
    given = {"q": str(asked), "in": kind, "before": before}
    return f"{reverse('search')}?{urlencode({name: value for name, value in given.items() if value})}"


def choices(who: Grants, asked: Wanted) -> dict[str, Any]:
    """What the form beside the results offers, with what is chosen."""
    rooms = [(str(r.pk), f"{r.place_name}: {r.name}") for r in cohorts.rooms_for(who)]
    return {
        "spaces": [(s.slug, s.name) for s in forum.spaces_for(who)],
        "rooms": rooms,
        "tags": [(t.slug, t.name) for t in tags.offered()],
        "since": SINCE,
        "states": STATES,
        "picked": {name: asked.of(name) for name in PICKED},
    }


@open_to(Surface.MEMBERS)
@require_safe
def quick(request: MemberRequest) -> HttpResponse:
    """While somebody types: places, people, titles. A piece of page."""
    typed = plain.clean_line(request.GET.get("q", ""))[:LONGEST]
    asked = wanted(typed)
    if ratelimits.take("suggest", request.grants.member_id):
        return HttpResponse(status=429)
    groups = [("Places", places(request.grants, typed))]
    if asked and len(typed) > 1:
        last = asked.terms[-1:] if not typed.endswith(" ") else ()
        begun = asked.saying((*asked.terms[: len(asked.terms) - len(last)], *(Term(t.text, begins=True) for t in last)))
        found = everything.titles(request.grants, begun, Narrow(), QUICK)
        groups += [(label, found[kind]) for kind, label in everything.QUICK_KINDS.items()]
    context = {"words": typed, "groups": [(name, lines) for name, lines in groups if lines], "all": address(asked, "")}
    return render(request, "search/_quick.html", context)


def places(who: Grants, typed: str) -> list[dict[str, str]]:
    """Pages, spaces and rooms whose name holds what was typed; the pages alone before anything is."""
    pages = [(reverse(name), label, icon) for name, label, icon in PAGES]
    if typed:
        pages += [(reverse("space", args=[s.slug]), s.name, "hash") for s in forum.spaces_for(who)]
        rooms = cohorts.rooms_for(who)
        pages += [(reverse("room", args=[r.pk]), f"{r.place_name}: {r.name}", "messages-square") for r in rooms]
    wanted_words = typed.casefold().split()
    return [
        {"url": url, "label": label, "icon": icon}
        for url, label, icon in pages
        if all(any(part.startswith(word) for part in label.casefold().split()) for word in wanted_words)
    ][: QUICK + 1]


PAGES = (
    ("home", "Home", "house"), ("forum", "Forum", "message-circle-question-mark"),
    ("rooms", "Rooms", "messages-square"),
    ("library", "Library", "library"),
    ("people", "People", "users"), ("ask", "Ask a question", "plus"),
)  # fmt: skip
