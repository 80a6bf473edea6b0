"""What tests of the door share."""

from __future__ import annotations

import pytest

from moderation.models import Question


@pytest.fixture
def nothing_asked(db: None) -> None:
    """But name, email, school and state: whatever the table held, each test asks what it is about."""
    Question.objects.all().delete()
