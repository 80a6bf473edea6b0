"""A composer keeps and asks for its draft; a page lists them all."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import ratelimits
from community.drafts import actions, queries
from community.drafts.actions import OtherDraftError, TooLongError, Written
from community.drafts.models import Draft
from community.drafts.places import is_place, places_of
from community.members.request import MemberRequest
from community.text import plain
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """Everything begun and not posted. What has no place any more can still be copied."""
    mine = queries.drafts_of(request.grants)
    places = places_of(request.grants, {draft.place for draft in mine})
    rows = [
        {
            "draft": draft,
            "place": places.get(draft.place),
            "title": draft.fields.get("title", ""),
            "words": plain.shorten(plain.from_html(draft.body), 300),
        }
        for draft in mine
    ]
    return render(request, "drafts/drafts.html", {"rows": rows})


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: MemberRequest) -> HttpResponse:
    """The draft of one composer, as JSON; kept by POST."""
    place = (request.GET if request.method != "POST" else request.POST).get("place", "")
    if not is_place(place):
        return JsonResponse({"error": "No such place to write at."}, status=422)
    if request.method != "POST":
        found = queries.draft_at(request.grants, place)
        return JsonResponse({"draft": told(found) if found else None})
    if ratelimits.take("draft", request.grants.member_id):
        return HttpResponse(status=429)
    written = written_in(request)
    if written is None:
        return JsonResponse({"error": "This is no draft."}, status=422)
    try:
        return JsonResponse({"version": actions.keep(request.grants, place, written)})
    except OtherDraftError as other:
        return JsonResponse({"draft": told(other.draft)}, status=409)
    except TooLongError:
        return JsonResponse({"error": "This is longer than anything that can be posted."}, status=422)


def written_in(request: MemberRequest) -> Written | None:
    """None for what no composer of ours sends."""
    try:
        fields = json.loads(request.POST.get("fields") or "{}")
        files = json.loads(request.POST.get("files") or "[]")
        known = int(request.POST.get("version") or 0)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        return None
    if not isinstance(files, list) or not all(is_file(file) for file in files):
        return None
    return Written(request.POST.get("body", ""), fields, files, known)


def is_file(file: Any) -> bool:
    """What a composer's tray shows of an upload; whether it may be attached is asked when it is posted."""
    return isinstance(file, dict) and set(file) <= {"id", "name", "size", "kind"} and len(json.dumps(file)) < 1_000


def told(found: Draft) -> dict[str, Any]:
    return {
        "body": found.body, "fields": found.fields, "files": found.files, "version": found.version,
        "at": int(found.at.timestamp() * 1000),
    }  # fmt: skip


@open_to(Surface.MEMBERS)
@require_POST
def throw_away(request: MemberRequest) -> HttpResponse:
    actions.throw_away(request.grants, request.POST.get("place", "")[:80])
    return redirect("drafts")
