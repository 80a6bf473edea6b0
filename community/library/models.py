"""Documents founders share, and their versions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone

from community.library.adapting.models import Lineage
from community.library.asking.models import AskedAbout
from community.library.collecting.models import Collection, Piece
from community.library.filling.models import Answer, FieldList
from community.library.giving.models import Brought
from community.library.providers.models import Provider, ProviderReport, ProviderReview
from community.library.trusting.models import FieldNote
from community.library.wishing.models import Voice, Wish
from moderation.access.standing import Audience

__all__ = [
    "Answer", "AskedAbout", "Brought", "Collection", "Document", "FieldList", "FieldNote", "Lineage", "Piece",
    "Provider", "ProviderReport", "ProviderReview", "Version", "Voice", "Wish",
]  # fmt: skip


class Document(models.Model):
    """A template: what it is for, who tested it. The files themselves are its versions."""

    class Category(models.TextChoices):
        HANDBOOKS = "handbooks", "Handbooks"
        AGREEMENTS = "agreements", "Agreements"
        BUDGETS = "budgets", "Budgets"
        LETTERS = "letters", "Family letters"
        POLICIES = "policies", "Policies"
        HIRING = "hiring", "Hiring"
        CALENDARS = "calendars", "Calendars"

    class Stage(models.TextChoices):
        EXPLORING = "exploring", "Exploring"
        DESIGNING = "designing", "Designing"
        LAUNCHING = "launching", "Launching"
        RUNNING = "running", "Running"

    class School(models.TextChoices):
        DISTRICT = "district", "District"
        CHARTER = "charter", "Charter"
        PRIVATE = "private", "Private"

    class Grades(models.TextChoices):
        EARLY = "K-2", "K–2"
        UPPER = "3-5", "3–5"
        MIDDLE = "6-8", "6–8"
        HIGH = "9-12", "9–12"

    class Terms(models.TextChoices):
        MEMBERS = "members", "For members: adapt it for your school, and please don’t publish it."
        CREDIT = "credit", "Adapt and publish it, naming where it came from (CC BY 4.0)."
        FREE = "free", "Do what you like with it (CC0)."

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=600, blank=True)
    category = models.CharField(max_length=12, choices=Category.choices)
    audience = models.CharField(
        max_length=12, choices=[(item.value, item.value) for item in Audience], default=Audience.MEMBERS
    )
    cohort = models.ForeignKey(
        "cohorts.Cohort", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    hidden_from = models.ForeignKey(  # its people do not see it; moderators and who shared it do
        "members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shelf = models.ForeignKey(  # whose own it is: only its people see it; none: it is in the library
        "members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    latest_number = models.PositiveSmallIntegerField(default=0)
    file_kind = models.CharField(max_length=12, blank=True)  # of the newest version, as in Upload.kind
    # What finding goes by. Several words have spaces around them (" K-2 3-5 "): each is found whole. None: not said.
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    schools = models.CharField(max_length=40, blank=True)
    grades = models.CharField(max_length=40, blank=True)
    states = models.CharField(max_length=200, blank=True)  # " CO OH "; none: written for any
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # to fill it in
    review_by = models.DateField(null=True, blank=True)  # from then on somebody should look whether it still holds
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    used_by = models.PositiveIntegerField(default=0)  # schools that said so; kept equal to their field notes
    terms = models.CharField(max_length=8, choices=Terms.choices, default=Terms.MEMBERS)
    offered_at = models.DateTimeField(null=True, blank=True)  # not on the shelf: a moderator has yet to read it
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=600, blank=True)
    answers = models.ForeignKey(Wish, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers")
    starter = models.CharField(max_length=60, blank=True)  # its name in the starter library
    related = models.CharField(max_length=300, blank=True)  # names of others there

    class Meta:
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="document_latest"),
            # Of the few that have one: an index of all would be taken for the library, where nearly all have none.
            models.Index(
                fields=["shelf", "-updated_at"], condition=models.Q(shelf__isnull=False), name="document_on_shelf"
            ),
            models.Index(fields=["offered_at"], condition=models.Q(offered_at__isnull=False), name="document_offered"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience=Audience.COHORT, cohort__isnull=False)
                | (~models.Q(audience=Audience.COHORT) & models.Q(cohort__isnull=True)),
                name="document_cohort_audience_names_its_cohort",
            ),
            models.UniqueConstraint(fields=["starter"], condition=~models.Q(starter=""), name="document_starter_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def time_needed(self) -> str:
        """To fill it in: "20 minutes", "an hour", "1½ hours"; nothing when nobody said."""
        if not self.minutes or self.minutes < 60:
            return f"{self.minutes} minutes" if self.minutes else ""
        hours, rest = divmod(self.minutes, 60)
        half = "½" if rest >= 30 else ""
        return "an hour" if hours == 1 and not half else f"{hours}{half} hours"

    @property
    def review_is_due(self) -> bool:
        return self.review_by is not None and self.review_by < timezone.localdate()


def several(words: Iterable[str]) -> str:
    """As `schools`, `grades`, `states` and `related` keep them."""
    kept = " ".join(words)
    return f" {kept} " if kept else ""


class Version(models.Model):
    """One state of a document: the file, what changed, and a preview made once."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    upload = models.OneToOneField("files.Upload", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    preview_html = models.TextField(blank=True)  # sanitized; empty when the format has none
    preview_pages = models.JSONField(default=list)  # upload ids of page pictures, for PDF
    extent = models.CharField(max_length=40, blank=True)  # "12 pages", "4 sheets"
    words = models.TextField(blank=True)  # of a PDF, whose preview has none
    traces = models.JSONField(default=list)  # what the file still reveals, as revealing/traces.py has it
    cover_at = models.DateTimeField(null=True, blank=True)  # when its first page was drawn, or could not be

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]
