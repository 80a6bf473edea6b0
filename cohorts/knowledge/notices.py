"""What notices of a thread to be say. The cohort speaks: whoever blocked its facilitator is asked as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from cohorts.knowledge import queries
from cohorts.knowledge.composing import WAITS
from cohorts.knowledge.models import Proposal
from community import timetext
from community.notifications import actions as notices
from community.notifications import kinds
from community.notifications.actions import Wanted
from community.notifications.kinds import Shown
from community.places import place
from moderation.access import knowledge as rules
from moderation.access.grants import Grants
from moderation.access.rooms import may_enter_room

ASKED, REMINDER, READY, PUBLISHED = "quoted.asked", "quoted.reminder", "quoted.ready", "quoted.published"
State = Proposal.State


def register() -> None:
    words = ("question about your words in a thread", "questions about your words in threads")
    kinds.register(ASKED, asking("asks whether you may be quoted in a thread of the forum: “{title}”"), counted=words)
    kinds.register(REMINDER, asking("asks once more, until {until}: may you be quoted in “{title}”?"), counted=words)
    kinds.register(READY, ready, counted=("thread that can be published", "threads that can be published"))
    kinds.register(PUBLISHED, published, counted=("thread made of a room", "threads made of a room"))


def place_of(proposal: Proposal) -> str:
    return f"quoted:{proposal.pk}"


def mark(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def tell(proposal: Proposal, kind: str, member_ids: Iterable[int], at_epoch: int, mark: int) -> None:
    about = f"{proposal.pk}.{mark}"
    wanted = [Wanted(pk, None, kind, about, place_of(proposal)) for pk in sorted(member_ids)]
    notices.notify(wanted, at_epoch=at_epoch)


def withdraw(proposal: Proposal) -> None:
    """Nobody is asked any more. Also so that no row tells who was."""
    notices.withdraw_at([ASKED, REMINDER, READY], place_of(proposal))


def asking(sentence: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        now = timezone.now()
        found = queries.voices().filter(member_id=who.member_id, proposal_id__in=ids_of(subjects).values())
        mine = {voice.proposal_id: voice for voice in found if rules.may_answer_quote(who, voice, now)}
        return {
            about: shown(
                mine[pk].proposal,
                sentence.format(title=mine[pk].proposal.title, until=timetext.full(mine[pk].asked_at + WAITS)),
                place("quoted_words", pk),
            )
            for about, pk in ids_of(subjects).items()
            if pk in mine
        }

    return resolve


def ready(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    seen = {
        found.pk: found for found in of(subjects) if rules.may_see_proposal(who, found) and found.state == State.ASKED
    }
    return {
        about: shown(
            seen[pk], f"has a thread ready: everybody quoted in “{seen[pk].title}” decided", place("room_thread", pk)
        )
        for about, pk in ids_of(subjects).items()
        if pk in seen
    }


def published(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    """To everybody in the room, so that it tells of nobody that they are quoted."""
    found = {one.pk: one for one in of(subjects) if one.thread and one.title and may_enter_room(who, one.room)}
    return {
        about: shown(
            found[pk],
            f"has a thread in the forum, made of what was said in {found[pk].room.name}: “{found[pk].title}”",
            place("thread", found[pk].thread),
        )
        for about, pk in ids_of(subjects).items()
        if pk in found
    }


def ids_of(subjects: Sequence[str]) -> dict[str, UUID]:
    return {about: UUID(about.partition(".")[0]) for about in subjects}


def of(subjects: Sequence[str]) -> list[Proposal]:
    return list(queries.proposals().filter(pk__in=ids_of(subjects).values()))


def shown(proposal: Proposal, sentence: str, url: str) -> Shown:
    room = proposal.room
    name, hue = room.place_name, room.cohort.hue if room.cohort else ""
    return Shown(sentence=sentence, url=url, excerpt="", place_name=name, hue=hue, by=name, quotable=False)
