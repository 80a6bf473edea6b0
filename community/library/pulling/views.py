"""What changed in the original, beside our own words, and the choice of what comes into ours."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from community.files.actions import TooMany
from community.files.findings import Refused
from community.library import actions as library
from community.library.models import Document
from community.library.pulling import actions, queries
from community.library.pulling.queries import Changes, Three
from community.library.queries import document_for
from community.library.views import document_page
from community.members.request import MemberRequest
from moderation.access import library as rules
from moderation.access.audience import Surface, open_to

CHOICES = frozenset({"ours", "theirs", "both"})
CHOOSE = "Where both were changed, choose which words to keep."
MOVED = "Meanwhile one of the two got a new version. This is how they differ now: choose again."


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def pull(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = document_for(request.grants, document_id)
    rules.may_add_version(request.grants, found, timezone.now()).require()
    try:
        three = queries.three_of(request.grants, found)
        if three is None:
            return redirect("document", document_id)
        changes = queries.changes_of(three)
        return answer(request, found, three, changes)
    except Refused as refused:
        return document_page(request, found, problem=str(refused), status=422 if request.method == "POST" else 200)


def answer(request: MemberRequest, found: Document, three: Three, changes: Changes) -> HttpResponse:
    """Raises Refused."""
    if request.method != "POST":
        return page(request, found, three, changes)
    if request.POST.get("of") != numbers(three):
        return page(request, found, three, changes, problem=MOVED, status=409)
    chosen = {one.number: request.POST.get(f"change-{one.number}", "") for one in changes.changes}
    if not CHOICES.issuperset(chosen.values()):
        return page(request, found, three, changes, chosen=chosen, problem=CHOOSE, status=422)
    try:
        actions.pull(request.grants, found, three, list(chosen.values()))
    except library.Overtaken:
        return moved(request, found)
    except TooMany as refused:
        return page(request, found, three, changes, chosen=chosen, problem=str(refused), status=429)
    return redirect("document", found.pk)


def moved(request: MemberRequest, found: Document) -> HttpResponse:
    """A colleague was faster. Raises Refused."""
    three = queries.three_of(request.grants, found)
    if three is None:
        return redirect("document", found.pk)
    return page(request, found, three, queries.changes_of(three), problem=MOVED, status=409)


def numbers(three: Three) -> str:
    """Which three versions were looked at."""
    return "-".join(str(version.number) for version in (three.base, three.ours, three.theirs))


def page(
    request: MemberRequest, found: Document, three: Three, changes: Changes, *, chosen: dict[int, str] | None = None,
    problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """What is no conflict is taken, unless somebody says otherwise; a conflict is theirs to decide."""
    initial = {one.number: "" if one.conflict else "theirs" for one in changes.changes}
    context = {
        "document": found, "three": three, "changes": changes.changes, "kept": changes.kept, "of": numbers(three),
        "chosen": initial | (chosen or {}), "problem": problem,
        "conflicts": sum(one.conflict for one in changes.changes),
    }  # fmt: skip
    return render(request, "library/pull.html", context, status=status)
