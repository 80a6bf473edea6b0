"""The project itself is an app, so that its static files and commands are found."""

from __future__ import annotations

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "community"

    def ready(self) -> None:
        from community import checks  # noqa: F401  registers the system checks
        from community.accounts import arriving

        arriving.connect()
