"""Spaces, threads, posts. A list page reads threads alone; a thread page reads one thread and one window of posts."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from community.forum.following.levels import Wish
from community.forum.polls.models import Poll, Vote
from community.forum.promises.models import Asked, Promise
from community.forum.tagging import Tag, ThreadTag
from community.forum.trails import Moved
from moderation.access.labels import Label
from moderation.access.standing import Audience

__all__ = [
    "Answer", "Asked", "Moved", "Poll", "Post", "PostReaction", "Promise", "ReadMark", "Revision", "Space", "SpaceMark",
    "Tag", "Thread", "ThreadTag", "Unmasking", "Vote",
]  # fmt: skip

PERSON = settings.AUTH_USER_MODEL
# Under an alias a row names nobody where rows are shown: a page that forgets the alias breaks, and tells nothing.
NAMED = models.Q(author__isnull=False, written_by=None, alias="")
ALIASED = models.Q(author=None, written_by__isnull=False) & ~models.Q(alias="")
AUDIENCES = [(item.value, item.value) for item in Audience]
LABELS = [(item.value, item.value) for item in Label]


class Space(models.Model):
    """A place for questions, with one audience."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200, blank=True)
    hue = models.CharField(max_length=8, default="pine")
    audience = models.CharField(max_length=12, choices=AUDIENCES, default=Audience.MEMBERS)
    cohort = models.ForeignKey("cohorts.Cohort", null=True, blank=True, on_delete=models.PROTECT, related_name="spaces")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=8, choices=LABELS, default=Label.UNNAMED)  # how far its words may travel
    created_at = models.DateTimeField(auto_now_add=True)

    level: str  # from queries.space_for: what its reader chose to hear of it

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience=Audience.COHORT, cohort__isnull=False)
                | (~models.Q(audience=Audience.COHORT) & models.Q(cohort__isnull=True)),
                name="space_cohort_audience_names_its_cohort",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Thread(models.Model):
    """A question, a discussion, an announcement, a poll. What lists show is kept on the row, in the transaction of each
    post."""

    class Kind(models.TextChoices):
        QUESTION = "question"
        DISCUSSION = "discussion"
        ANNOUNCEMENT = "announcement"  # by moderators, told to all readers
        POLL = "poll"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.QUESTION)
    title = models.CharField(max_length=160)
    excerpt = models.CharField(max_length=160, blank=True)
    author = models.ForeignKey(  # None: asked under an alias
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    alias = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    last_author = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_number = models.PositiveIntegerField(default=1)  # of a post for all; 1 is the question itself
    quiet_number = models.PositiveIntegerField(default=0)  # of the newest quiet reply; 0: there is none
    reply_count = models.PositiveIntegerField(default=0)  # without deleted and quiet ones
    helper_count = models.PositiveIntegerField(default=0)  # replies by others than the asker
    answered = models.BooleanField(default=False)  # kept equal to "has an Answer" by actions, for the lists
    tags = models.JSONField(default=list)  # [{slug, name}] by name, kept equal to ThreadTag rows

    hidden_from = models.ForeignKey(  # its people do not see it; moderators and the author do
        "members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    label = models.CharField(max_length=8, choices=LABELS, default=Label.UNNAMED)  # see labels.label_of

    locked_at = models.DateTimeField(null=True, blank=True)  # closed for everybody but moderators
    locked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pinned_until = models.DateTimeField(null=True, blank=True)  # on top of its space

    promised: bool = False  # set where its label is chosen: is it made of words said under a promise?
    followed: bool  # from reading.held_thread: whether anybody chose to hear of it, or of its space
    # From queries.thread_for: how far its reader has read (0: never opened), what they chose to hear of it, and under
    # which alias they wrote in it; the answer's number, and who chose it.
    read_to: int
    wish: Wish
    ask_too: int  # how many others have the same question, and whether the reader is one of them
    asks_too: bool
    own_alias: str
    answer_number: int | None
    answer_by: str
    # So many were asked to answer it, and so many moderators; is the asker to say whether it is settled?
    asked: int
    asked_moderators: int
    settling: bool

    class Meta:
        indexes = [
            models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
            models.Index(fields=["space", "-last_post_at", "-id"], name="thread_space_latest"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(kind="question", helper_count=0, answered=False),
                name="thread_unanswered",
            ),
            models.Index(
                fields=["space", "-pinned_until"], condition=models.Q(pinned_until__isnull=False), name="thread_pinned"
            ),
        ]
        constraints = [models.CheckConstraint(condition=NAMED | ALIASED, name="thread_has_a_name_or_an_alias")]

    def __str__(self) -> str:
        return self.title

    @property
    def writer_id(self) -> int | None:
        """Whose it is, alias or not. For rules and actions; nothing that is shown may depend on it."""
        return self.written_by_id or self.author_id

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def noun(self) -> str:
        """What it is, as it stands within a sentence."""
        return str(self.Kind(self.kind).value)

    @property
    def numbered_to(self) -> int:
        """The highest number that was given, quiet replies included."""
        return max(self.last_number, self.quiet_number)


class Post(models.Model):
    """One contribution: number 1 is the question. Deleted posts keep their number, and nothing else.

    A reply that is kept from an organization is quiet: it counts in no list, moves no thread and tells no open page, so
    that nobody of that organization can tell that it is there.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(  # None: written under an alias
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    alias = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nonce = models.UUIDField()
    html = models.TextField()
    reply_to = models.PositiveIntegerField(null=True, blank=True)  # a number in the same thread
    reactions = models.JSONField(default=dict)  # {emoji: [member id, …]} kept equal to PostReaction rows
    files = models.JSONField(default=list)  # [{id, name, size, kind}] kept equal to Upload rows
    hidden_from = models.ForeignKey(
        "members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)  # of its words: whoever edits an old one is told
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(  # None: whoever wrote it, alias or not
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wiki_at = models.DateTimeField(null=True, blank=True)  # since then whoever may reply may edit it
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["author", "nonce"], name="post_nonce_once"),
            models.UniqueConstraint(fields=["written_by", "nonce"], name="post_alias_nonce_once"),
            models.CheckConstraint(condition=NAMED | ALIASED, name="post_has_a_name_or_an_alias"),
        ]

    @property
    def writer_id(self) -> int | None:
        """Whose it is, alias or not. For rules and actions; nothing that is shown may depend on it."""
        return self.written_by_id or self.author_id

    @property
    def shown_name(self) -> str:
        return self.alias if self.author is None else self.author.name

    def is_quiet(self) -> bool:
        """A reply that is kept from an organization; an opening takes its whole thread along."""
        return self.number > 1 and self.hidden_from_id is not None


class Revision(models.Model):
    """What a post said before an edit. The newest words are the post's own."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160, blank=True)  # of the thread, for its opening
    html = models.TextField()
    at = models.DateTimeField()  # when these words were written
    by = models.ForeignKey(  # None: by whoever wrote the post, alias or not
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_number_once")]


class PostReaction(models.Model):
    """Who thanked whom. A row a person, so that two at once cannot lose one."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reaction_rows")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=16)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "emoji"], name="post_reaction_once")]


class Answer(models.Model):
    """The reply that answered: who chose it, and when."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="answer")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    chosen_by = models.ForeignKey(  # None: by whoever asked under an alias
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now_add=True)


class ReadMark(models.Model):
    """How far one person has read one thread."""

    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="read_mark_once")]


class SpaceMark(models.Model):
    """Everything in this space that was last active before `before` counts as read, for one person."""

    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    before = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "space"], name="space_mark_once")]


class Unmasking(models.Model):
    """Who wrote this? Asked by one moderator with a reason, answered when a second one agrees; the writer is told."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="unmaskings")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(decided_at=None), name="unmasking_one_open_a_post"
            )
        ]
