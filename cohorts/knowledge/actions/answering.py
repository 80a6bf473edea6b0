"""Deciding over one's own words in a thread to be: with one's name, without it, some of them, none."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from cohorts.knowledge import notices, queries
from cohorts.knowledge.actions.choosing import hold
from cohorts.knowledge.composing import Choice, fingerprint
from cohorts.knowledge.models import Line, Voice
from community.db import writing
from community.members import epoch
from community.members.grants import those_who
from moderation.access import knowledge as rules
from moderation.access.grants import Grants


def answer(actor: Grants, voice: Voice, *, choice: str, kept: Mapping[int, str]) -> Voice:
    """`kept`: the lines that may be used, each with the fingerprint of the words this person saw; the others are
    struck. Words that were changed since are not agreed to. As often as one likes, until it is published. Raises
    Absent."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(voice.proposal_id)
        mine = held.voices.filter(member_id=actor.member_id).first() or voice
        mine.proposal = held
        rules.may_answer_quote(actor, mine, now).require_sight()
        lines = list(held.lines.filter(message__author_id=actor.member_id).select_related("message"))
        for line in lines:
            same = kept.get(line.pk) == fingerprint(line.message.body)
            line.struck = line.pk not in kept and choice != Choice.OUT
            line.agreed = kept[line.pk] if same and choice != Choice.OUT else ""
        Line.objects.bulk_update(lines, ["struck", "agreed"])
        mine.choice, mine.answered_at = choice, now
        mine.save(update_fields=["choice", "answered_at"])
        if not queries.undecided(queries.weigh(held, now)):
            asked = held.asked_at or now
            leading = those_who(at, {held.by_id}, lambda who: rules.may_see_proposal(who, held))
            notices.tell(held, notices.READY, leading, at, notices.mark(asked))
    return mine
