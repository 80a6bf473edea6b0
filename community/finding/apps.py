"""Finding what was written: an index of words, and nothing of who may read them."""

from __future__ import annotations

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "community.finding"
