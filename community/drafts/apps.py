"""What members write and have not posted yet, kept for them across their devices."""

from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "community.drafts"

    def ready(self) -> None:
        from community.drafts import queries, takeout
        from community.files import sweeping
        from community.takeout import sources

        sweeping.register(queries.files_of)
        sources.register(takeout.SOURCE)
