"""What notices about reports and looks say, looked up when they are shown. None of it goes into a mail in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from cohorts.models import TalkLook, TalkReport
from cohorts.talks import queries
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.text import plain
from moderation.access import talks as rules
from moderation.access.grants import Grants

REPORTED = "talk.reported"
ASKED, AGREED, DECLINED, TOLD = "look.asked", "look.agreed", "look.declined", "look.told"
LOOKS = {
    ASKED: "asks you to agree to a look into the talk of {one} and {other}",
    AGREED: "agreed to a look into the talk of {one} and {other}",
    DECLINED: "does not agree to a look into the talk of {one} and {other}",
    TOLD: "looked into your talk with {partner}",
}
TALKS, HUE = "Talks", "slate"


def register() -> None:
    counted = ("message that was reported", "messages that were reported")
    kinds.register(REPORTED, reports, counted=counted)
    for kind, sentence in LOOKS.items():
        kinds.register(kind, looks(kind, sentence), counted=("word about a look", "words about looks"))


def reports(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    found = TalkReport.objects.filter(pk__in=list(subjects)).select_related("message__author")
    return {
        str(one.pk): Shown(
            sentence=f"reports a message of {one.message.author.name}",
            url=reverse("talk_report", args=[one.pk]),
            excerpt=plain.shorten(one.reason, 120),
            place_name=TALKS,
            hue=HUE,
            quotable=False,
        )
        for one in found
        if rules.may_see_report(who, one)
    }


def looks(kind: str, sentence: str) -> kinds.Resolve:
    """Moderators get to its page; the two to their talk."""

    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        found = TalkLook.objects.filter(pk__in=list(subjects)).select_related("one", "other", "asked_by")
        return {str(one.pk): shown(who, one, kind, sentence) for one in found if may_be_told(who, one, kind)}

    return resolve


def may_be_told(who: Grants, look: TalkLook, kind: str) -> bool:
    if kind == TOLD:
        return look.agreed and who.member_id in (look.one_id, look.other_id)
    return bool(rules.may_ask_look(who, (look.one_id, look.other_id), timezone.now()))


def shown(who: Grants, look: TalkLook, kind: str, sentence: str) -> Shown:
    told = kind == TOLD
    room = queries.looked_at(look) if told else None
    partner = look.other if look.one_id == who.member_id else look.one
    return Shown(
        sentence=sentence.format(one=look.one.name, other=look.other.name, partner=partner.name),
        url=reverse("room", args=[room.pk]) if room else reverse("talk_look", args=[look.pk]),
        excerpt=f"Reason: {look.reason}",
        place_name=TALKS,
        hue=HUE,
        by=f"{look.asked_by.name}, a moderator," if told else "",
        quotable=False,
    )
