"""The demo's service providers, and what schools say of them. All invented."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from community.library.models import Provider, ProviderReview
from community.library.providers.actions import recount
from community.members.models import Member

PROVIDERS = Path(__file__).parent / "content" / "providers.json"


def providers(people: dict[str, Member], now: datetime) -> None:
    for row in json.loads(PROVIDERS.read_text(encoding="utf-8")):
        at, reviews = now - timedelta(days=row["days_ago"]), row["reviews"]
        facts = {name: row[name] for name in ("name", "about", "category", "states", "url", "discount", "code")}
        made = Provider.objects.create(suggested_by=people[row["by"]], suggested_at=at, published_at=at, **facts)
        for number, review in enumerate(reviews, start=1):
            author = people[review["by"]]
            ProviderReview.objects.create(
                provider=made, author=author, organization_id=author.organization_id, again=review["again"],
                words=review["words"], written_at=at + timedelta(days=number),
            )  # fmt: skip
        recount(made)
