"""What the fields of a version are, and what members answered before."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from community.library.filling.names import LONGEST_ANSWER


class FieldList(models.Model):
    """The fields found in one version, looked for once: a version never changes."""

    version = models.OneToOneField("library.Version", on_delete=models.CASCADE, related_name="field_list")
    count = models.PositiveSmallIntegerField()
    fields = models.JSONField(default=list)  # as names.Field has them
    more = models.BooleanField(default=False)  # there are some beyond the bound
    problem = models.CharField(max_length=300, blank=True)  # a sentence: why this file cannot be filled in
    found_at = models.DateTimeField()


class Answer(models.Model):
    """What a member wrote into a field, for the next time. Only they see it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="template_answers")
    name = models.CharField(max_length=80)
    value = models.CharField(max_length=LONGEST_ANSWER)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "name"], name="template_answer_once")]
