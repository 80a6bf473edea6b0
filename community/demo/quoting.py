"""The demo's thread in preparation: a facilitator asks those she would quote, and one of them has answered."""

from __future__ import annotations

from cohorts.knowledge import actions, queries
from cohorts.knowledge.composing import Choice, fingerprint
from cohorts.models import Message, Room
from community.members.grants import grants_for
from community.members.models import Member

TITLE = "What we ask a landlord before we sign"
INTRO = "Four people of our cohort had a lease on the table this fall. This is what they would ask again."
MOST = 6


def quoting(room: Room, leads: Member) -> None:
    """Of the first messages of that room in which people say more than a word."""
    who = grants_for(leads.pk)
    said = [message for message in Message.objects.filter(room=room).order_by("seq")[:40] if len(message.body) > 40]
    if who is None or not said:
        raise LookupError("The demo's room has nothing to quote.")
    draft = actions.choose(who, room, [message.pk for message in said[:MOST]])
    draft = actions.save(who, draft, actions.Draft(TITLE, INTRO, "facilities", "unnamed"))
    asked = actions.ask(who, draft)
    others = asked.voices.order_by("member_id")
    answering = grants_for(others[0].member_id)
    if answering is not None:
        voice = queries.voice_for(answering, asked.pk)
        own = [line for line in queries.lines_of(asked) if line.message.author_id == answering.member_id]
        kept = {line.pk: fingerprint(line.message.body) for line in own}
        actions.answer(answering, voice, choice=Choice.UNNAMED, kept=kept)
