"""Suggesting, publishing, reviewing, reporting and hiding service providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from community.db import writing
from community.library.providers.models import Provider, ProviderReport, ProviderReview
from community.members import epoch
from community.members.queries import moderator_ids
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation import audit
from moderation.access import providers as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

SUGGESTED, PUBLISHED, REPORTED = "provider.suggested", "provider.published", "provider.reported"
SCHOOL_TOLD = "A colleague of yours has told for your school already. Ask them to change it."
MOST_OPEN = 5
REPORTED_ENOUGH = "The moderators have several reports about this one already. Thank you; they will look."
SUGGESTED_ENOUGH = "Several of your suggestions wait for a moderator. Please wait until they have read them."


def place_of(provider: Provider) -> str:
    return f"provider:{provider.pk}"


def suggest(who: Grants, facts: Mapping[str, Any]) -> Provider:
    """A moderator's own is published at once. Raises Denied, Refused."""
    now = timezone.now()
    rules.may_suggest_provider(who, now).require()
    with writing():
        if (
            Provider.objects.filter(suggested_by_id=who.member_id, published_at=None, hidden_at=None).count()
            >= MOST_OPEN
        ):
            raise Refused("", SUGGESTED_ENOUGH)
        made = Provider(suggested_by_id=who.member_id, suggested_at=now, **facts)
        keeps = bool(rules.may_keep_provider(who, made, now))
        made.published_at = now if keeps else None
        made.save(force_insert=True)
        if keeps:
            audit.record(who.member_id, "publish_provider", kind="provider", subject=made.pk, label=made.name)
        else:
            tell(SUGGESTED, made, who.member_id, moderator_ids(who.member_id))
    return made


def change(who: Grants, provider: Provider, facts: Mapping[str, Any]) -> None:
    """Raises Denied."""
    kept(who, provider, "change_provider", **facts)


def publish(who: Grants, provider: Provider) -> None:
    """On the list, or there again. Raises Denied."""
    now = timezone.now()
    first = provider.published_at is None
    with writing():
        kept(who, provider, "publish_provider", published_at=provider.published_at or now, hidden_at=None)
        notices.withdraw([SUGGESTED], [str(provider.pk)])
        if first and provider.suggested_by_id != who.member_id:
            tell(PUBLISHED, provider, who.member_id, [provider.suggested_by_id])


def hide(who: Grants, provider: Provider) -> None:
    """From everybody but moderators. Raises Denied."""
    with writing():
        kept(who, provider, "hide_provider", hidden_at=timezone.now())
        notices.withdraw([SUGGESTED, PUBLISHED], [str(provider.pk)])


def kept(who: Grants, provider: Provider, verb: str, **changes: Any) -> None:
    rules.may_keep_provider(who, provider, timezone.now()).require()
    with writing():
        if changes:
            Provider.objects.filter(pk=provider.pk).update(**changes)
        audit.record(who.member_id, verb, kind="provider", subject=provider.pk, label=provider.name)


def review(who: Grants, provider: Provider, *, again: bool, words: str) -> ProviderReview:
    """One's own, anew or instead of the one before; one for each school. Raises Denied, Refused."""
    now = timezone.now()
    rules.may_review_provider(who, provider, now).require()
    said = {"again": again, "words": words}
    with writing():
        Provider.objects.select_for_update().get(pk=provider.pk)
        others = ProviderReview.objects.filter(provider=provider).exclude(author_id=who.member_id)
        if who.organization_id and others.filter(organization_id=who.organization_id).exists():
            raise Refused("words", SCHOOL_TOLD)
        made, _ = ProviderReview.objects.update_or_create(
            provider=provider, author_id=who.member_id,
            defaults={**said, "edited_at": now},
            create_defaults={**said, "organization_id": who.organization_id, "written_at": now},
        )  # fmt: skip
        recount(provider)
    return made


def drop_review(who: Grants, one: ProviderReview) -> None:
    """Raises Denied."""
    rules.may_drop_review(who, one, timezone.now()).require()
    with writing():
        one.delete()
        recount(one.provider)
        if one.author_id != who.member_id:
            label = one.provider.name
            audit.record(who.member_id, "drop_review", kind="provider", subject=one.provider_id, label=label)


def recount(provider: Provider) -> None:
    told = ProviderReview.objects.filter(provider=provider)
    Provider.objects.filter(pk=provider.pk).update(told=told.count(), again=told.filter(again=True).count())


def report(who: Grants, provider: Provider, words: str) -> None:
    """To the moderators. Raises Denied, Refused."""
    now = timezone.now()
    rules.may_report_provider(who, provider, now).require()
    with writing():
        waiting = ProviderReport.objects.filter(provider=provider, settled_at=None)
        if waiting.count() >= MOST_OPEN:
            raise Refused("what", REPORTED_ENOUGH)
        ProviderReport.objects.create(provider=provider, by_id=who.member_id, words=words, at=now)
        tell(REPORTED, provider, who.member_id, moderator_ids(who.member_id))


def settle(who: Grants, provider: Provider) -> None:
    """A moderator has looked into what was reported. Raises Denied."""
    with writing():
        kept(who, provider, "settle_reports")
        ProviderReport.objects.filter(provider=provider, settled_at=None).update(settled_at=timezone.now())
        notices.withdraw([REPORTED], [str(provider.pk)])


def tell(kind: str, provider: Provider, by: int, whom: Sequence[int]) -> None:
    wanted = [Wanted(member_id, by, kind, str(provider.pk), place_of(provider)) for member_id in whom]
    notices.notify(wanted, at_epoch=epoch.hold())


def forget_reviews(member_id: int) -> bool:
    """Of somebody who leaves and takes their words along; what they reported goes, too."""
    with writing():
        ProviderReport.objects.filter(by_id=member_id).delete()
        for one in ProviderReview.objects.filter(author_id=member_id).select_related("provider"):
            one.delete()
            recount(one.provider)
    return False


def forget_suggested(member_id: int) -> bool:
    """What nobody has published. What is on the list stays: others go by it."""
    with writing():
        gone = Provider.objects.filter(suggested_by_id=member_id, published_at=None)
        notices.withdraw([SUGGESTED], [str(pk) for pk in gone.values_list("pk", flat=True)])
        gone.delete()
    return False
