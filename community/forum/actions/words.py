"""What was written, made usable: a title, a body with its mentions, or a sentence that says what to change."""

from __future__ import annotations

from django.utils import timezone

from community import ratelimits
from community.forum import naming
from community.forum.models import Space
from community.forum.naming import Named
from community.text import plain, rich
from moderation.access import naming as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants

MAX_TITLE = 160
MOST_MENTIONS = 20
MOST_COHORTS = 3
EXCERPT = 160


class Unusable(Exception):
    """What was written cannot be posted; `field` and the text say what to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class ChangedMeanwhile(Unusable):
    """Somebody else, or another page, saved it first."""


def usable_title(title: str) -> str:
    title = plain.clean_line(title)
    if plain.is_blank(title):
        raise Unusable("title", "Please write your question in one line.")
    if len(title) > MAX_TITLE:
        raise Unusable("title", f"Please keep it to {MAX_TITLE} characters; this has {len(title)}.")
    return title


def usable_body(
    who: Grants, space: Space, body: str, *, has_files: bool, anonymous: bool = False, before: str | None = None
) -> tuple[str, Named]:
    """Sanitized HTML with its mentions resolved to people who can read the space and cohorts that may be named there,
    and those. `before`: what stood there, when it is an edit, which tells nobody; what it named it may name."""
    if len(body) > rich.MAX_HTML:
        raise Unusable("body", f"This is too long to post: {len(body):,} of at most {rich.MAX_HTML:,} characters.")
    html = rich.sanitize(body)
    if rich.is_empty(html) and not has_files:
        raise Unusable("body", "Please write something first.")
    kept = rich.mentioned(before or "")
    named = naming.named_in(who, space, html, kept)
    if before is None:
        few_enough(named)
    for cohort in named.cohorts:
        if naming.handle_of(cohort) not in kept:
            allowed(rules.may_name_cohort(who, cohort, space, anonymous, timezone.now()))
    return rich.link_mentions(html, named.names()), named


def few_enough(named: Named) -> None:
    """Each of them is told, and nobody is left out unsaid."""
    people, cohorts = len(named.people), len(named.cohorts)
    if people > MOST_MENTIONS:
        raise Unusable(
            "body", f"A post tells up to {MOST_MENTIONS} people; this one names {people}. Name fewer, please."
        )
    if cohorts > MOST_COHORTS:
        raise Unusable(
            "body", f"A post tells up to {MOST_COHORTS} cohorts; this one names {cohorts}. Name fewer, please."
        )


def allowed(decision: Decision) -> None:
    if not decision:
        raise Unusable("body", decision.sentence)


def excerpt(html: str) -> str:
    return plain.shorten(plain.from_html(html), EXCERPT)


def pace(who: Grants) -> None:
    if ratelimits.take("post", who.member_id):
        raise Unusable("body", ratelimits.sentence("post"))
