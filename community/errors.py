"""What a person sees when something is not to be had. Nothing here knows anything of the inside."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader

from moderation.access.audience import Surface, open_to
from moderation.access.decision import Decision

# Shut at the door, but not out: their own words are still theirs to take (Surface.THRESHOLD).
MAY_TAKE_WORDS = {"term_closed", "roster_closed"}
# Beside what happened and until when: what one can do about it.
ADVICE = {
    "suspended": "You do not have to do anything: on that day it opens again by itself, as you left it. If you would "
    "like to talk about it, ask your organization’s contact to write to the moderators.",
    "removed": "What you wrote stays. If you think this is a mistake, ask your organization’s contact to write to the "
    "moderators.",
    "left": "If you would like to come back, ask any member for an invitation, or request access anew.",
    "no_seat": "Ask your organization’s seat manager to give you the seat back. Everything is as you left it, and "
    "opens the moment they do.",
    "term_closed": "Ask your organization’s contact about it. Until then you can take your words with you.",
    "roster_closed": "Ask them; it is one tick. Until then you can take your words with you.",
}


def page(
    request: HttpRequest, status: int, heading: str, sentence: str, *, action: str = "home", advice: str = ""
) -> HttpResponse:
    """One template for all of them, without the shell: it must render whatever else is broken."""
    context = {"heading": heading, "sentence": sentence, "action": action, "advice": advice}
    html = loader.get_template("errors/page.html", using="jinja2").render(context, request)
    return HttpResponse(html, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For what does not exist and for what this person may not see: byte for byte the same."""
    return page(
        request,
        404,
        "This page isn't available to you",
        "It may have been moved or taken away, or it belongs to people who are not you.",
    )


def denied(request: HttpRequest, decision: Decision) -> HttpResponse:
    """For what one can see but may not do."""
    return page(request, 403, "This isn't yours to do", decision.sentence)


def door(request: HttpRequest, decision: Decision) -> HttpResponse:
    """For a signed-in person whose access is closed: what happened, until when, what to do."""
    headings = {
        "suspended": "Your access is paused",
        "removed": "Your access has ended",
        "left": "You left the community",
        "no_seat": "Your seat is not active",
        "term_closed": "Your organization's membership has ended",
        "roster_closed": "Your seat was not confirmed",
    }
    action = "take_words" if decision.code in MAY_TAKE_WORDS else "sign_out"
    heading, advice = headings.get(decision.code, "Not yet"), ADVICE.get(decision.code, "")
    response = page(request, 403, heading, decision.sentence, action=action, advice=advice)
    # Whose membership may be renewed finds again what they wrote and did not send yet.
    response["Clear-Site-Data"] = '"cache"' if decision.code in MAY_TAKE_WORDS else '"cache", "storage"'
    return response


def waiting(request: HttpRequest, decision: Decision, place: str) -> HttpResponse:
    """For what was sent while something waited at the door: nothing of it is lost."""
    return page(
        request,
        403,
        "One thing first",
        f"{decision.sentence} Then come back to this page and send it again: what you wrote is still in the form.",
        action=place,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        403,
        "This page was open for too long",
        "Go back, reload the page and send it again. What you wrote is still in the form.",
        action="back",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return page(request, 413, "This is too long", "Send it in two parts, or attach it as a file.", action="back")
    return page(request, 400, "That could not be read", "Something in the address or the form was not right.")


def too_many(
    request: HttpRequest, sentence: str = "Please wait a few minutes, then try again.", heading: str = "Too many tries"
) -> HttpResponse:
    return page(request, 429, heading, sentence, action="back")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, "This isn't yours to do", "You can see this, but not change it.")


def server_error(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        500,
        "Something broke on our side",
        "It has been written down. Nothing you wrote before is lost; please try again in a moment.",
    )


for _view in (not_found, csrf_failure, bad_request, too_many, forbidden, server_error):
    open_to(Surface.VISITORS)(_view)
