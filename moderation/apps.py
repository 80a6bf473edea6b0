"""The door and the desk."""

from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from community.members import grants
        from moderation import joining, notices, queries
        from moderation.actions import vouching

        grants.register_agreement(queries.pending)
        joining.register(vouching.tie)
        notices.register()
