"""Sessions in the database, each knowing its member (Django's documented way to extend them)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from community.members.models import Session

BEGAN, DEVICE = "began", "device"  # what signing in notes in the session, for the list of one's own


class SessionStore(DatabaseStore):
    """Django's database sessions over our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        member_id = data.get(SESSION_KEY)
        row.member_id = int(member_id) if member_id else None
        row.began_at = datetime.fromisoformat(data[BEGAN]) if BEGAN in data else None
        row.device = data.get(DEVICE, "")[:60]
        return row
