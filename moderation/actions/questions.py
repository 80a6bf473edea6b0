"""What the application asks, and how people are let in at all: changed at the desk, each act written down."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.text import slugify

from community.db import writing
from community.text import plain
from moderation import audit
from moderation.access import applications as rules
from moderation.access.grants import Grants
from moderation.actions.refused import Refused
from moderation.models import Policy, Question

MOST_QUESTIONS = 25
MOST_CHOICES = 20
LISTS = {Question.Kind.CHOICE, Question.Kind.SEVERAL}
Given = dict[str, object]


def add_question(
    actor: Grants, *, kind: str, label: str, hint: str = "", choices: Sequence[str] = (), required: bool = True
) -> Question:  # fmt: skip
    """At the end. Raises Denied, Refused."""
    rules.may_edit_questions(actor, timezone.now()).require()
    with writing():
        live = locked()
        if len(live) >= MOST_QUESTIONS:
            raise Refused("label", f"{MOST_QUESTIONS} questions are enough. Retire one first.")
        made = make(usable(kind, label, hint, choices, required), position=len(live))
        write_down(actor, "add_question", made)
    return made


def change_question(
    actor: Grants, question: Question, *, kind: str, label: str, hint: str = "", choices: Sequence[str] = (),
    required: bool = True,
) -> Question:  # fmt: skip
    """The old one retires and a new one takes its place: what was answered keeps what was asked. Raises Refused."""
    now = timezone.now()
    rules.may_edit_questions(actor, now).require()
    given = usable(kind, label, hint, choices, required)
    with writing():
        old = still_live(question)
        if all(getattr(old, name) == value for name, value in given.items()):
            return old
        old.retired_at = now
        old.save(update_fields=["retired_at"])
        made = make(given, position=old.position)
        write_down(actor, "change_question", made)
    return made


def retire_question(actor: Grants, question: Question) -> None:
    """No longer asked. Retiring what was retired changes nothing."""
    now = timezone.now()
    rules.may_edit_questions(actor, now).require()
    with writing():
        if Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now):
            write_down(actor, "retire_question", question)


def move_question(actor: Grants, question: Question, *, up: bool) -> None:
    """Past its neighbor. At the end of the list nothing happens."""
    rules.may_edit_questions(actor, timezone.now()).require()
    with writing():
        live = locked()
        here = next((n for n, one in enumerate(live) if one.pk == question.pk), None)
        there = None if here is None else here - 1 if up else here + 1
        if here is None or there is None or not 0 <= there < len(live):
            return
        live[here], live[there] = live[there], live[here]
        for position, one in enumerate(live):
            one.position = position
        Question.objects.bulk_update(live, ["position"])
        write_down(actor, "move_question", question)


def set_policy(
    actor: Grants, *, applications_open: bool, welcome: str, approvals_needed: int, leaving: str = ""
) -> Policy:
    """`leaving`: what becomes of the words of those who leave; empty: as it is. Raises Denied, Refused."""
    rules.may_set_policy(actor, timezone.now()).require()
    welcome = plain.clean(welcome).strip()
    if len(welcome) > 2000:
        raise Refused("welcome", f"Please keep it to 2,000 characters; this has {len(welcome):,}.")
    given = {
        "applications_open": applications_open, "welcome": welcome, "approvals_needed": approvals_needed,
        **({"leaving": leaving} if leaving else {}),
    }  # fmt: skip
    with writing():
        policy, _ = Policy.objects.update_or_create(id=1, defaults=given)
        state = "applications open" if applications_open else "applications closed"
        audit.record(
            actor.member_id, "set_policy", kind="policy", subject=1, label="the door",
            reason=f"{state}, {approvals_needed} to agree, words of those who leave: {policy.leaving}",
        )  # fmt: skip
    return policy


# ---- in the transaction of an act ---------------------------------------------------------------


def locked() -> list[Question]:
    """Those asked now, in their order, held until this act is over."""
    return list(Question.objects.select_for_update().filter(retired_at=None))


def still_live(question: Question) -> Question:
    found = Question.objects.select_for_update().filter(pk=question.pk, retired_at=None).first()
    if found is None:
        raise Refused("label", "Somebody else changed or retired this question in the meantime.")
    return found


def make(given: Given, *, position: int) -> Question:
    base = slugify(str(given["label"]))[:30].strip("-") or "question"
    made: Question = Question.objects.create(key=free_key(base), position=position, **given)
    return made


def free_key(base: str) -> str:
    taken = set(Question.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def write_down(actor: Grants, verb: str, question: Question) -> None:
    audit.record(actor.member_id, verb, kind="question", subject=question.pk, label=question.label)


def usable(kind: str, label: str, hint: str, choices: Sequence[str], required: bool) -> Given:
    """Cleaned, or refused at the field."""
    label = plain.clean_line(label)
    if plain.is_blank(label):
        raise Refused("label", "Please write the question.")
    if len(label) > 200:
        raise Refused("label", f"Please keep it to 200 characters; this has {len(label)}.")
    if kind not in Question.Kind.values:
        raise Refused("kind", "Choose how it is answered.")
    wanted = list(dict.fromkeys(line for line in map(plain.clean_line, choices) if not plain.is_blank(line)))
    if kind in LISTS and len(wanted) < 2:
        raise Refused("choices", "Give at least two choices, one a line.")
    if len(wanted) > MOST_CHOICES or any(len(choice) > 120 for choice in wanted):
        raise Refused("choices", f"At most {MOST_CHOICES} choices of 120 characters each.")
    return {
        "kind": kind, "label": label, "help": plain.clean_line(hint)[:300],
        "choices": wanted if kind in LISTS else [],
        "required": required or kind == Question.Kind.AFFIRM,  # a sentence nobody has to affirm says nothing
    }  # fmt: skip
