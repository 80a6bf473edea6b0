"""What the forum's notices say, looked up when they are shown: an edited title is new, a lost thread is silent."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from community.forum.models import Post
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.text import plain
from moderation.access import forum as rules
from moderation.access.grants import Grants

SENTENCES = {
    "post.reply": "replied to “{title}”",
    "post.mention": "mentioned you in “{title}”",
    "post.answer": "chose your reply as the answer to “{title}”",
}
COUNTED = {
    "post.reply": ("reply", "replies"),
    "post.mention": ("mention", "mentions"),
    "post.answer": ("reply of yours chosen as the answer", "replies of yours chosen as the answer"),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, resolver(sentence), counted=COUNTED[kind])


def resolver(sentence: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        posts = Post.objects.filter(pk__in=list(subjects), deleted_at=None).select_related("thread__space")
        return {str(post.pk): shown(post, sentence) for post in posts if rules.may_read_post(who, post)}

    return resolve


def shown(post: Post, sentence: str) -> Shown:
    thread = post.thread
    return Shown(
        sentence=sentence.format(title=plain.shorten(thread.title, 80)),
        url=reverse("thread", args=[thread.key]) + f"?to={post.number}#reply-{post.number}",
        excerpt=plain.shorten(plain.from_html(post.html), 120),
        place_name=thread.space.name,
        hue=thread.space.hue,
    )
