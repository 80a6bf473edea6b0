"""Uploads and their doors."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "community.files"

    def ready(self) -> None:
        from community.files import subjects
        from community.files import sweeping as sweeping  # its job is known from the start
        from community.members import profile

        subjects.register(profile.PHOTO, profile.readable)
