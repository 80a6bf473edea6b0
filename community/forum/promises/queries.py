"""Questions that wait for too long, and who may know."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from community.forum.models import Thread
from community.forum.promises.models import Asked, Promise
from community.members.models import Member
from community.members.queries import audience
from community.notifications.models import MailSettings
from moderation.access import members as people
from moderation.access.grants import Grants

Stage = Promise.Stage
MEMBERS_AFTER, MODERATOR_AFTER, SETTLE_AFTER = timedelta(hours=24), timedelta(hours=72), timedelta(days=7)
NOT_OLDER = timedelta(days=45)  # what waited before all this began is left in peace
RESTS = timedelta(days=7)  # whoever was asked
AT_ONCE = 50  # questions of one stage; the next look finds the rest
LOOKED_AT = 60  # people of whom some may turn out not to be allowed


def due(stage: int, now: datetime) -> list[int]:
    """Threads for which this stage is due and not done, those that wait longest first."""
    waiting = still_due(stage, now).exclude(Exists(Promise.objects.filter(thread_id=OuterRef("pk"), stage=stage)))
    return list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def still_due(stage: int, now: datetime) -> QuerySet[Thread]:
    questions = Thread.objects.filter(kind=Thread.Kind.QUESTION, answered=False, locked_at=None)
    if stage == Stage.SETTLE:
        quiet = Q(last_post_at__lte=now - SETTLE_AFTER, last_post_at__gt=now - NOT_OLDER)
        return questions.filter(quiet, helper_count__gt=0)
    after = MEMBERS_AFTER if stage == Stage.MEMBERS else MODERATOR_AFTER
    return questions.filter(helper_count=0, created_at__lte=now - after, created_at__gt=now - NOT_OLDER)


def who_may_know(thread: Thread, asker: Grants, now: datetime) -> list[int]:
    """Those like the asker first: of the same state, the same kind of school, here for at least as long. Only by what
    both show to everybody, and never for a question under an alias: whom it finds would say who asked."""
    readers = audience(thread.space.audience, thread.space.cohort_id).values("pk")
    asked = Asked.objects.filter(member_id=OuterRef("pk"))
    found = (
        people.not_moderating(Member.objects.filter(pk__in=readers))
        .exclude(pk=asker.member_id)
        .exclude(Exists(asked.filter(at__gt=now - RESTS)))
        .exclude(Exists(MailSettings.objects.filter(member_id=OuterRef("pk"), spared=True)))
        .annotate(likeness=likeness(None if thread.alias else asker), last=last_asked(asked))
    )
    order = ("-likeness", F("last").asc(nulls_first=True), F("last_seen_on").desc(nulls_last=True), "?")
    return list(found.order_by(*order).values_list("pk", flat=True)[:LOOKED_AT])


def likeness(asker: Grants | None) -> Case | Value:
    like = Member.objects.select_related("organization").filter(pk=asker.member_id).first() if asker else None
    if asker is None or like is None:
        return Value(0, output_field=IntegerField())
    shown, school = people.found_by_field(asker, "school"), like.organization
    if school is None or not people.is_shown_beside_words(like.audiences, "school"):
        return longer_here(like, 0)
    state, kind = Q(organization__state=school.state), Q(organization__kind=school.kind)
    both, either = [], []
    if school.state and school.kind:
        both = [When(shown & state & kind, then=longer_here(like, 6))]
    if school.state:
        either.append(When(shown & state, then=longer_here(like, 4)))
    if school.kind:
        either.append(When(shown & kind, then=longer_here(like, 2)))
    return Case(*both, *either, default=longer_here(like, 0), output_field=IntegerField())


def longer_here(like: Member, points: int) -> Case:
    older = Q(joined_at__lte=like.joined_at) if like.joined_at else Q(pk=None)
    return Case(When(older, then=Value(points + 1)), default=Value(points), output_field=IntegerField())


def last_asked(asked: QuerySet[Asked]) -> Subquery:
    latest = asked.order_by().values("member_id").annotate(latest=Max("at")).values("latest")
    return Subquery(latest[:1])


def on_duty(asker: Grants) -> list[int]:
    """Moderators, whoever was asked longest ago first."""
    asked = Asked.objects.filter(member_id=OuterRef("pk"), stage=Stage.MODERATOR)
    found = Member.objects.filter(pk__in=audience("moderators", None).values("pk")).exclude(pk=asker.member_id)
    order = (F("last").asc(nulls_first=True), "pk")
    return list(found.annotate(last=last_asked(asked)).order_by(*order).values_list("pk", flat=True)[:LOOKED_AT])
