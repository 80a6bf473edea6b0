"""What an applicant does: apply, prove the address, answer, withdraw, ask for the link again.

None of it tells a stranger whether an address is known: every path does the same work, and the mail says the rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.db import writing
from community.jobs.queue import later
from community.text import plain
from moderation.access.applications import OPEN
from moderation.actions.corresponding import hash_of_code, send_code, send_new_link, send_receipt
from moderation.actions.refused import Refused
from moderation.actions.telling import note_answered, note_waiting, nothing_waits
from moderation.models import Application, ApplicationLink, ApplicationWord
from moderation.queries import hash_of
from moderation.queries.applying import application_of, words_for_applicant

Stage = Application.Stage
TRIES = 5  # for one code
MAX_WORDS = 4000
PROVEN = "This address is confirmed already. The link to follow your request is in your mail."
WRONG = "That is not the code. Please look at the newest mail from us."
TOO_OLD = "This code does not work any more. Have a new one sent; it takes a moment."


def apply(
    *, nonce: UUID, email: str, name: str, school: str, state: str, answers: Sequence[dict[str, Any]]
) -> Application:
    """The same form sent twice applies once. Sent again before the address is proven, it is a correction."""
    given = {"email": email, "name": name, "school": school, "state": state, "answers": list(answers)}
    with writing():
        made, fresh = Application.objects.get_or_create(nonce=nonce, defaults=given)
        if fresh:
            later(send_code, str(made.pk))
            return made
        corrected = Application.objects.select_for_update().get(pk=made.pk)
        if corrected.stage != Stage.UNPROVEN:
            return corrected
        moved = corrected.email != email
        for name_of, value in given.items():
            setattr(corrected, name_of, value)
        if moved:  # the code in the other mailbox proves nothing about this one
            corrected.code_hash = ""
            later(send_code, str(corrected.pk))
        corrected.save(update_fields=[*given, "code_hash"])
    return corrected


def send_code_again(application: Application) -> None:
    """A new code; the one before stops working with it."""
    with writing():
        later(send_code, str(application.pk))


def prove(application: Application, code: str) -> str:
    """The code was in the mail, so the mailbox is theirs. Returns the token of a private link. Raises Refused."""
    now = timezone.now()
    with writing():
        # The count is in the statement: however many guesses arrive at once, TRIES of them are looked at.
        counted = Application.objects.filter(
            pk=application.pk, stage=Stage.UNPROVEN, code_until__gt=now, code_tries__lt=TRIES
        ).update(code_tries=F("code_tries") + 1)
        held = Application.objects.select_for_update().get(pk=application.pk)
        right = constant_time_compare(held.code_hash, hash_of_code(held.pk, code)) and bool(held.code_hash)
        if counted and right:
            return let_into_queue(held, now)
        stage = held.stage
    if stage != Stage.UNPROVEN:
        raise Refused("code", PROVEN)
    raise Refused("code", WRONG if counted else TOO_OLD)


def let_into_queue(held: Application, now: datetime) -> str:
    """In a transaction: from here on moderators see it."""
    held.stage, held.submitted_at, held.code_hash = Stage.WAITING, now, ""
    held.save(update_fields=["stage", "submitted_at", "code_hash"])
    later(send_receipt, str(held.pk))
    note_waiting(held)
    token = secrets.token_urlsafe(32)
    ApplicationLink.objects.create(application=held, token_hash=hash_of(token))
    return token


def answer(application: Application, body: str) -> None:
    """What the moderators asked. Sent twice it is said once. Raises Refused."""
    body = plain.clean(body).strip()
    if plain.is_blank(body):
        raise Refused("body", "Please write your answer.")
    if len(body) > MAX_WORDS:
        raise Refused("body", f"Please keep it to {MAX_WORDS:,} characters; this has {len(body):,}.")
    with writing():
        held = Application.objects.select_for_update().get(pk=application.pk)
        said = words_for_applicant(held)
        if held.stage != Stage.ASKED:
            if said and said[-1].kind == ApplicationWord.Kind.ANSWER and said[-1].body == body:
                return
            raise Refused("body", "There is no open question any more. Look at the newest state of your request.")
        ApplicationWord.objects.create(application=held, kind=ApplicationWord.Kind.ANSWER, body=body)
        held.stage, held.told_at = Stage.WAITING, None
        held.save(update_fields=["stage", "told_at"])
        note_answered(held)


def withdraw_application(application: Application) -> None:
    """By the applicant. Withdrawing what is over changes nothing."""
    with writing():
        Application.objects.filter(pk=application.pk, stage__in=OPEN).update(
            stage=Stage.WITHDRAWN, decided_at=timezone.now(), claimed_by=None, claimed_at=None
        )
        nothing_waits(application)


def ask_for_link(email: str) -> None:
    """A new link to that address, if there is anything to follow. For an unknown one the job finds nothing."""
    with writing():
        found = application_of(email)
        later(send_new_link, str(found.pk if found else uuid4()))
