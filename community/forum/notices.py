"""What the forum's notices say, looked up when they are shown: an edited title is new, a lost thread is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from community.forum.models import Post, Unmasking
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.text import plain
from moderation.access import aliases
from moderation.access import forum as rules
from moderation.access.grants import Grants
from moderation.access.labels import Label, label_of

NEW, FOLLOWED, SAME, COHORT = "thread.new", "post.followed", "answer.same", "post.cohort"
SENTENCES = {
    "post.reply": "replied to “{title}”",
    "post.mention": "mentioned you in “{title}”",
    COHORT: "mentioned your cohort in “{title}”",
    "post.answer": "chose your reply as the answer to “{title}”",
    FOLLOWED: "replied to “{title}”, which you follow",
    NEW: "asked “{title}”",
    SAME: "chose an answer to “{title}”, which you ask, too",
}
OF_POSTS = tuple(SENTENCES)  # whose subject is a post: they go with it
COUNTED = {
    "post.reply": ("reply", "replies"),
    "post.mention": ("mention", "mentions"),
    COHORT: ("mention of your cohort", "mentions of your cohort"),
    "post.answer": ("reply of yours chosen as the answer", "replies of yours chosen as the answer"),
    FOLLOWED: ("reply you follow", "replies you follow"),
    NEW: ("new question", "new questions"),
    SAME: ("answer to a question of yours, too", "answers to questions of yours, too"),
    "thread.announced": ("announcement", "announcements"),
    "thread.asked_you": ("question that you may know", "questions that you may know"),
    "thread.on_duty": ("question that waits for a moderator", "questions that wait for a moderator"),
    "thread.settle": ("question of yours to settle", "questions of yours to settle"),
}
COMMUNITY = "The community"
THREADS = {
    "thread.announced": ("announced “{title}”", ""),
    "thread.asked_you": ("thinks you may know this: “{title}”", COMMUNITY),
    "thread.on_duty": ("asks you, as a moderator: nobody has answered “{title}” for three days", COMMUNITY),
    "thread.settle": ("asks whether one of the replies answered “{title}”", COMMUNITY),
}
ALIASES = {
    "alias.asked": "asks you to agree to find out who {alias} is in “{title}”",
    "alias.agreed": "agreed to find out who {alias} is in “{title}”",
    "alias.declined": "does not agree to find out who {alias} is in “{title}”",
    "alias.told": "found out that you are {alias} in “{title}”",
}


def register() -> None:
    for kind, sentence in ALIASES.items():
        kinds.register(kind, alias_resolver(kind, sentence), counted=("word about an alias", "words about aliases"))
    for kind, (sentence, by) in THREADS.items():
        kinds.register(kind, thread_resolver(sentence, by), counted=COUNTED[kind])
    for kind in SENTENCES:
        kinds.register_together(kind, of_posts, counted=COUNTED[kind])


def thread_resolver(sentence: str, by: str) -> kinds.Resolve:
    """What is told of a whole thread; its own words go along."""

    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        found = Post.objects.filter(thread__in=list(subjects), number=1, deleted_at=None)
        posts = [post for post in found.select_related("thread__space") if rules.may_read_post(who, post)]
        return {str(post.thread_id): replace(shown(post, "", sentence), by=by) for post in posts}

    return resolve


def of_posts(who: Grants, wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Shown]]:
    """All kinds whose subject is a post, in one statement."""
    ids = {subject for subjects in wanted.values() for subject in subjects}
    posts = Post.objects.filter(pk__in=ids, deleted_at=None).select_related("thread__space")
    seen = {str(post.pk): post for post in posts if rules.may_read_post(who, post)}
    return {
        kind: {subject: shown(seen[subject], kind, SENTENCES[kind]) for subject in subjects if subject in seen}
        for kind, subjects in wanted.items()
    }


def alias_resolver(kind: str, sentence: str) -> kinds.Resolve:
    """Moderators get to its page; the writer to what they wrote."""

    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        asked = Unmasking.objects.filter(pk__in=list(subjects)).select_related("post__thread__space")
        return {str(one.pk): of_alias(one, kind, sentence) for one in asked if may_be_told(who, one, kind)}

    return resolve


def may_be_told(who: Grants, one: Unmasking, kind: str) -> bool:
    if kind == "alias.told":
        return one.agreed and one.post.written_by_id == who.member_id and bool(rules.may_read_post(who, one.post))
    return bool(aliases.may_ask_who_wrote(who, one.post, timezone.now()))


def of_alias(one: Unmasking, kind: str, sentence: str) -> Shown:
    post = one.post
    told = kind == "alias.told"
    url = reverse("thread", args=[post.thread.key]) + f"?to={post.number}#reply-{post.number}"
    return Shown(
        sentence=sentence.format(alias=post.alias, title=plain.shorten(post.thread.title, 80)),
        url=url if told else reverse("unmask", args=[post.thread.key, post.number]),
        excerpt=f"Reason: {one.reason}",
        place_name=post.thread.space.name,
        hue=post.thread.space.hue,
        by="Two moderators" if told else "",
        quotable=False,
    )


def shown(post: Post, kind: str, sentence: str) -> Shown:
    thread, label = post.thread, label_of(post.thread)
    if kind == NEW and not thread.is_question:
        sentence = "began “{title}”"
    return Shown(
        sentence=sentence.format(title=plain.shorten(thread.title, 80)),
        url=reverse("thread", args=[thread.key]) + f"?to={post.number}#reply-{post.number}",
        excerpt=plain.shorten(plain.from_html(post.html), 120),
        place_name=thread.space.name,
        hue=thread.space.hue,
        by=thread.alias if kind in {"post.answer", SAME} else post.alias,
        named=label == Label.FREE,
        quotable=label != Label.STAYS,
    )
