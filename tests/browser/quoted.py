"""Threads of a room's words for pictures and tours: one in preparation, one of which people were asked."""

from __future__ import annotations

from cohorts.knowledge import actions
from cohorts.models import Message, Proposal, Room
from community.members.models import Member
from community.places import place
from tests import cast


def preparing(room: Room, leads: Member, title: str) -> Proposal:
    """Of everything that was said there, up to six messages."""
    who = cast.grants(leads)
    said = Message.objects.filter(room=room, deleted_at=None).exclude(body="").order_by("-seq")
    draft = actions.choose(who, room, [message.pk for message in said[:6]])
    intro = "What we would tell somebody who begins next year."
    return actions.save(who, draft, actions.Draft(title, intro, "facilities", "unnamed"))


def both(room: Room, leads: Member) -> dict[str, str]:
    """One about which everybody was asked, and one nobody else sees; and where messages are chosen."""
    asked = actions.ask(cast.grants(leads), preparing(room, leads, "The side door, in full"))
    draft = preparing(room, leads, "The side door, again")
    return {
        "quote_room": place("quote_room", room.pk),
        "room_thread": place("room_thread", draft.pk),
        "room_thread:asked": place("room_thread", asked.pk),
        "quoted_words": place("quoted_words", asked.pk),
    }


def of_the_demo(leads: str) -> dict[str, str]:
    """The demo's own, and one more in preparation."""
    asked = Proposal.objects.filter(state="asked", by__handle=leads).select_related("room")[0]
    draft = preparing(asked.room, Member.objects.get(handle=leads), "What a school van really costs")
    return {
        "quote_choose": place("quote_room", asked.room.pk),
        "quote_draft": place("room_thread", draft.pk),
        "quote_asked": place("room_thread", asked.pk),
        "quote_mine": place("quoted_words", asked.pk),
    }
