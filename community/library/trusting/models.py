"""How it went with a template, told by those who used it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

LONGEST = 1_000


class FieldNote(models.Model):
    """One a member and document. The school is kept as it was then: people move, what a school did does not."""

    class Verdict(models.TextChoices):
        AS_IT_IS = "as_is", "Used it as it is"
        CHANGED = "changed", "Used it, with changes"
        NOT_USED = "not_used", "Looked at it, and did not use it"

    document = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="field_notes")
    version = models.PositiveSmallIntegerField()  # its number
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        "members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    changed = models.CharField(max_length=LONGEST, blank=True)  # what they changed, and why
    counsel = models.CharField(max_length=LONGEST, blank=True)  # what a lawyer, an insurer, a board said
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "author"], name="field_note_once")]
        indexes = [models.Index(fields=["document", "-written_at"], name="field_note_latest")]


USED = (FieldNote.Verdict.AS_IT_IS, FieldNote.Verdict.CHANGED)
