"""How long a room keeps what is said in it: choosing, what everybody is told, and what is deleted once a day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cohorts import finding, timeline
from cohorts.arranging import actions, forgetting
from cohorts.models import ChangeNonce, Cohort, Message, MessageReaction, Room
from cohorts.topics import synced
from community.files.models import Upload
from community.finding.models import MessageWords
from community.finding.narrowing import Narrow
from community.finding.wording import wanted
from community.forum.bookmarks.models import Bookmark
from community.jobs import queue
from community.live.protocol import Pin, React
from moderation.models import AuditEntry
from tests.access.scene import bring
from tests.budgets.counting import asked, statements
from tests.cast import World, grants
from tests.cohorts.talking import bodies, fill, look
from tests.pages import Answer, text_of
from tests.verbs import carry_out_jobs, do, say, signed_in

LONG_AGO = timedelta(days=100)


def choose(world: World, name: str = "fay", **fields: str) -> Answer:
    return signed_in(world.people[name]).post(f"/rooms/{world.room.pk}/settings/keeping/", fields)


def chosen(world: World, days: int = 90, *, ago: timedelta = timedelta(days=8)) -> Room:
    """Fay chose it so long ago."""
    actions.set_keeping(grants(world.fay), world.room, days=days)
    Room.objects.filter(pk=world.room.pk).update(keeps_changed_at=timezone.now() - ago)
    world.room.refresh_from_db()
    return world.room


def log(*verbs: str) -> list[tuple[str, str, str]]:
    lines = AuditEntry.objects.filter(verb__in=verbs).order_by("pk")
    return list(lines.values_list("actor__handle", "subject_label", "reason"))


def run() -> None:
    forgetting.forget_old.call()
    carry_out_jobs()


def left(room: Room) -> list[str]:
    return list(Message.objects.filter(room=room, deleted_at=None).order_by("seq").values_list("body", flat=True))


# ---- choosing -------------------------------------------------------------------------------


def test_a_room_keeps_everything_and_says_so(world: World) -> None:
    assert "What is said here is kept for ever." in text_of(
        signed_in(world.ada).get(f"/rooms/{world.room.pk}/readers/")
    )
    assert "is deleted after" not in text_of(look(signed_in(world.ada), world.room))
    fill(world.room, [world.ben], 3, start=timezone.now() - timedelta(days=4000))
    run()
    assert len(left(world.room)) == 3


def test_who_shortens_it_sees_first_how_many_messages_go(world: World) -> None:
    fill(world.room, [world.ben], 3, start=timezone.now() - timedelta(days=84))  # a week later they are 91 days old
    fill(world.room, [world.ada], 2, start=timezone.now() - timedelta(days=82))
    do(world.fay, Pin(world.room.pk, Message.objects.earliest("seq").pk, uuid4(), True))
    asking = choose(world, keeps="90")
    assert asking.status_code == 200
    assert "2 messages in Spring room will be older than 90 days" in text_of(asking)
    world.room.refresh_from_db()
    assert (world.room.keeps, log("set_room_keeping")) == (None, [])
    assert "messages in Spring room" in text_of(choose(world, keeps="30"))
    assert choose(world, keeps="90", sure="1").status_code == 302
    world.room.refresh_from_db()
    assert (world.room.keeps_days, log("set_room_keeping")) == (90, [("fay", "Spring room", "90 days")])
    assert choose(world, keeps="365").status_code == 302  # longer needs no second thought, nor does the same
    assert choose(world, keeps="90").status_code == 200
    assert choose(world, keeps="0").status_code == 302
    assert [reason for *_, reason in log("set_room_keeping")] == ["90 days", "one year", "for ever"]
    world.room.refresh_from_db()
    assert (world.room.keeps, len(left(world.room))) == (None, 5)


def test_everybody_in_the_room_reads_what_holds_since_when_and_by_whom(world: World) -> None:
    chosen(world, ago=timedelta(0))
    ada = signed_in(world.ada)
    for path in (f"/rooms/{world.room.pk}/", f"/rooms/{world.room.pk}/readers/"):
        page = text_of(ada.get(path))
        assert "What is said here is deleted after 90 days, except pinned messages, from " in page
        assert " by Fay." in page
    chosen(world, days=30)
    assert "is deleted after 30 days, except pinned messages." in text_of(look(ada, world.room))
    actions.set_keeping(grants(world.fay), world.room, days=None)
    assert "is deleted after" not in text_of(look(ada, world.room))
    assert "What is said here is kept for ever. Chosen" in text_of(ada.get(f"/rooms/{world.room.pk}/readers/"))


def test_it_is_chosen_by_those_who_lead_and_never_for_a_talk(world: World) -> None:
    assert choose(world, "ada", keeps="30", sure="1").status_code == 403
    assert choose(world, "cleo", keeps="30", sure="1").status_code == 404
    for nonsense in ("31", "", "-1", "for ever"):
        answer = choose(world, keeps=nonsense, sure="1")
        assert (answer.status_code, "Choose how long" in text_of(answer)) == (422, True)
    assert not Room.objects.filter(keeps_days__isnull=False).exists()
    assert choose(world, "mona", keeps="30", sure="1").status_code == 302
    Room.objects.filter(pk=world.room.pk).update(cohort=None, keeps_changed_at=timezone.now() - LONG_AGO)
    forgetting.forget_old.call()
    assert not DBTaskResult.objects.exists()


def test_next_year_s_room_keeps_as_long_and_begins_with_its_own_week(world: World) -> None:
    chosen(world)
    signed_in(world.mona).post("/cohorts/spring/next-year/", {"name": "Spring again"})
    made = Cohort.objects.get(name="Spring again").rooms.get()
    assert (made.keeps_days, made.keeps_changed_by) == (90, world.mona)
    assert made.keeps is not None
    assert made.keeps.waits(timezone.now())


def test_a_room_that_keeps_for_a_time_costs_its_page_one_name(world: World) -> None:
    before = len(asked(signed_in(world.ada), f"/rooms/{world.room.pk}/"))
    chosen(world)
    assert len(asked(signed_in(world.ada), f"/rooms/{world.room.pk}/")) <= before + 1


# ---- what is deleted ------------------------------------------------------------------------


def with_everything(world: World) -> tuple[Message, Upload]:
    """What Ben said long ago, with all that can hang on a message."""
    upload = bring(world.ben, "budget.pdf")
    said = say(world.ben, world.room, "The Saxifrage costs @fay", attachments=(upload.pk,))
    do(world.ada, React(world.room.pk, said.pk, uuid4(), "❤️", True))
    Bookmark.objects.create(member=world.ada, message=said.pk, made_at=timezone.now())
    say(world.ada, world.room, "So much", reply_to=said.pk)
    pinned = say(world.fay, world.room, "The Saxifrage stays")
    do(world.fay, Pin(world.room.pk, pinned.pk, uuid4(), True))
    Message.objects.filter(room=world.room).update(at=timezone.now() - LONG_AGO)
    say(world.ada, world.room, "The Saxifrage of today")
    say(world.cleo, world.other_room, "Elsewhere")
    Message.objects.filter(room=world.other_room).update(at=timezone.now() - LONG_AGO)
    return said, upload


def found(world: World) -> list[str]:
    rows, _ = finding.search(grants(world.ada), wanted("Saxifrage"), Narrow(), most=9)
    return sorted(row["snippet"] for row in rows)


def test_what_is_old_goes_with_all_that_hung_on_it_and_the_rest_stays(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    said, upload = with_everything(world)
    chosen(world)
    rev, bells = world.room.rev, world.ada.notices.count()
    assert (len(found(world)), world.fay.notices.count()) == (3, 1)
    assert (Path(settings.MEDIA_ROOT) / upload.place).exists()
    with django_capture_on_commit_callbacks(execute=True):
        run()
    gone = Message.objects.get(pk=said.pk)
    assert (gone.body, gone.html, gone.files, gone.reactions, gone.deleted_by) == ("", "", [], {}, None)
    assert gone.deleted_at is not None
    assert gone.fingerprint == ""
    assert not ChangeNonce.objects.filter(message=said.pk).exists()
    assert left(world.room) == ["The Saxifrage stays", "The Saxifrage of today"]
    assert left(world.other_room) == ["Elsewhere"]
    assert len(found(world)) == 2
    assert not MessageWords.objects.filter(message=said.pk).exists()
    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert not (Path(settings.MEDIA_ROOT) / upload.place).exists()
    assert not MessageReaction.objects.filter(message=said.pk).exists()
    assert not Bookmark.objects.exists()
    assert (world.fay.notices.count(), world.ada.notices.count()) == (0, bells)  # no word about it, and none left
    assert bodies(look(signed_in(world.ada), world.room)) == ["The Saxifrage stays", "The Saxifrage of today"]
    changed = synced(world.ada.pk, world.room.pk, rev)[1]
    assert next((m["id"], m["deleted"]) for m in changed["messages"]) == (str(said.pk), True)
    assert (len(changed["messages"]), changed["rev"]) == (2, rev + 2)
    assert log("forget_old") == [("fay", "Spring room", "2 messages")]
    run()
    assert len(log("forget_old")) == 1
    world.room.refresh_from_db()
    assert (world.room.rev, world.room.message_count) == (rev + 2, 4)


def test_nothing_goes_in_the_first_week_nor_after_it_is_taken_back(world: World) -> None:
    fill(world.room, [world.ben], 3, start=timezone.now() - LONG_AGO)
    chosen(world, ago=timedelta(days=7) - timedelta(minutes=1))
    run()
    assert len(left(world.room)) == 3
    Room.objects.filter(pk=world.room.pk).update(keeps_changed_at=timezone.now() - timedelta(days=7))
    actions.set_keeping(grants(world.mona), world.room, days=30)  # another choice, another week
    run()
    assert len(left(world.room)) == 3
    actions.set_keeping(grants(world.fay), world.room, days=None)
    run()
    assert (len(left(world.room)), log("forget_old")) == (3, [])


def by_threes(world: World, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(forgetting, "AT_ONCE", 3)
    fill(world.room, [world.ben], 7, start=timezone.now() - LONG_AGO)
    fill(world.room, [world.ada], 2)
    return chosen(world)


def test_it_goes_in_batches_and_a_batch_that_runs_twice_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when its worker was killed before it could say that it was done, and when the day's job came twice."""
    room = by_threes(world, monkeypatch)
    for _ in range(2):
        forgetting.forget_old.call()
    assert DBTaskResult.objects.count() == 2
    forgetting.forget_in.call(str(room.pk), 0)
    assert (len(left(room)), DBTaskResult.objects.count()) == (6, 3)
    forgetting.forget_in.call(str(room.pk), 0)
    assert (len(left(room)), DBTaskResult.objects.count()) == (6, 3)
    carry_out_jobs()
    assert left(room) == ["Words 1", "Words 2"]
    assert log("forget_old") == [("fay", "Spring room", "7 messages")]
    forgetting.forget_in.call(str(room.pk), 2, 6)
    assert len(log("forget_old")) == 1


def test_whoever_takes_it_back_between_two_batches_keeps_the_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = by_threes(world, monkeypatch)
    forgetting.forget_in.call(str(room.pk), 0)
    actions.set_keeping(grants(world.fay), room, days=None)
    carry_out_jobs()
    assert len(left(room)) == 6
    assert log("forget_old") == [("fay", "Spring room", "3 messages")]


def test_a_batch_that_fails_leaves_everything_and_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    room = by_threes(world, monkeypatch)
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(timeline.forgetting, "tell", fails)
        forgetting.forget_in.call(str(room.pk), 0)
    room.refresh_from_db()
    assert (len(left(room)), room.keeps_step) == (9, 0)
    forgetting.forget_in.call(str(room.pk), 0)
    assert len(left(room)) == 6


def fails(*_: object) -> None:
    raise RuntimeError("not today")


def test_a_batch_asks_the_same_however_many_go(world: World) -> None:
    asking = []
    for step, count in enumerate((3, 40)):
        fill(world.room, [world.ben, world.fay], count, start=timezone.now() - LONG_AGO)
        chosen(world)
        asking.append(len(statements(lambda step=step: forgetting.forget_in.call(str(world.room.pk), step))))  # type: ignore[misc]
    assert asking[1] <= asking[0] <= 20


def test_the_day_s_job_is_one_that_every_worker_knows() -> None:
    assert queue.repeated["cohorts.arranging.forgetting.forget_old"][1] == timedelta(days=1)
