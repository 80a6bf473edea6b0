"""What the gallery is narrowed to: a search and one choice of each kind, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from community.finding import wording
from community.finding.engine import Asked, holding
from community.finding.models import DocumentWords
from community.library.models import Document
from community.text import plain
from moderation.forms import states

Choices = list[tuple[str, str]]
STATES: Choices = [(code, name) for code, name in states.STATES if code != states.ELSEWHERE]
FORMATS: Choices = [("word", "Word"), ("excel", "Excel"), ("slides", "PowerPoint"), ("pdf", "PDF"), ("text", "Text")]
# The name in the address → what it is called, and what can be chosen. Kinds stand by themselves, above.
CHOICES: dict[str, tuple[str, Choices]] = {
    "stage": ("Stage", list(Document.Stage.choices)),
    "school": ("School", list(Document.School.choices)),
    "grades": ("Grades", list(Document.Grades.choices)),
    "format": ("Format", FORMATS),
    "state": ("State", STATES),
}
MANY = ("state",)  # too many for chips: chosen from a list


@dataclass(frozen=True, slots=True)
class Narrow:
    """The fields are called as in the address."""

    q: str = ""
    kind: str = ""
    stage: str = ""
    school: str = ""
    grades: str = ""
    format: str = ""
    state: str = ""

    def at(self, *, before: str = "", **changes: str) -> str:
        """The address of the same with this changed; `before`: of what is older than that."""
        wanted = asdict(replace(self, **changes)) | {"before": before}
        given = {name: value for name, value in wanted.items() if value}
        return f"?{urlencode(given)}" if given else "?"

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is chosen beside the kind: (name, in words)."""
        values = asdict(self)
        return [(name, dict(choices)[values[name]]) for name, (_, choices) in CHOICES.items() if values[name]]

    @property
    def is_on(self) -> bool:
        return any(asdict(self).values())


def asked(given: Mapping[str, str]) -> Narrow:
    """From an address somebody may have bent: what cannot be chosen is not chosen."""
    kind = given.get("kind", "")
    wanted = {name: given.get(name, "") for name in CHOICES}
    known = {name: value for name, value in wanted.items() if value in dict(CHOICES[name][1])}
    return Narrow(
        q=plain.clean_line(given.get("q", ""))[:100], kind=kind if kind in Document.Category.values else "", **known
    )


def narrowed(documents: QuerySet[Document], narrow: Narrow) -> QuerySet[Document]:
    """Without the kind, so that what is of each kind can be counted."""
    if narrow.q:
        documents = documents.filter(about(narrow.q) | inside(narrow.q))
    if narrow.stage:
        documents = documents.filter(stage=narrow.stage)
    if narrow.school:
        documents = documents.filter(schools__contains=f" {narrow.school} ")
    if narrow.grades:
        documents = documents.filter(grades__contains=f" {narrow.grades} ")
    if narrow.format:
        documents = documents.filter(file_kind=narrow.format)
    if narrow.state:
        documents = documents.filter(Q(states="") | Q(states__contains=f" {narrow.state} "))
    return documents


def about(words: str) -> Q:
    """Each of them somewhere in what is told of a document, be it only a part of a word."""
    wanted = Q()
    for word in words.split()[:6]:
        wanted &= (
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(category__icontains=word)
            | Q(shared_by__name__icontains=word)
        )
    return wanted


def inside(words: str) -> Q:
    """All of them in what the newest version says, each from its beginning."""
    asked_for = wording.wanted(words).begun()
    if not any(not term.excluded for term in asked_for.terms):
        return Q(pk__in=[])
    return Q(pk__in=holding(DocumentWords, Asked(asked_for.terms)))
