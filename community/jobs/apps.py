"""Work that waits its turn, as rows of the community's own database."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "community.jobs"
