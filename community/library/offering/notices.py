"""What the bell says of templates that are offered."""

from __future__ import annotations

from collections.abc import Sequence

from community.library.models import Document
from community.library.offering.actions import DECLINED, OFFERED, PUBLISHED
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.places import place
from community.text import plain
from moderation.access import library as rules
from moderation.access.grants import Grants

SENTENCES = {
    OFFERED: "offers the template “{title}”",
    PUBLISHED: "put your template “{title}” into the library",
    DECLINED: "did not take your template “{title}” into the library",
}
COUNTED = {
    OFFERED: ("template to read", "templates to read"),
    PUBLISHED: ("word about a template of yours", "words about templates of yours"),
    DECLINED: ("word about a template of yours", "words about templates of yours"),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, resolver(sentence), counted=COUNTED[kind])


def resolver(sentence: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        found = Document.objects.filter(pk__in=list(subjects))
        return {str(one.pk): shown(one, sentence) for one in found if rules.may_read_document(who, one)}

    return resolve


def shown(document: Document, sentence: str) -> Shown:
    return Shown(
        sentence=sentence.format(title=plain.shorten(document.title, 80)),
        url=place("document", document.pk),
        excerpt=plain.shorten(document.declined_why, 120),
        place_name="Library",
        hue="pine",
        named=False,
    )
