"""A thread to be as its pages show it: its lines with what became of them, the preview, what is still to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cohorts.knowledge import queries
from cohorts.knowledge.composing import WAITS, Fate, Weighed, compose, fingerprint, giveaways, names_for
from cohorts.knowledge.models import Proposal, Voice
from community.text import chat, plain, privacy

WORDS = {
    Fate.OPEN: "Not decided yet",
    Fate.NAMED: "With the name",
    Fate.UNNAMED: "As “A member”",
    Fate.OUT: "Left out",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line. `html`: as it was said; `mark`: of the words as they are shown."""

    pk: int
    author: str
    initials: str
    hue: str
    html: str
    fate: Fate
    mark: str
    kept: bool

    @property
    def words(self) -> str:
        return WORDS[self.fate]


@dataclass(frozen=True, slots=True)
class Whole:
    """`preview`: a draft with everybody's name, later what would be published now; `hints`: names, and what may point
    to a child; `waits_for`: who is still to decide, and until when each has time."""

    lines: list[Shown]
    preview: str
    hints: list[str]
    waits_for: list[tuple[str, datetime]]
    quoted: int
    may_publish: bool


def line(one: Weighed) -> Shown:
    said = one.line.message
    return Shown(
        one.line.pk, one.author.name, one.author.initials, one.author.hue, said.html, one.fate,
        fingerprint(said.body), not one.line.struck,
    )  # fmt: skip


def whole(proposal: Proposal) -> Whole:
    weighed = queries.weigh(proposal, timezone.now())
    draft = proposal.state == Proposal.State.DRAFT
    shown = [one for one in weighed if one.stands or (draft and one.fate is Fate.OPEN)]
    texts = [proposal.title, proposal.intro]
    names = names_for(weighed, queries.mentioned_in([proposal.intro, *(one.words for one in shown)]))
    html = compose(proposal.intro, [(one.name, one.words) for one in shown], names)
    seen = privacy.look("\n\n".join([proposal.title, plain.lines_from_html(html)]))
    waiting = queries.undecided(weighed)
    voices = {voice.member_id: voice.asked_at + WAITS for voice in proposal.voices.all()}
    return Whole(
        lines=[line(one) for one in weighed],
        preview=html,
        hints=[] if draft else [*giveaways(weighed, texts), *(one.words for one in seen)],
        waits_for=sorted(
            {(one.author.name, voices[pk]) for one in weighed if (pk := one.author.pk) in waiting & voices.keys()}
        ),
        quoted=len({one.author.pk for one in weighed} - {proposal.by_id}),
        may_publish=not draft and not waiting and bool(shown),
    )


def own_and_around(voice: Voice) -> tuple[list[Shown], list[Shown]]:
    """What this person said in it; and all of it in its order, for who may read the room: as it was said there. What
    others decided is theirs."""
    weighed = queries.weigh(voice.proposal, timezone.now())
    there = [(one.author.pk, line(one)) for one in weighed if one.line.message.deleted_at is None]
    return [said for pk, said in there if pk == voice.member_id], [said for _, said in there]


def until(voice: Voice) -> datetime:
    return voice.asked_at + WAITS


def introduction(text: str) -> str:
    return chat.render(text) if text else ""
