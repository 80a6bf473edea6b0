"""Migrations and models say the same."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def test_every_change_of_a_model_has_its_migration(db: None) -> None:
    said = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes detected" in said.getvalue()


def test_no_two_migrations_are_the_last_of_an_app(db: None) -> None:
    assert MigrationLoader(connection).detect_conflicts() == {}
