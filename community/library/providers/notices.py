"""What the bell says of service providers. Never a code."""

from __future__ import annotations

from collections.abc import Sequence

from community.library.providers.actions import PUBLISHED, REPORTED, SUGGESTED
from community.library.providers.models import Provider
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.places import place
from community.text import plain
from moderation.access import providers as rules
from moderation.access.grants import Grants

SENTENCES = {
    SUGGESTED: "suggests the provider “{name}”",
    PUBLISHED: "put the provider you suggested on the list: “{name}”",
    REPORTED: "reports something about the provider “{name}”",
}
COUNTED = {
    SUGGESTED: ("provider to look at", "providers to look at"),
    PUBLISHED: ("provider of yours on the list", "providers of yours on the list"),
    REPORTED: ("report about a provider", "reports about providers"),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, resolver(sentence), counted=COUNTED[kind])


def resolver(sentence: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        found = Provider.objects.filter(pk__in=list(subjects)).defer("code")
        return {str(one.pk): shown(one, sentence) for one in found if rules.may_see_provider(who, one)}

    return resolve


def shown(provider: Provider, sentence: str) -> Shown:
    return Shown(
        sentence=sentence.format(name=plain.shorten(provider.name, 80)),
        url=place("provider", provider.pk),
        excerpt=provider.get_category_display(),
        place_name="Library",
        hue="pine",
        named=False,
    )
