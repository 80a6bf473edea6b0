"""Being there: the code word of a session, and the minutes in which its page was open before somebody's eyes."""

from __future__ import annotations

from django.utils import timezone

from cohorts.attendance import queries, words
from cohorts.models import CodeWord, Presence, Session, WordTyped
from cohorts.sessions.actions.answering import hold
from community import ratelimits
from community.db import writing
from moderation import audit
from moderation.access import hours as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

WRONG = "This is not the word of this session. Look at the screen again: two short words."


def make_word(actor: Grants, session: Session) -> CodeWord:
    """Another one, if there is one: from then on only the new one is taken. Raises Denied."""
    now = timezone.now()
    with writing():
        held = hold(session.pk)
        rules.may_show_word(actor, held, now).require()
        facts = {"word": words.draw(), "made_by_id": actor.member_id, "made_at": now}
        made, _ = CodeWord.objects.update_or_create(session=held, defaults=facts)
        audit.record(actor.member_id, "make_code_word", kind="session", subject=held.pk, label=held.title)
    return made


def type_word(actor: Grants, session: Session, *, word: str) -> None:
    """Counts the whole session. Twice changes nothing. Raises Denied, TooOften, Refused when it is another word."""
    now = timezone.now()
    rules.may_type_word(actor, session, now).require()
    ratelimits.require("code_word", f"{session.pk}:{actor.member_id}")
    with writing():
        held = hold(session.pk)
        rules.may_type_word(actor, held, now).require()
        known = queries.word_of(held)
        if known is None or not words.alike(word, known.word):
            raise Refused("word", WRONG)
        WordTyped.objects.get_or_create(session=held, member_id=actor.member_id, defaults={"at": now})


def count_minute(actor: Grants, session: Session) -> None:
    """The minute that is running, once, however often it is told. Raises Denied."""
    now = timezone.now()
    rules.may_be_counted(actor, session, now).require()
    minute = int((now - session.starts_at).total_seconds() // 60)
    mine = Presence.objects.filter(session=session, member_id=actor.member_id)
    with writing():
        held = mine.select_for_update().first()
        if held is None:
            facts = {"minutes": 1, "last": minute, "first_at": now, "last_at": now}
            Presence.objects.get_or_create(session=session, member_id=actor.member_id, defaults=facts)
        elif minute > held.last and held.minutes < session.minutes:
            held.minutes, held.last, held.last_at = held.minutes + 1, minute, now
            held.save(update_fields=["minutes", "last", "last_at"])
