"""The door and the desk."""

from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from community.members import grants, second_step
        from moderation import joining, notices, queries
        from moderation.actions import vouching
        from moderation.queries.policy import second_step_demand

        grants.register_agreement(queries.pending)
        second_step.register(second_step_demand)
        joining.register(vouching.tie)
        notices.register()
