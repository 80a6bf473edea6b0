"""The demo, written once for all tests of it, which only look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from community.demo.seed import Seeder
from tests.conftest import forget

QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, collected: None, django_db_blocker: Any) -> Iterator[Seeder]:
    """Documents, with their previews, take most of the time; the whole is rolled back."""
    with override_settings(**QUICK), django_db_blocker.unblock(), transaction.atomic():
        seeder = Seeder(timezone.now())
        assert seeder.run() == seeder.password
        yield seeder
        transaction.set_rollback(True)
    forget()
