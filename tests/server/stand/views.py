"""Pages nobody needs but a test."""

from __future__ import annotations

import contextvars
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

STEP_S = 0.01
word: contextvars.ContextVar[str] = contextvars.ContextVar("word", default="nothing")


def folder() -> Path:
    place = Path(settings.DATA) / "stand"
    place.mkdir(exist_ok=True)
    return place


@csrf_exempt
def waits(request: HttpRequest) -> HttpResponse:
    """Until the test lets it go. Two files tell each other: `<name>.came` and `<name>.go`."""
    name = request.GET["name"]
    (folder() / f"{name}.came").touch()
    while not (folder() / f"{name}.go").exists():
        time.sleep(STEP_S)
    (folder() / f"{name}.done").touch()
    return HttpResponse(f"{name} is done")


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the inside")


def tells(request: HttpRequest) -> HttpResponse:
    """What arrived, as Django understood it."""
    told = {name: value for name, value in request.META.items() if isinstance(value, str)}
    about = {"method": request.method, "path": request.path, "scheme": request.scheme, "query": dict(request.GET)}
    return JsonResponse({**about, "meta": told, "word": word.get(), "thread": threading.current_thread().name})


@csrf_exempt
def reads(request: HttpRequest) -> HttpResponse:
    """The body, in the way the query names."""
    if request.GET.get("as") == "form":
        files = {name: [given.name, given.size] for name, given in request.FILES.items()}
        return JsonResponse({"fields": dict(request.POST.items()), "files": files})
    digest, size = hashlib.sha256(), 0
    while piece := request.read(2**16):
        digest.update(piece)
        size += len(piece)
    return JsonResponse({"size": size, "sha256": digest.hexdigest()})


def streams(request: HttpRequest) -> StreamingHttpResponse:
    """Pieces without a length; with `break_at`, one that fails."""

    def pieces() -> Iterator[bytes]:
        for number in range(int(request.GET.get("pieces", "3"))):
            if str(number) == request.GET.get("break_at"):
                raise RuntimeError("a secret of the inside")
            yield b"%d;" % number + b"." * int(request.GET.get("size", "0"))

    return StreamingHttpResponse(pieces())


def greets(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("Hello")
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "a b;c", samesite="Strict")
    return response


def lends(request: HttpRequest) -> FileResponse:
    """A file of so many bytes."""
    size = int(request.GET["size"])
    place = folder() / f"{size}.bin"
    place.write_bytes(bytes(range(256)) * (size // 256) + b"." * (size % 256))
    return FileResponse(place.open("rb"))


def says_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def stumbles(get_response: object) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("a secret of the inside")

    return middleware
