"""The forum."""

from __future__ import annotations

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "community.forum"

    def ready(self) -> None:
        from community.files import subjects
        from community.finding import sources as found
        from community.forum import drafting, files, indexing, linked, notices, takeout
        from community.takeout import sources

        notices.register()
        subjects.register("post", files.readable)
        sources.register(takeout.SOURCE)
        found.register(indexing.SOURCE)
        drafting.register_places()
        linked.register()
