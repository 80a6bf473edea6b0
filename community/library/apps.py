"""The library."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "community.library"

    def ready(self) -> None:
        from community.files import subjects
        from community.library import files

        subjects.register("version", files.readable)
