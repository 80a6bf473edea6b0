"""What members write and have not posted yet, kept for them across their devices."""

from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "community.drafts"

    def ready(self) -> None:
        from community.drafts import takeout
        from community.takeout import sources

        sources.register(takeout.SOURCE)
