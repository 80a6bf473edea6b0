"""Tags: the list that moderators keep, and which of them a question has."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from community.db import writing
from community.forum.actions.words import Unusable
from community.forum.following.models import Follow
from community.forum.models import Tag, Thread, ThreadTag
from community.forum.tagging import MAX_MEANING, MAX_NAME, MOST_ON_A_THREAD, MOST_TAGS
from community.jobs.queue import job, later
from community.text import plain
from moderation import audit
from moderation.access import tags as rules
from moderation.access.grants import Grants

CHUNK = 500
TAKEN = "There is a tag of this name already."
FULL = f"The list holds {MOST_TAGS} tags. Retire or merge some first."
GONE = "One of these tags is not there any more. Please choose again."
TOO_MANY = f"Please choose up to {MOST_ON_A_THREAD} tags."
ITSELF = "Choose another tag, one that can be chosen now."


# ---- the list -----------------------------------------------------------------------------------


def make_tag(actor: Grants, *, name: str, meaning: str) -> Tag:
    rules.may_keep_tags(actor, timezone.now()).require()
    name, meaning = usable_tag(name, meaning)
    try:
        with writing():
            if in_use().count() >= MOST_TAGS:
                raise Unusable("name", FULL)
            tag = Tag.objects.create(slug=free_slug(name), name=name, meaning=meaning)
            note(actor, "make_tag", tag)
    except IntegrityError:
        raise Unusable("name", TAKEN) from None
    return tag


def change_tag(actor: Grants, tag: Tag, *, name: str, meaning: str) -> None:
    """Its address stays, so that links to it keep working."""
    rules.may_keep_tags(actor, timezone.now()).require()
    name, meaning = usable_tag(name, meaning)
    try:
        with writing():
            held = Tag.objects.select_for_update().get(pk=tag.pk)
            before = held.name
            if (before, held.meaning) == (name, meaning):
                return
            held.name, held.meaning = name, meaning
            held.save(update_fields=["name", "meaning"])
            note(actor, "change_tag", held, f"from {before}" if before != name else "")
            if before != name:
                later(show_again, held.pk)
    except IntegrityError:
        raise Unusable("name", TAKEN) from None


def retire_tag(actor: Grants, tag: Tag) -> None:
    """It can be chosen no more. Retiring what is retired changes nothing."""
    rules.may_keep_tags(actor, timezone.now()).require()
    with writing():
        if Tag.objects.filter(pk=tag.pk, retired_at=None).update(retired_at=timezone.now()):
            note(actor, "retire_tag", tag)


def bring_back_tag(actor: Grants, tag: Tag) -> None:
    rules.may_keep_tags(actor, timezone.now()).require()
    with writing():
        if in_use().count() >= MOST_TAGS:
            raise Unusable("name", FULL)
        if Tag.objects.filter(pk=tag.pk, merged_into=None).exclude(retired_at=None).update(retired_at=None):
            note(actor, "bring_back_tag", tag)


def merge_tags(actor: Grants, tag: Tag, *, into: str) -> Tag:
    """What has one has the other from now on; the address of the first leads there. Cannot be undone."""
    rules.may_keep_tags(actor, timezone.now()).require()
    with writing():
        there = {one.slug: one for one in Tag.objects.select_for_update().filter(slug__in=[tag.slug, into])}
        target = there.get(into)
        if target is None or into == tag.slug or target.retired_at or there[tag.slug].merged_into_id:
            raise Unusable("into", ITSELF)
        has_both = ThreadTag.objects.filter(tag=target).values("thread")
        ThreadTag.objects.filter(tag=tag, thread__in=has_both).delete()
        ThreadTag.objects.filter(tag=tag).update(tag=target)
        follow_both = Follow.objects.filter(tag=target).values("member")
        Follow.objects.filter(tag=tag, member__in=follow_both).delete()
        Follow.objects.filter(tag=tag).update(tag=target)
        Tag.objects.filter(merged_into=tag).update(merged_into=target)
        Tag.objects.filter(pk=tag.pk).update(merged_into=target, retired_at=timezone.now())
        note(actor, "merge_tag", tag, f"into {target.name}")
        later(show_again, target.pk)
    return target


def in_use() -> QuerySet[Tag]:
    return Tag.objects.filter(retired_at=None, merged_into=None)


def usable_tag(name: str, meaning: str) -> tuple[str, str]:
    name, meaning = plain.clean_line(name).replace('"', ""), plain.clean_line(meaning)
    if plain.is_blank(name):
        raise Unusable("name", "Give it a name.")
    if len(name) > MAX_NAME:
        raise Unusable("name", f"Please keep it to {MAX_NAME} characters; this has {len(name)}.")
    if plain.is_blank(meaning):
        raise Unusable("meaning", "Say in one sentence what belongs under it.")
    if len(meaning) > MAX_MEANING:
        raise Unusable("meaning", f"Please keep it to {MAX_MEANING} characters; this has {len(meaning)}.")
    return name, meaning


def free_slug(name: str) -> str:
    base = slugify(name)[: MAX_NAME - 4].strip("-") or "tag"
    taken = set(Tag.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def note(actor: Grants, verb: str, tag: Tag, reason: str = "") -> None:
    audit.record(actor.member_id, verb, kind="tag", subject=tag.pk, label=tag.name, reason=reason)


@job()
def show_again(tag_id: int) -> None:
    """The threads of a tag show what it is called now. A chunk at a time: there may be thousands."""
    last = 0
    while True:
        with writing():
            rows = ThreadTag.objects.filter(tag_id=tag_id, thread_id__gt=last).order_by("thread_id")
            chunk = list(rows.values_list("thread_id", flat=True)[:CHUNK])
            keep_copies(chunk)
        if len(chunk) < CHUNK:
            break
        last = chunk[-1]


def keep_copies(thread_ids: Sequence[int]) -> None:
    threads = {thread.pk: thread for thread in Thread.objects.select_for_update().filter(pk__in=thread_ids)}
    for thread in threads.values():
        thread.tags = []
    for row in ThreadTag.objects.filter(thread_id__in=thread_ids).select_related("tag").order_by("tag__name", "tag_id"):
        threads[row.thread_id].tags.append(shown(row.tag))
    Thread.objects.bulk_update(threads.values(), ["tags"])


# ---- on a question ------------------------------------------------------------------------------


def set_tags(who: Grants, thread: Thread, slugs: Sequence[str]) -> None:
    """The asker, or a moderator, which is logged. A tag that was retired stays where it is."""
    with writing():
        locked = Thread.objects.select_for_update(of=("self",)).select_related("space").get(pk=thread.pk)
        rules.may_tag(who, locked, timezone.now()).require()
        before = [tag["slug"] for tag in locked.tags]
        chosen = usable_tags(slugs, kept=before)
        copies = [shown(tag) for tag in chosen]
        if copies == locked.tags:
            return
        ThreadTag.objects.filter(thread=locked).exclude(tag__in=chosen).delete()
        put_on(locked, [tag for tag in chosen if tag.slug not in before])
        Thread.objects.filter(pk=locked.pk).update(tags=copies)
        if locked.writer_id != who.member_id:
            names = ", ".join(tag.name for tag in chosen) or "no tags"
            audit.record(
                who.member_id, "tag_thread", kind="thread", subject=locked.pk, label=locked.title, reason=names
            )


def usable_tags(slugs: Sequence[str], kept: Sequence[str] = ()) -> list[Tag]:
    """By name, held until the transaction ends. `kept`: what may stay although it was retired. Raises Unusable."""
    wanted = set(slugs)
    if not wanted:
        return []
    if len(wanted) > MOST_ON_A_THREAD:
        raise Unusable("tags", TOO_MANY)
    found = list(Tag.objects.select_for_update(no_key=True).filter(slug__in=wanted, merged_into=None))
    if len(found) < len(wanted) or any(tag.retired_at and tag.slug not in kept for tag in found):
        raise Unusable("tags", GONE)
    return found


def begin_with(thread: Thread, slugs: Sequence[str]) -> None:
    """A new thread, stored with its tags."""
    chosen = usable_tags(slugs)
    thread.tags = [shown(tag) for tag in chosen]
    thread.save()
    put_on(thread, chosen)


def put_on(thread: Thread, tags: Sequence[Tag]) -> None:
    if tags:
        ThreadTag.objects.bulk_create([ThreadTag(thread=thread, tag=tag) for tag in tags], ignore_conflicts=True)


def shown(tag: Tag) -> dict[str, str]:
    return {"slug": tag.slug, "name": tag.name}
