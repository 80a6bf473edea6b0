"""Uploads and their doors."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "community.files"
