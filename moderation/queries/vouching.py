"""Who brought whom: those who invited or vouched, and those they brought, a few levels each way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from community.members.models import Member
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.models import Invitation, Vouch

LEVELS = 4  # shown each way
MOST = 120  # people in one picture

Ties = dict[int, dict[int, list[str]]]  # one person → the next one → how they are tied


@dataclass(slots=True)
class Branch:
    """One person of the tree, how they are tied to the one above, and who follows."""

    member: Member
    ties: list[str]  # "invited", "vouched"
    branches: list[Branch] = field(default_factory=list)


def vouches_by(who: Grants) -> QuerySet[Vouch]:
    """One's own, the newest first."""
    return Vouch.objects.filter(sponsor_id=who.member_id).order_by("-at")


def came_by(who: Grants, member: Member) -> list[Branch]:
    """Who let this person in, and who let those in."""
    desk.may_see_desk(who).require_sight()
    return tree(member.pk, ties_up)


def brought(who: Grants, member: Member) -> list[Branch]:
    """Whom this person let in, and whom those let in."""
    desk.may_see_desk(who).require_sight()
    return tree(member.pk, ties_down)


def ties_up(ids: Iterable[int]) -> Ties:
    invited = Invitation.objects.filter(used_by_id__in=ids).values_list("used_by_id", "invited_by_id")
    vouched = Vouch.objects.filter(member_id__in=ids).values_list("member_id", "sponsor_id")
    return tied(invited, vouched)


def ties_down(ids: Iterable[int]) -> Ties:
    invited = Invitation.objects.filter(invited_by_id__in=ids).exclude(used_by=None)
    vouched = Vouch.objects.filter(sponsor_id__in=ids).exclude(member=None)
    return tied(
        invited.order_by("used_at").values_list("invited_by_id", "used_by_id")[:MOST],
        vouched.order_by("at").values_list("sponsor_id", "member_id")[:MOST],
    )


def tied(invited: Iterable[tuple[int | None, int | None]], vouched: Iterable[tuple[int | None, int | None]]) -> Ties:
    found: Ties = defaultdict(dict)
    for how, pairs in (("invited", invited), ("vouched", vouched)):
        for one, other in pairs:
            if one is not None and other is not None and one != other:
                found[one].setdefault(other, []).append(how)
    return found


def tree(root: int, next_level: Callable[[Iterable[int]], Ties]) -> list[Branch]:
    """Two queries a level and one for the people. Whoever stands in it already is not followed again."""
    ties: Ties = {}
    seen, level = {root}, {root}
    for _ in range(LEVELS):
        if not level or len(seen) > MOST:
            break
        found = next_level(level)
        ties.update(found)
        level = {pk for others in found.values() for pk in others} - seen
        seen |= level
    people = {m.pk: m for m in Member.objects.filter(pk__in=seen - {root}).select_related("organization")}
    return grow(root, ties, people, {root})


def grow(one: int, ties: Ties, people: dict[int, Member], above: set[int]) -> list[Branch]:
    """Each person stands once: under whoever comes first."""
    branches = []
    followers = [(pk, how) for pk, how in ties.get(one, {}).items() if pk in people and pk not in above]
    above |= {pk for pk, _ in followers}
    for pk, how in followers:
        branches.append(Branch(people[pk], how, grow(pk, ties, people, above)))
    return branches
