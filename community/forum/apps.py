"""The forum."""

from __future__ import annotations

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "community.forum"

    def ready(self) -> None:
        from community.files import subjects
        from community.forum import files, notices

        notices.register()
        subjects.register("post", files.readable)
