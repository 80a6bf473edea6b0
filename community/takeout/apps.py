"""A member's own words: taken along, and taken away."""

from __future__ import annotations

from django.apps import AppConfig


class TakeoutConfig(AppConfig):
    name = "community.takeout"

    def ready(self) -> None:
        from community.takeout import preferences, profile, sources

        sources.register(profile.SOURCE)
        sources.register(preferences.SOURCE)
