"""Forms of applicants: their request, its questions as they stood when the page was opened, the code, an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils import timezone

from community.fields import LineField, WordsField
from moderation.forms.states import STATES
from moderation.models import Application, Question

LEAST = timedelta(seconds=3)  # nobody reads and answers the page faster; whoever fills forms by machine does
GOOD_FOR = timedelta(hours=24)  # then the questions are looked up anew
SHORT, LONG = 200, 2000
SALT = "request for access"
TOO_LONG = "Please keep it to %(limit_value)d characters; this has %(show_value)d."
NO_ADDRESS = "This does not look like an email address."
Kind = Question.Kind


@dataclass(frozen=True, slots=True)
class Mark:
    """What one opened page carries, signed: which form it is, so that sent twice it counts once, and since when."""

    nonce: UUID = field(default_factory=uuid4)
    opened_at: datetime = field(default_factory=timezone.now)

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """None for what we did not write, or too long ago."""
        try:
            given = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
            return cls(UUID(given["nonce"]), datetime.fromtimestamp(given["at"], UTC))
        except signing.BadSignature:
            return None

    def __str__(self) -> str:
        return signing.dumps({"nonce": str(self.nonce), "at": self.opened_at.timestamp()}, salt=SALT)


class ApplicationForm(forms.Form):
    """What everybody is asked, then the moderators' questions."""

    name = LineField(
        label="Your name", max_length=80, error_messages={"required": "Please write your name.", "max_length": TOO_LONG}
    )
    email = forms.EmailField(
        label="Your email",
        max_length=254,
        error_messages={
            "required": "Please write the address where we can reach you.",
            "invalid": NO_ADDRESS,
            "max_length": NO_ADDRESS,
        },
    )
    school = LineField(
        label="School or district",
        max_length=120,
        error_messages={"required": "Please write the name, or what it may be called.", "max_length": TOO_LONG},
    )
    state = forms.ChoiceField(
        label="State",
        choices=STATES,
        error_messages={"required": "Please choose your state.", "invalid_choice": "Please choose your state."},
    )
    website = forms.CharField(max_length=500, required=False)  # nobody sees it; machines fill it in

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[name_of(question)] = field_for(question)
            self.fields[name_of(question)].label = question.label

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    @property
    def asked(self) -> list[tuple[Question, forms.BoundField]]:
        """Each question with its field, for the page."""
        return [(question, self[name_of(question)]) for question in self.questions]

    def answers(self) -> list[dict[str, Any]]:
        """Frozen with their questions, as they were asked."""
        return [
            {
                "key": question.key, "label": question.label, "kind": question.kind,
                "answer": in_words(question, self.cleaned_data[name_of(question)]),
            }
            for question in self.questions
        ]  # fmt: skip

    @staticmethod
    def again(application: Application, questions: Iterable[Question]) -> dict[str, Any]:
        """What was typed before, for a page that corrects it."""
        given = {answer["key"]: answer["answer"] for answer in application.answers}
        fixed = {name: getattr(application, name) for name in ("name", "email", "school", "state")}
        return fixed | {name_of(q): typed(q, given[q.key]) for q in questions if q.key in given}


def name_of(question: Question) -> str:
    return f"q{question.pk}"


def field_for(question: Question) -> forms.Field:
    needed = question.required
    numbered = [(str(number), choice) for number, choice in enumerate(question.choices)]
    write = {"required": "Please answer this.", "max_length": TOO_LONG}
    choose = {"required": "Please choose.", "invalid_choice": "Please choose one of these."}
    if question.kind == Kind.SHORT:
        return LineField(max_length=SHORT, required=needed, error_messages=write)
    if question.kind == Kind.LONG:
        return WordsField(max_length=LONG, required=needed, error_messages=write)
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=numbered, required=needed, error_messages=choose)
    if question.kind == Kind.SEVERAL:
        several = {"required": "Please choose at least one.", "invalid_choice": "Please choose of these."}
        return forms.MultipleChoiceField(choices=numbered, required=needed, error_messages=several)
    if question.kind == Kind.YES_NO:
        return forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], required=needed, error_messages=choose)
    return forms.BooleanField(error_messages={"required": "Without this we cannot take your request."})


def in_words(question: Question, given: Any) -> str | list[str] | bool:
    """As it will be read for years, whatever becomes of the question."""
    if question.kind == Kind.CHOICE:
        return str(question.choices[int(given)]) if given else ""
    if question.kind == Kind.SEVERAL:
        return [str(question.choices[int(number)]) for number in given]
    if question.kind == Kind.YES_NO:
        return {"yes": "Yes", "no": "No"}.get(given, "")
    return bool(given) if question.kind == Kind.AFFIRM else str(given)


def typed(question: Question, answer: Any) -> Any:
    """The other way round."""
    if question.kind == Kind.CHOICE:
        return str(question.choices.index(answer)) if answer in question.choices else ""
    if question.kind == Kind.SEVERAL:
        return [str(question.choices.index(one)) for one in answer if one in question.choices]
    return answer.lower() if question.kind == Kind.YES_NO else answer


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        error_messages={
            "required": "Please type the six digits of the mail.",
            "max_length": "The code has six digits.",
        },
    )

    def clean_code(self) -> str:
        """However it was typed or pasted."""
        code = re.sub(r"[^0-9]", "", self.cleaned_data["code"])
        if len(code) != 6:
            raise forms.ValidationError("The code has six digits.")
        return code


class LinkForm(forms.Form):
    email = ApplicationForm.base_fields["email"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AnswerForm(forms.Form):
    body = forms.CharField(
        max_length=20_000, strip=False,
        error_messages={"required": "Please write your answer.", "max_length": TOO_LONG},
    )  # fmt: skip
