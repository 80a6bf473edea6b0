"""What moderators do about an application. One of them has it in hand, one decision is made, each act is written down.

Every act locks the application first and looks at what it is now: who was quicker is shown, never overwritten.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils import timezone

from community.db import writing
from community.jobs.queue import later
from community.members.models import Organization
from community.text import plain
from moderation import audit
from moderation.access import applications as rules
from moderation.access.applications import OPEN
from moderation.access.grants import Grants
from moderation.actions.corresponding import send_words
from moderation.actions.invitations import offer, pace, usable_address
from moderation.actions.organizations import create_organization
from moderation.actions.refused import Refused
from moderation.actions.telling import nothing_waits
from moderation.models import Application, ApplicationWord, Invitation, Vote
from moderation.queries.deciding import opinions_of
from moderation.words import stage_words

if TYPE_CHECKING:
    from cohorts.models import Cohort

Stage, Kind = Application.Stage, ApplicationWord.Kind
MAX_WORDS = 4000


def claim(actor: Grants, application: Application) -> None:
    """Take it in hand. Of two at the same moment one gets it. Raises Denied, Refused."""
    now = timezone.now()
    with writing():
        held = hold(actor, application)
        still_open(held)
        not_in_other_hands(actor, held, now)
        rules.may_claim(actor, held, now).require()
        held.claimed_by_id, held.claimed_at = actor.member_id, now
        held.save(update_fields=["claimed_by", "claimed_at"])
        write_down(actor, "claim_application", held)


def release(actor: Grants, application: Application) -> None:
    """Hand it back. Handing back what was handed back changes nothing."""
    with writing():
        held = hold(actor, application)
        if held.claimed_by_id is None:
            return
        rules.may_release(actor, held, timezone.now()).require()
        held.claimed_by, held.claimed_at = None, None
        held.save(update_fields=["claimed_by", "claimed_at"])
        write_down(actor, "release_application", held)


def note(actor: Grants, application: Application, body: str) -> None:
    """For the other moderators. The applicant never sees it."""
    rules.may_note(actor, timezone.now()).require()
    body = usable(body, "body", "Please write something.")
    with writing():
        ApplicationWord.objects.create(
            application=application, kind=Kind.NOTE, author_id=actor.member_id, body=body
        )  # fmt: skip
        write_down(actor, "note_application", application)


def vote(actor: Grants, application: Application, *, yes: bool, reason: str) -> None:
    """One's opinion; a later one replaces it. Raises Denied, Refused."""
    reason = plain.clean(reason).strip()
    with writing():
        held = hold(actor, application)
        still_open(held)
        rules.may_vote(actor, held, opinions_of(held).panel, timezone.now()).require()
        say(actor, held, yes=yes, reason=reason)
        write_down(actor, "vote_yes" if yes else "vote_no", held, reason=reason)


def ask(actor: Grants, application: Application, *, letter: str, seen: str) -> None:
    """A question to the applicant, who answers by the private link. Raises Denied, Refused."""
    answer(actor, application, Stage.ASKED, Kind.QUESTION, "ask_applicant", letter=letter, seen=seen)


def waitlist(actor: Grants, application: Application, *, letter: str, seen: str) -> None:
    """Not now, perhaps later. Raises Denied, Refused."""
    answer(actor, application, Stage.WAITLISTED, Kind.LETTER, "waitlist", letter=letter, seen=seen)


def answer(
    actor: Grants, application: Application, stage: str, kind: str, verb: str, *, letter: str, seen: str
) -> None:  # fmt: skip
    now = timezone.now()
    letter = usable(letter, "letter", "Please write to the applicant.")
    with writing():
        held = as_seen(actor, application, seen, now)
        rules.may_answer(actor, held, now).require()
        move(held, stage)
        words = write_to_applicant(actor, held, kind, letter)
        later(send_words, words.pk)
        write_down(actor, verb, held)


def decline(actor: Grants, application: Application, *, letter: str, seen: str) -> None:
    """Raises Denied, Refused."""
    now = timezone.now()
    letter = usable(letter, "letter", "Please write to the applicant.")
    with writing():
        held = as_seen(actor, application, seen, now)
        rules.may_decline(actor, held, opinions_of(held).panel, now).require()
        say(actor, held, yes=False)
        decide(actor, held, Stage.DECLINED, now)
        words = write_to_applicant(actor, held, Kind.LETTER, letter)
        later(send_words, words.pk)
        write_down(actor, "decline", held)


def admit(
    actor: Grants, application: Application, *, organization: Organization, cohort: Cohort | None, letter: str,
    seen: str,
) -> Invitation:  # fmt: skip
    """An invitation to the proven address, with the letter in its mail. Raises Denied, Refused."""
    now = timezone.now()
    letter = usable(letter, "letter", "Please write to the applicant.")
    pace(actor)
    try:
        with writing():
            held = as_seen(actor, application, seen, now)
            rules.may_admit(actor, held, opinions_of(held).panel, now).require()
            say(actor, held, yes=True)
            decide(actor, held, Stage.ADMITTED, now)
            write_to_applicant(actor, held, Kind.LETTER, letter)
            write_down(actor, "admit", held, reason=organization.name)
            return offer(
                actor.member_id, email=usable_address(held.email), name=held.name, organization=organization,
                cohort=cohort, letter=letter, application=held,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("letter", "Somebody else invited this address in the same moment.") from None


def admit_with_organization(
    actor: Grants, application: Application, *, about: dict[str, str], cohort: Cohort | None, letter: str, seen: str
) -> Invitation:  # fmt: skip
    """The same with an organization that comes with them: both or neither."""
    with writing():
        try:
            organization = create_organization(actor, **about)
        except Refused as refused:
            raise Refused(f"new_{refused.field}", refused.sentence) from None
        return admit(actor, application, organization=organization, cohort=cohort, letter=letter, seen=seen)


# ---- in the transaction of an act ---------------------------------------------------------------


def hold(actor: Grants, application: Application) -> Application:
    """As it is now, and nobody else's until this act is over."""
    rules.may_see_applications(actor).require_sight()
    held = Application.objects.select_for_update(of=("self",)).select_related("claimed_by", "decided_by")
    return held.exclude(stage=Stage.UNPROVEN).get(pk=application.pk)


def as_seen(actor: Grants, application: Application, seen: str, now: datetime) -> Application:
    """What was decided about is what was on the page: else somebody answers a question they never saw."""
    held = hold(actor, application)
    still_open(held)
    not_in_other_hands(actor, held, now)
    if held.stage != seen:
        raise Refused("seen", f"Meanwhile this application {stage_words(held.stage)}. Look at it again, then go on.")
    return held


def still_open(held: Application) -> None:
    if held.stage not in OPEN:
        by = f" by {held.decided_by.name}" if held.decided_by else ""
        raise Refused("seen", f"Meanwhile this application {stage_words(held.stage)}{by}. Nothing of yours was sent.")


def not_in_other_hands(actor: Grants, held: Application, now: datetime) -> None:
    if held.claimed_by is not None and rules.in_hand_of_another(actor, held, now):
        raise Refused("seen", f"{held.claimed_by.name} has it in hand at the moment. Nothing of yours was sent.")


def move(held: Application, stage: str) -> None:
    """On to the next stage, out of anybody's hands."""
    held.stage, held.claimed_by, held.claimed_at = stage, None, None
    held.save(update_fields=["stage", "claimed_by", "claimed_at"])
    nothing_waits(held)


def decide(actor: Grants, held: Application, stage: str, now: datetime) -> None:
    move(held, stage)
    held.decided_by_id, held.decided_at = actor.member_id, now
    held.save(update_fields=["decided_by", "decided_at"])


def say(actor: Grants, held: Application, *, yes: bool, reason: str = "") -> None:
    """Whoever decides has said so. Words said before are kept when none come with it."""
    Vote.objects.update_or_create(
        application=held, moderator_id=actor.member_id,
        defaults={"yes": yes} | ({"reason": reason[:500]} if reason else {}),
    )  # fmt: skip


def write_to_applicant(actor: Grants, held: Application, kind: str, letter: str) -> ApplicationWord:
    return ApplicationWord.objects.create(application=held, kind=kind, author_id=actor.member_id, body=letter)


def write_down(actor: Grants, verb: str, application: Application, *, reason: str = "") -> None:
    label = f"{application.name}, {application.school}"
    audit.record(
        actor.member_id, verb, kind="application", subject=application.pk, label=label, reason=reason
    )  # fmt: skip


def usable(text: str, field: str, otherwise: str) -> str:
    text = plain.clean(text).strip()
    if plain.is_blank(text):
        raise Refused(field, otherwise)
    if len(text) > MAX_WORDS:
        raise Refused(field, f"Please keep it to {MAX_WORDS:,} characters; this has {len(text):,}.")
    return text
