"""The ninth way in which communities have leaked: a form that changes what it was not made for."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from cohorts.models import Room
from community.forum.models import Space
from community.library.models import Document
from community.members.models import Member
from tests.access.scene import Scene
from tests.access.test_door import tries
from tests.verbs import signed_in


def test_9_no_form_changes_what_it_was_not_made_for(scene: Scene) -> None:
    """Every address that takes anything gets, besides its own fields, those by which places and people could open."""
    more = {
        "audience": "members", "cohort": "", "role": "owner", "standing": "active", "organization": "",
        "email": "x@y.test", "handle": "root", "suspended_until": "", "seats_allowed": "999",
    }  # fmt: skip

    def all_of(model: type[Model], *fields: str) -> dict[Any, Any]:
        return {pk: facts for pk, *facts in model._default_manager.values_list("pk", *fields)}

    def state() -> tuple[dict[Any, Any], ...]:
        people = all_of(Member, "role", "standing", "email", "handle", "organization_id")
        spaces = all_of(Space, "audience", "cohort_id")
        return people, spaces, all_of(Document, "audience", "cohort_id", "shelf_id"), all_of(Room, "cohort_id")

    before = state()
    for name in ("ada", "cleo", "fay"):
        who, client = scene.person(name), signed_in(scene.person(name))
        cookies = client.cookies.copy()
        for what, method, path, _, way in tries(scene, name):
            if method == "POST" and what.split()[1] not in {"leave", "account_logout"}:
                client.cookies = cookies.copy()
                client.post(path, {**more, **way.body()})
                now = state()
                assert now[:2] == before[:2], f"{name}: {what}"
                assert all(now[n].items() >= before[n].items() for n in (2, 3)), f"{name}: {what}"
                # What one may make: a copy for one's own school, and a talk that one is in oneself.
                copies = [facts for pk, facts in now[2].items() if pk not in before[2]]
                talks = Room.objects.exclude(pk__in=before[3]).exclude(cohort=None, talkers__member=who)
                assert all(facts == ["members", None, who.organization_id] for facts in copies), f"{name}: {what}"
                assert not talks.exists(), f"{name}: {what}"
                before = now
