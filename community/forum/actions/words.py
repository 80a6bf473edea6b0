"""What was written, made usable: a title, a body with its mentions, or a sentence that says what to change."""

from __future__ import annotations

from community import ratelimits
from community.forum.models import Space
from community.members.models import Member
from community.members.queries import by_handles
from community.text import plain, rich
from moderation.access.grants import Grants

MAX_TITLE = 160
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


def usable_body(space: Space, body: str, *, has_files: bool) -> tuple[str, dict[str, Member]]:
    """Sanitized HTML with its mentions resolved to people who can read the space, and those people."""
    if len(body) > rich.MAX_HTML:
        raise Unusable("body", f"This is too long to post: {len(body):,} of at most {rich.MAX_HTML:,} characters.")
    html = rich.sanitize(body)
    if rich.is_empty(html) and not has_files:
        raise Unusable("body", "Please write something first.")
    named = by_handles(rich.mentioned(html), space.audience, space.cohort_id)
    return rich.link_mentions(html, {handle: member.name for handle, member in named.items()}), named


def excerpt(html: str) -> str:
    return plain.shorten(plain.from_html(html), EXCERPT)


def pace(who: Grants) -> None:
    if ratelimits.take("post", who.member_id):
        raise Unusable("body", ratelimits.sentence("post"))
