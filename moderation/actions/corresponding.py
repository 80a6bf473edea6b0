"""Mail to applicants, by jobs: the code, the receipt, a question, a decision. Secrets are made where they are sent."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from community import mail
from community.db import writing
from community.jobs.queue import job
from moderation.models import Application, ApplicationLink, ApplicationWord
from moderation.queries import hash_of
from moderation.queries.applying import is_member, open_application_of, usual_wait
from moderation.words import about

CODE_LASTS = timedelta(minutes=15)


@job()
def send_code(pk: str) -> None:
    """Six digits that prove the address. Whoever is here already, or has applied, is told that instead: the page
    where the code is typed is the same. Nothing that was typed is in these mails: anybody could have typed it.
    """
    code = f"{secrets.randbelow(1_000_000):06d}"
    with writing():
        found = Application.objects.select_for_update().filter(pk=pk, stage=Application.Stage.UNPROVEN).first()
        if found is None:
            return
        found.code_hash, found.code_tries = hash_of_code(found.pk, code), 0
        found.code_until = timezone.now() + CODE_LASTS
        found.save(update_fields=["code_hash", "code_tries", "code_until"])
        before = open_application_of(found.email)
    if is_member(found.email):
        mail.send("application_by_member", found.email, link=f"{settings.COMMUNITY_URL}/sign-in/")
    elif before is not None:
        mail.send("application_again", found.email, link=fresh_link(before))
    else:
        mail.send("application_code", found.email, code=code)


def hash_of_code(pk: UUID, code: str) -> str:
    """Six digits are quickly guessed from a plain hash; this one needs the community's key, too."""
    return salted_hmac("application code", f"{pk}:{code}", algorithm="sha256").hexdigest()


@job()
def send_receipt(pk: str) -> None:
    found = Application.objects.filter(pk=pk).exclude(stage=Application.Stage.UNPROVEN).first()
    if found is not None:
        wait = usual_wait()
        mail.send(
            "application_received", found.email, name=found.name, school=found.school, link=fresh_link(found),
            wait=about(wait) if wait else "",
        )  # fmt: skip


@job()
def send_new_link(pk: str) -> None:
    """All links before stop working: they may be in somebody else's hands."""
    with writing():
        found = Application.objects.select_for_update().filter(pk=pk).exclude(stage=Application.Stage.UNPROVEN).first()
        if found is None:
            return
        found.links.all().delete()
        link = fresh_link(found)
    mail.send("application_link", found.email, name=found.name, link=link)


@job()
def send_words(pk: int) -> None:
    """What a moderator wrote to the applicant, with a link to where it can be answered. Not when they withdrew."""
    words = ApplicationWord.objects.select_related("application").filter(pk=pk, mailed_at=None)
    found = words.exclude(application__stage=Application.Stage.WITHDRAWN).first()
    if found is None:
        return
    mail.send(
        "application_asked" if found.kind == ApplicationWord.Kind.QUESTION else "application_letter",
        found.application.email, letter=found.body, link=fresh_link(found.application),
    )  # fmt: skip
    ApplicationWord.objects.filter(pk=pk).update(mailed_at=timezone.now())


def fresh_link(application: Application) -> str:
    token = secrets.token_urlsafe(32)
    ApplicationLink.objects.create(application=application, token_hash=hash_of(token))
    return f"{settings.COMMUNITY_URL}/application/{token}/"
