"""What was brought and attached to nothing does not lie around forever; what somebody still reads does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from community.drafts import actions as drafts
from community.drafts.actions import Written
from community.files import sweeping
from community.files.models import Upload
from tests.cast import World, grants
from tests.files.bringing import bring, picture
from tests.verbs import ask, reply


def bytes_of(upload: Upload) -> list[bool]:
    return [(Path(settings.MEDIA_ROOT) / place).exists() for place in (upload.place, upload.thumb_place) if place]


def brought_long_ago(*uploads: Upload, ago: timedelta = sweeping.KEPT + timedelta(minutes=1)) -> None:
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).update(created_at=timezone.now() - ago)


@pytest.mark.django_db(transaction=True)
def test_what_nothing_carries_is_thrown_away_with_its_bytes(world: World) -> None:
    left, kept, carried = bring(world.ada, "photo.jpg", picture()), bring(world.ada), bring(world.ben)
    reply(world.ben, ask(world.ada, world.commons), attachments=[carried.pk])
    brought_long_ago(left, carried)
    brought_long_ago(kept, ago=sweeping.KEPT - timedelta(minutes=1))
    sweeping.sweep.call()
    assert set(Upload.objects.values_list("pk", flat=True)) == {kept.pk, carried.pk}
    assert bytes_of(left) == [False, False]
    assert bytes_of(kept) == bytes_of(carried) == [True]


@pytest.mark.django_db(transaction=True)
def test_many_go_in_small_steps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    brought_long_ago(*(bring(world.ada, f"{number}.txt") for number in range(5)))
    sweeping.sweep.call()
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_draft_still_has_stays_and_goes_with_the_draft(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    wanted, left, foreign = bring(world.ada), bring(world.ada, "b.txt"), bring(world.ben, "c.txt")
    brought_long_ago(wanted, left, foreign)
    files = [{"id": str(wanted.pk), "name": "a"}, {"id": str(foreign.pk)}, {"id": "no id"}, {"id": 7}, {"name": "none"}]
    drafts.keep(grants(world.ada), "ask", Written("<p>Half a thought</p>", {}, files, 0))
    sweeping.sweep.call()
    assert set(Upload.objects.values_list("pk", flat=True)) == {wanted.pk}  # what is Ben's is not hers to keep
    drafts.throw_away(grants(world.ada), "ask")
    sweeping.sweep.call()
    assert not Upload.objects.exists()
