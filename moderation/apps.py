"""The door and the desk."""

from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from community.members import grants
        from moderation import queries

        grants.register_agreement(queries.pending)
