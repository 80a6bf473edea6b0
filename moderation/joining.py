"""What else happens when somebody joins. Apps above register it; the door knows none of them."""

from __future__ import annotations

from collections.abc import Callable

from community.members.models import Member
from moderation.models import Invitation

Step = Callable[[Invitation, Member], None]
_steps: list[Step] = []


def register(step: Step) -> None:
    """Called once from AppConfig.ready(). Runs in the transaction that uses the invitation."""
    if step not in _steps:
        _steps.append(step)


def complete(invitation: Invitation, member: Member) -> None:
    for step in _steps:
        step(invitation, member)
