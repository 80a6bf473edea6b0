"""Mail to whoever is away: one for a burst, none for what was read, and none to whoever may not come in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from cohorts import actions as rooms
from community.live import here
from community.members import actions as members
from community.members import epoch
from community.members.models import Member
from community.notifications import actions, letters
from community.notifications.models import Letter, Notice
from moderation import actions as desk
from moderation.actions.leaving import leave
from moderation.actions.telling import note_waiting
from tests.budgets.counting import statements, told
from tests.cast import World, grants
from tests.forum.forms import act, place, send_reply
from tests.moderation.knocking import waiting
from tests.notifications.evening import burst, gather, mails, passes, to
from tests.verbs import ask, carry_out_jobs, reply, say, signed_in

# ---- one for a burst -------------------------------------------------------------------------


def test_a_burst_is_one_mail(world: World) -> None:
    burst(world)
    [message] = mails()
    assert (message.to, message.subject) == (["ada@school.test"], "4 new things wait for you in Center community")
    assert mails() == []


def test_nothing_goes_out_before_the_ten_minutes_are_over(world: World) -> None:
    burst(world)
    passes(minutes=9)
    assert (gather(), Letter.objects.count()) == ([], 0)
    passes(minutes=2)
    assert to(gather()) == ["ada"]


def test_what_came_last_joins_what_is_due(world: World) -> None:
    thread = burst(world)
    passes(minutes=11)
    reply(world.mona, thread)
    [message] = gather()
    assert message.subject.startswith("5 new things")
    assert mails() == []


def test_the_next_mail_comes_an_hour_later_and_tells_what_is_new_since(world: World) -> None:
    thread = burst(world)
    mails()
    reply(world.mona, thread)
    assert mails() == []
    passes(minutes=50)
    [message] = gather()
    assert message.subject == "1 new thing waits for you in Center community"


def test_everybody_gets_their_own(world: World) -> None:
    burst(world)
    say(world.ada, world.room, "@ben and @fay")
    assert to(mails()) == ["ada", "ben", "fay"]


def test_no_page_waits_for_the_mail_server(world: World) -> None:
    """Nothing but the notices' own rows is written when something happens."""
    thread = ask(world.ada, world.commons)
    ben = signed_in(world.ben)
    for _ in range(2):
        send_reply(ben, thread)
    found = statements(lambda: send_reply(ben, thread))
    ours = [sql.split()[0] for sql in found if "notifications_" in sql]
    assert ours == ["UPDATE", "INSERT"], told(found)  # what the writer has read, what the asker is told
    assert not [sql for sql in found if "django_tasks" in sql], told(found)
    assert mail.outbox == []


# ---- read meanwhile, here, switched off ------------------------------------------------------


def test_what_was_read_meanwhile_is_no_mail(world: World) -> None:
    thread = burst(world)
    client = signed_in(world.ada)
    client.post(f"{place(thread)}read/", {"number": 4})
    client.post("/notices/read/")
    assert mails() == []
    assert not Notice.objects.exclude(due_at=None).exists()  # and is not looked at again


def test_what_was_read_between_the_decision_and_the_writing_is_no_mail(world: World) -> None:
    burst(world)
    passes(minutes=11)
    letters.gather.call()
    actions.mark_all_read(world.ada.pk)
    carry_out_jobs()
    assert (mail.outbox, Letter.objects.count()) == ([], 0)


def test_only_what_is_unread_is_counted(world: World) -> None:
    thread = burst(world)
    passes(minutes=20)
    signed_in(world.ada).post(f"{place(thread)}read/", {"number": 4})
    passes(minutes=6)
    [message] = gather()
    assert message.subject.startswith("1 new thing")


def test_whoever_has_a_page_open_is_not_written_to_until_an_hour_passed_unread(world: World) -> None:
    burst(world)
    here.note([world.ada.pk])
    assert mails() == []
    passes(minutes=30)
    assert gather() == []
    passes(minutes=20)
    assert to(gather()) == ["ada"]


def test_whoever_closes_the_page_is_written_to_soon(world: World) -> None:
    burst(world)
    here.note([world.ada.pk])
    assert mails() == []
    here.cache.clear()
    passes(minutes=6)
    assert to(gather()) == ["ada"]


def test_whoever_just_read_something_else_is_here(world: World) -> None:
    """Also where no page can be known to be open: servers and worker in different processes, without Redis."""
    thread = burst(world)
    passes(minutes=11)
    signed_in(world.ada).post(f"{place(thread)}read/", {"number": 4})
    assert gather() == []
    passes(minutes=6)
    assert to(gather()) == ["ada"]


def test_whoever_wants_no_mail_gets_none_and_nothing_is_kept_for_later(world: World) -> None:
    actions.choose_mail(world.ada.pk, pace="never", excerpts=False)
    burst(world)
    assert mails() == []
    actions.choose_mail(world.ada.pk, pace="soon", excerpts=False)
    assert mails() == []
    reply(world.ben, ask(world.ada, world.commons))
    assert len(mails()) == 1


def test_whoever_switches_it_off_at_the_last_moment_gets_none(world: World) -> None:
    burst(world)
    passes(minutes=11)
    letters.gather.call()
    actions.stop_mail(world.ada.pk)
    carry_out_jobs()
    assert mail.outbox == []


def test_requests_to_come_in_have_a_mail_of_their_own(world: World) -> None:
    note_waiting(waiting())
    assert {n.kind for n in Notice.objects.filter(member=world.mona)} == {"application.waiting"}
    assert [m.subject for m in mails() if "new thing" in m.subject] == []


# ---- rights at the moment of sending ---------------------------------------------------------


def paused(world: World) -> None:
    until = timezone.now() + timedelta(days=1)
    desk.suspend(grants(world.mona), world.ada, until=until, reason="A quarrel")


def removed(world: World) -> None:
    desk.remove(grants(world.mona), world.ada, reason="Rules")


def left(world: World) -> None:
    leave(grants(world.ada), words="stay")


def without_a_seat(world: World) -> None:
    world.ada.seats.update(freed_at=timezone.now())
    epoch.move()


def term_over(world: World) -> None:
    world.cedar.term_ends = timezone.localdate() - timedelta(days=40)
    world.cedar.save()


def before_a_new_agreement(world: World) -> None:
    desk.publish_agreement(grants(world.olga), title="New", body="Be kind.", changes="Everything")


@pytest.mark.parametrize("ends", [paused, removed, left, without_a_seat, term_over, before_a_new_agreement])
@pytest.mark.parametrize("when", ["before it is decided", "before it is written"])
def test_whoever_may_not_come_in_gets_none(world: World, ends: Any, when: str) -> None:
    burst(world)
    passes(minutes=11)
    if when == "before it is written":
        letters.gather.call()
        assert Letter.objects.count() == 1
    ends(world)
    assert [m for m in gather() if "new thing" in m.subject] == []
    assert not Letter.objects.filter(member=world.ada).exists()


def test_what_one_may_no_longer_open_is_left_out(world: World) -> None:
    burst(world)
    reply(world.ben, ask(world.ada, world.spring_space, "Saxifrage?"))
    rooms.withdraw(grants(world.mona), world.spring, world.ada)
    [message] = mails()
    assert message.subject.startswith("3 new things")
    assert "mention" not in str(message.body)


def test_nothing_is_sent_when_nothing_of_it_can_be_opened(world: World) -> None:
    say(world.ben, world.room, "@ada the Saxifrage")
    rooms.withdraw(grants(world.mona), world.spring, world.ada)
    assert mails() == []


def test_what_was_deleted_is_left_out(world: World) -> None:
    thread = burst(world)
    act(signed_in(world.ben), thread, 2, "delete")
    [message] = mails()
    assert message.subject.startswith("3 new things")


def test_of_somebody_blocked_since_nothing_comes(world: World) -> None:
    burst(world)
    members.block(grants(world.ada), world.ben)
    [message] = mails()
    assert message.subject.startswith("3 new things")


def test_it_goes_to_the_address_of_today(world: World) -> None:
    burst(world)
    passes(minutes=11)
    letters.gather.call()
    Member.objects.filter(pk=world.ada.pk).update(email="new@school.test")
    carry_out_jobs()
    assert mail.outbox[-1].to == ["new@school.test"]
