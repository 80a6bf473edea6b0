"""Pages of cohorts and rooms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts import actions, kept, people, queries, wire
from cohorts.arranging import kinds
from cohorts.forms import CohortForm, EnrollForm, RoomForm, SayForm
from cohorts.levels import queries as levels
from cohorts.lifecycle import notices as year_notices
from cohorts.lifecycle import queries as year
from cohorts.lifecycle.forms import AskForm
from cohorts.lifecycle.views import card
from cohorts.lifecycle.words import STAGES
from cohorts.models import Cohort, Room, Stage
from cohorts.programme import queries as programme
from cohorts.seen import queries as seen_by
from cohorts.sessions import queries as live
from cohorts.sessions import shown
from cohorts.talks import queries as talks
from cohorts.talks.shown import Talk, talk_of
from cohorts.talks.shown import cards as talk_cards
from cohorts.threads import queries as threads
from community import ratelimits
from community.db import one_moment
from community.members import epoch
from community.members.profile import menu_of, profiles
from community.members.queries import audience_sizes, find_person, mentionable
from community.members.request import MemberRequest
from community.notifications import actions as bell
from community.text import emoji, plain
from moderation.access import cohorts as cohort_rules
from moderation.access import rooms as rules
from moderation.access import seen
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.rooms import Beginning
from moderation.access.standing import may_write
from moderation.actions import Refused

MOST_TALKS = 5  # beside the rooms


@open_to(Surface.MEMBERS)
@require_safe
def rooms(request: MemberRequest) -> HttpResponse:
    """My cohorts with their rooms, how much is new, and the last words said."""
    who = request.grants
    found = list(queries.rooms_for(who))
    words = queries.last_words(who, found)
    cohorts: dict[int | None, dict[str, Any]] = {}
    for room in found:
        entry = cohorts.setdefault(
            room.cohort_id, {"cohort": room.cohort, "rooms": [], "mine": room.cohort_id in who.cohort_ids}
        )
        entry["rooms"].append({"room": room, "new": queries.unread_in(who, room), "last": words.get(room.pk)})
    newest, more = talks.page_for(who, None)
    shown = sorted(cohorts.values(), key=lambda entry: (not entry["mine"], entry["cohort"].name))
    context = {
        "cohorts": shown,
        "open": year.open_for(who),
        "stages": STAGES,
        "talks": talk_cards(who, newest[:MOST_TALKS]),
        "may_write": bool(may_write(who, timezone.now())),
        "more_talks": more or len(newest) > MOST_TALKS,
    }
    return render(request, "cohorts/rooms.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def room(request: MemberRequest, room_id: UUID) -> HttpResponse:
    kept.looked_at(request.grants, request.GET.get("message", ""))
    return room_page(request, room_id, SayForm())


def room_page(request: MemberRequest, room_id: UUID, form: SayForm, *, status: int = 200) -> HttpResponse:
    """The room around the first unread message, or around the one a link names; the same frames the wire sends."""
    who, now = request.grants, timezone.now()
    with one_moment():
        found = queries.room_for(who, room_id)
        at = epoch.current()
        stand = queries.stand_in(who.member_id, room_id, now)
        beyond = rules.begins(who, found)
        page = first_page(found, stand.read, request.GET.get("message", ""), beyond)
        messages = wire.messages(at, found.cohort_id, page.rows)
        pins = wire.messages(at, found.cohort_id, queries.pinned(room_id, beyond))
        talk = talk_of(who, found) if found.cohort_id is None else None
    state = {
        **state_of(who, found, at, page),
        "read": stand.read,
        "messages": messages,
        "pins": pins,
        "target": request.GET.get("message", ""),
    }
    context = {
        **head_of(request, found, talk),
        "state": state,
        "messages": messages,
        "pins": pins,
        "blocked": who.blocked_ids,
        "joined": queries.joined_later(room_id, beyond),
        "beyond": beyond,
        "can_say": rules.may_say(who, found, now),
        "slow": found.stage == Stage.ALUMNI and not rules.leads(who, found),
        "leads": rules.leads(who, found),
        "may_set": rules.may_set_room(who, found, now),
        "level": stand.level,
        "levels": levels.CHOICES,
        "emoji": emoji.OFFERED,
        **shown.beside(who, found, now, on=stand.on),
        "form": form,
    }
    return render(request, "cohorts/room.html", context, status=status)


def head_of(request: MemberRequest, found: Room, talk: Talk | None) -> dict[str, Any]:
    """What stands above the messages: of a talk its people, of a room its cohort; and do they say who saw them?"""
    cohort = found.cohort
    readers = talk.readers if talk else seen_by.readers_of(request.grants, found)
    return {
        "room": found,
        "now": timezone.now(),
        "cohort": cohort,
        "talk": talk,
        "title": talk.title if talk else found.name,
        "siblings": queries.rooms_in(request.grants, cohort, timezone.now()) if cohort else [],
        "readers": readers,
        "seeing": seen.is_offered(readers, request.user.shows_reading),
    }


def state_of(who: Grants, found: Room, at: int, page: queries.Page) -> dict[str, Any]:
    """What the page's script knows of the room and of the reader, and around the messages."""
    return {
        "room": str(found.pk),
        "rev": found.rev,
        "me": who.member_id,
        "own": people.authors(at, found.cohort_id, [who.member_id])[who.member_id],
        "leads": rules.leads(who, found),
        "enrolled": found.cohort_id is None or found.cohort_id in who.cohort_ids,
        "blocked": sorted(who.blocked_ids),
        "before": page.before,
        "after": page.after,
        "threads": threads.begun_by(page.rows),
    }


def first_page(found: Room, mark: int, message: str, beyond: Beginning) -> queries.Page:
    """Around what a link names; else around the first unread when it is further back than one page."""
    try:
        seq = queries.seq_of(found.pk, UUID(message), beyond) if message else None
    except ValueError:
        seq = None
    if seq is not None:
        return queries.around(found.pk, seq, beyond, 50)
    latest = queries.latest(found.pk, beyond)
    if mark and latest.before and latest.rows and latest.rows[0]["seq"] > mark:
        return queries.around(found.pk, mark, beyond, 50)
    return latest


@open_to(Surface.MEMBERS)
@require_POST
def unread(request: MemberRequest, room_id: UUID) -> HttpResponse:
    found = queries.room_for(request.grants, room_id)
    seq = request.POST.get("seq", "")
    if seq.isdecimal() and len(seq) < 16:
        actions.mark_unread_from(request.grants.member_id, found, int(seq))
    return HttpResponse(status=204) if request.headers.get("X-Requested-With") == "fetch" else redirect("rooms")


@open_to(Surface.MEMBERS)
@require_safe
def mentions(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """People of this room, for the @ menu."""
    found = queries.room_for(request.grants, room_id)
    if ratelimits.take("suggest", request.grants.member_id):
        return JsonResponse({"people": []}, status=429)
    beginning = plain.clean_line(request.GET.get("q", "")[:40])
    if found.cohort_id is None:
        people = talks.mentionable(request.grants, found, beginning)
    else:
        people = mentionable(request.grants, rules.audience_of(found), found.cohort_id, beginning)
    return JsonResponse({"people": menu_of(people)})


# ---- cohorts --------------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_safe
def cohort(request: MemberRequest, slug: str) -> HttpResponse:
    """From inside; whoever may ask for a place sees what it is about."""
    found = year.page_for(request.grants, slug)
    bell.mark_read_at(request.grants.member_id, year_notices.place_of(found))
    if not rules.may_see_cohort(request.grants, found):
        return card(request, found, AskForm())
    return cohort_page(request, found, RoomForm(), EnrollForm())


def cohort_page(
    request: MemberRequest, found: Cohort, room_form: RoomForm, enroll_form: EnrollForm, *, status: int = 200
) -> HttpResponse:
    enrolled, now = list(queries.people_of(found)), timezone.now()
    context = {
        "cohort": found,
        "people": list(zip(enrolled, profiles(request.grants, [e.member for e in enrolled]), strict=True)),
        "rooms": queries.rooms_in(request.grants, found, now),
        "sessions": shown.lines(request.grants, found, live.next_for(request.grants, found, now), now),
        "readers": audience_sizes(request.grants.epoch).of("cohort", found.pk),
        "stage": STAGES[found.state],
        "begun": programme.begun_for(request.grants, found, now),
        "may_lead": cohort_rules.may_lead_cohort(request.grants, found, now),
        "room_form": room_form,
        "kinds": kinds.OFFERED,
        "enroll_form": enroll_form,
    }
    return render(request, "cohorts/cohort.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_cohort(request: MemberRequest) -> HttpResponse:
    form = CohortForm(request.POST or None, initial={"rooms": "Everyone"})
    if request.method == "POST" and form.is_valid():
        made = actions.create_cohort(
            request.grants,
            name=form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            rooms=form.room_names(),
        )
        return redirect("cohort", made.slug)
    return render(request, "cohorts/new_cohort.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_POST
def add_room(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.cohort_for(request.grants, slug)
    form = RoomForm(request.POST)
    if not form.is_valid():
        return cohort_page(request, found, form, EnrollForm(), status=422)
    actions.add_room(request.grants, found, **form.cleaned_data)
    return redirect("cohort", slug)


@open_to(Surface.MODERATORS)
@require_POST
def enroll(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.cohort_for(request.grants, slug)
    form = EnrollForm(request.POST)
    if form.is_valid():
        try:
            person = find_person(form.cleaned_data["person"])
            actions.enroll(request.grants, found, person, role=form.cleaned_data["role"])
            return redirect("cohort", slug)
        except Absent:
            form.add_error("person", "No member has this email or handle. Invite them first.")
        except Refused as refused:
            form.add_error("person", refused.sentence)
    return cohort_page(request, found, RoomForm(), form, status=422)


@open_to(Surface.MODERATORS)
@require_POST
def withdraw(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    found = queries.cohort_for(request.grants, slug)
    actions.withdraw(request.grants, found, find_person(handle))
    return redirect("cohort", slug)
