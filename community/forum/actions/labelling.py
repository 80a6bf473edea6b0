"""How far what is said may travel: of a thread, and of a space."""

from __future__ import annotations

from django.utils import timezone

from community import quoting
from community.db import writing
from community.forum import events
from community.forum.actions.ordering import held, note
from community.forum.models import Space, Thread
from community.members import epoch
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.labels import Label, may_label


def set_label(who: Grants, thread: Thread, label: Label) -> None:
    """Raises Denied when it would become looser under those who answered."""
    with writing():
        locked = held(thread)
        locked.promised = quoting.promised(locked.key)
        may_label(who, locked, label, timezone.now()).require()
        if locked.label != label:
            Thread.objects.filter(pk=thread.pk).update(label=label)
            if locked.writer_id != who.member_id:
                note(who, "label_thread", locked, f"from {locked.label} to {label}")
            events.thread_changed(locked, epoch.hold())


def arrange_space(actor: Grants, space: Space, *, name: str, purpose: str, label: Label) -> None:
    """Its words and its promise. A stricter promise holds for all that is in it, a looser one for what comes."""
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        before = Space.objects.select_for_update().get(pk=space.pk)
        Space.objects.filter(pk=space.pk).update(name=name, purpose=purpose, label=label)
        if before.label != label:
            keep_promise(before)
            reason = f"from {before.label} to {label}"
            audit.record(actor.member_id, "label_space", kind="space", subject=space.pk, label=name, reason=reason)
        if (before.name, before.purpose) != (name, purpose):
            reason = f"it was {before.name}" if before.name != name else ""
            audit.record(actor.member_id, "change_space", kind="space", subject=space.pk, label=name, reason=reason)


def keep_promise(space: Space) -> None:
    """What was said under the space's promise so far goes on being under it: its threads carry it themselves now."""
    looser = [label for label in Label if list(Label).index(label) > list(Label).index(Label(space.label))]
    Thread.objects.filter(space=space, label__in=looser).update(label=space.label)
