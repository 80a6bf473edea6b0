"""What members write and have not posted yet, kept for them across their devices."""

from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "community.drafts"
