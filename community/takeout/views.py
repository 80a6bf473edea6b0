"""One's own words, to take along. Open at the door too: whose membership ended can still take them."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from community.members.request import MemberRequest
from community.takeout import actions, queries
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent


@open_to(Surface.THRESHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: MemberRequest) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            actions.ask(request.grants.member_id)
            return redirect("words")
        except actions.TooOften as error:
            refusal = str(error)
    context = {"archives": queries.archives_of(request.grants), "refusal": refusal, "now": timezone.now()}
    return render(request, "takeout/words.html", context, status=429 if refusal else 200)


@open_to(Surface.THRESHOLD)
@require_safe
def archive(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    found = queries.archive_for(request.grants, pk)
    path = actions.path_of(found.place)
    if not path.is_file():
        raise Absent
    response = FileResponse(path.open("rb"), content_type="application/zip")
    name = f"my-words-{found.asked_at:%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Length"] = str(path.stat().st_size)
    return response
