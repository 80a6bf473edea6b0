"""The library."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "community.library"

    def ready(self) -> None:
        from community.files import subjects
        from community.finding import sources as found
        from community.library import files, indexing, linked, takeout
        from community.library.filling import takeout as filling
        from community.takeout import sources

        subjects.register("version", files.readable)
        sources.register(takeout.SOURCE)
        sources.register(filling.SOURCE)
        found.register(indexing.SOURCE)
        linked.register()
