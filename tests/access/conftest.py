"""The scene of the access tests: the cast, and the same things in every place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from moderation.access.grants import Grants
from tests import cast
from tests.access import scene as scenes
from tests.access.scene import EVERYBODY, Scene
from tests.conftest import forget


@dataclass(frozen=True, slots=True)
class Still:
    """The scene and what each person holds, as of one moment."""

    scene: Scene
    grants: dict[str, Grants]


@pytest.fixture(scope="session")
def still(django_db_setup: None, django_db_blocker: Any) -> Still:
    """Read once and then only looked at, for tests marked django_db that change nothing."""
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with override_settings(**quick), django_db_blocker.unblock(), transaction.atomic():
        scene = scenes.build(cast.build())
        grants = {name: cast.grants(scene.person(name)) for name in EVERYBODY}
        transaction.set_rollback(True)
    forget()
    return Still(scene, grants)
