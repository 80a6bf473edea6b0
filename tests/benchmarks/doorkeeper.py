"""A desk in a process of its own, for `revocation`: it closes the door to members by the real actions.

Reads one JSON object a line ({"act", "member", "room"}) and answers each with one: when it was committed (the clock
all processes of a machine share) and at which rev the room stood in that very moment.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402  (Django must be set up first)
from django.utils import timezone  # noqa: E402

from cohorts import actions as cohorts  # noqa: E402
from cohorts.models import Room  # noqa: E402
from community.db import writing  # noqa: E402
from community.members.grants import grants_for  # noqa: E402
from community.members.models import Member  # noqa: E402
from moderation import actions as desk  # noqa: E402
from moderation.access.grants import Grants  # noqa: E402


def act(actor: Grants, wish: dict[str, Any]) -> dict[str, Any]:
    """The action and a look at the room in one transaction: while it lasts nothing can be said, so that whatever has
    a higher rev was committed after the door closed."""
    committed: list[float] = []
    member = Member.objects.get(pk=wish["member"])
    began = time.monotonic()
    with writing():
        transaction.on_commit(lambda: committed.append(time.monotonic()))  # before the action's own: they tell others
        close(actor, wish, member)
        rev = Room.objects.values_list("rev", flat=True).get(pk=wish["room"])
    return {**wish, "began": began, "committed": committed[0], "told": time.monotonic(), "rev": rev}


def close(actor: Grants, wish: dict[str, Any], member: Member) -> None:
    if wish["act"] == "remove":
        desk.remove(actor, member, reason="measured")
    elif wish["act"] == "suspend":
        desk.suspend(actor, member, until=timezone.now() + timedelta(days=7), reason="measured")
    else:
        room = Room.objects.select_related("cohort").get(pk=wish["room"])
        cohorts.withdraw(actor, room.cohort, member)


def main() -> None:
    moderator = int(sys.argv[1])
    print(json.dumps({"ready": moderator}), flush=True)
    for line in sys.stdin:
        actor = grants_for(moderator)
        assert actor is not None
        print(json.dumps(act(actor, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
