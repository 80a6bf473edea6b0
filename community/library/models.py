"""Documents founders share, and their versions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from community.library.filling.models import Answer, FieldList
from moderation.access.standing import Audience

__all__ = ["Answer", "Document", "FieldList", "Version"]


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
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    latest_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-updated_at", "-id"], name="document_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience=Audience.COHORT, cohort__isnull=False)
                | (~models.Q(audience=Audience.COHORT) & models.Q(cohort__isnull=True)),
                name="document_cohort_audience_names_its_cohort",
            )
        ]

    def __str__(self) -> str:
        return self.title


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

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]
