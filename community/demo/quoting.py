"""The demo's thread in preparation: a facilitator asks those she would quote, and one of them has answered."""

from __future__ import annotations

from cohorts.knowledge import actions, queries
from cohorts.knowledge.composing import Choice, fingerprint
from cohorts.models import Message, Room
from community.members.grants import grants_for
from community.members.models import Member

TITLE = "How to show a board what the first year costs"
INTRO = "Our board asked for one number, five times. This is how three of us got to a slide that ended the asking."
SAID = (7, 8, 10, 12, 15, 16, 17)  # places in the room for talk of money


def quoting(room: Room, people: dict[str, Member]) -> None:
    who, philip = grants_for(people["renee"].pk), grants_for(people["philip"].pk)
    if who is None or philip is None:
        raise LookupError("The demo's facilitator is missing.")
    said = Message.objects.filter(room=room, seq__in=SAID).order_by("seq")
    draft = actions.choose(who, room, said.values_list("pk", flat=True))
    asked = actions.ask(who, actions.save(who, draft, actions.Draft(TITLE, INTRO, "money", "unnamed")))
    own = [line for line in queries.lines_of(asked) if line.message.author_id == philip.member_id]
    kept = {line.pk: fingerprint(line.message.body) for line in own}
    actions.answer(philip, queries.voice_for(philip, asked.pk), choice=Choice.UNNAMED, kept=kept)
