"""Files members brought: who brought it, what it is attached to, and where its bytes lie (never in a URL)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """One file. Loose while `subject_kind` is empty (its owner alone sees it), else as open as its subject."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12)  # image, word, excel, slides, pdf, text: what inspect.py found
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=80)  # random path below MEDIA_ROOT
    thumb_place = models.CharField(max_length=80, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    subject_kind = models.CharField(max_length=12, blank=True)  # post, message, version
    subject_id = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="upload_subject"),
            models.Index(fields=["owner", "created_at"], name="upload_owner"),
        ]
