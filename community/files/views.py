"""Taking files in and handing them out. No file has another address than these."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from community.files import actions, guarding, inspect, photos, queries
from community.files.actions import TooMany
from community.files.models import Upload
from community.members.request import MemberRequest
from community.members.views import saved, you_page
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent

Answer = TypeVar("Answer", bound=HttpResponseBase)
# Pictures may show in the page; everything else is saved, whatever it calls itself.
SHOWN_IN_PAGE = {"image/jpeg", "image/png", "image/webp", "image/gif"}


@open_to(Surface.WRITERS)
@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    """One file of a composer: kept loose until what it belongs to is posted."""
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"error": "Choose a file first."}, status=422)
    try:
        kept = actions.store(request.grants, given)
    except inspect.Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    except TooMany as refused:
        return JsonResponse({"error": str(refused)}, status=429)
    seen = guarding.cautions(kept)
    return JsonResponse({**actions.shown(kept), "url": f"/files/{kept.pk}/", **({"cautions": seen} if seen else {})})


@open_to(Surface.MEMBERS)
@require_safe
def download(request: MemberRequest, upload_id: UUID) -> HttpResponseBase:
    found = queries.upload_for(request.grants, upload_id)
    return hand_out(found, found.place, found.media_type, inline=found.media_type in SHOWN_IN_PAGE)


@open_to(Surface.MEMBERS)
@require_safe
def thumb(request: MemberRequest, upload_id: UUID) -> HttpResponseBase:
    found = queries.upload_for(request.grants, upload_id)
    if not found.thumb_place:
        raise Absent
    return hand_out(found, found.thumb_place, "image/webp", inline=True)


def hand_out(found: Upload, place: str, media_type: str, *, inline: bool) -> HttpResponseBase:
    """With headers under which a browser can only show or save it (OWASP ASVS 5.0, 3.2.1 and 5.4.1)."""
    path = Path(settings.MEDIA_ROOT) / place
    if not path.is_file():
        raise Absent
    response = FileResponse(path.open("rb"), content_type=media_type)
    response["Content-Length"] = str(path.stat().st_size)
    return guarded(response, found.name, inline=inline)


def as_attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """What was made for this one answer, under a name that `names.tidy` made."""
    return guarded(HttpResponse(content, content_type=media_type), name, inline=False)


def guarded(response: Answer, name: str, *, inline: bool) -> Answer:
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@open_to(Surface.WRITERS)
@require_POST
def photo(request: MemberRequest) -> HttpResponse:
    """One's own photo: a new one, none, or other people who see it."""
    given = request.FILES.get("photo")
    photos.show_photo_to(request.user, request.POST.get("see_photo", ""))
    if request.POST.get("off"):
        photos.take_photo_away(request.user)
    elif given is not None:
        try:
            photos.set_photo(request.user, given)
        except (inspect.Refused, TooMany) as refused:
            return you_page(request, photo_error=str(refused), status=422)
    return saved("photo")
