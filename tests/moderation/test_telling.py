"""Moderators are told when something waits: in the app at once, by mail once for a burst, and nobody else is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from community.notifications.models import Notice
from community.notifications.queries import items_for
from moderation import actions
from moderation.actions import applying, deciding, tell_moderators
from moderation.models import Application
from tests.cast import World, grants, person
from tests.moderation.knocking import applied, apply, waiting
from tests.pages import text_of
from tests.verbs import carry_out_jobs, signed_in

pytestmark = pytest.mark.usefixtures("nothing_asked")


def told() -> list[str]:
    """Who got a mail about waiting requests, since the last look."""
    tell_moderators.call()
    carry_out_jobs()
    got = sorted(message.to[0] for message in mail.outbox if "to be read" in str(message.body))
    mail.outbox.clear()
    return got


def some_time_ago(**how_long: float) -> None:
    """Everything that waits came, and was told of, so much earlier."""
    ago = timedelta(**how_long)
    for one in Application.objects.exclude(submitted_at=None):
        told_at = one.told_at - ago if one.told_at else None
        Application.objects.filter(pk=one.pk).update(submitted_at=one.submitted_at - ago, told_at=told_at)  # type: ignore[operator]


def test_a_notice_tells_moderators_at_once_and_nobody_else(world: World) -> None:
    apply()
    assert not Notice.objects.exists(), "nobody has proven the address yet"
    applied(email="tam@pods.test", name="Tam Nguyen")
    assert set(Notice.objects.values_list("member__handle", flat=True)) == {"mona", "olga"}
    [item] = items_for(grants(world.mona))
    assert (item.actor, item.shown.sentence, item.shown.excerpt) == (
        "Tam Nguyen", "asks to come in", "Wren Street School",
    )  # fmt: skip
    assert "Tam Nguyen asks to come in" in text_of(signed_in(world.mona).get("/notices/"))


def test_opening_the_request_reads_the_notice_and_deciding_takes_it_from_everybody(world: World) -> None:
    application = applied()
    signed_in(world.mona).get(f"/moderation/applications/{application.pk}/")
    unread = Notice.objects.filter(read_at=None)
    assert [notice.member for notice in unread] == [world.olga]
    deciding.decline(grants(world.mona), application, letter="No.", seen="waiting")
    assert not Notice.objects.exists()


def test_an_answer_is_told_each_time(world: World) -> None:
    application = waiting()
    for number in range(2):
        stage = Application.objects.get().stage
        deciding.ask(grants(world.mona), application, letter="Why?", seen=stage)
        applying.answer(application, f"Because {number}.")
        [item] = items_for(grants(world.olga), only_unread=True)
        assert item.shown.sentence == "answered your question"


def test_a_notice_says_nothing_to_somebody_who_moderates_no_more(world: World) -> None:
    applied()
    actions.set_role(grants(world.olga), world.mona, role="member")
    assert items_for(grants(world.mona)) == []
    page = text_of(signed_in(world.mona).get("/notices/"))
    assert "Nadia" not in page


def test_one_mail_tells_of_a_burst_and_names_nobody(world: World) -> None:
    for number in range(5):
        applied(email=f"n{number}@wren.test")
    mail.outbox.clear()
    assert told() == [], "more may come in these minutes"
    some_time_ago(minutes=6)
    tell_moderators.call()
    carry_out_jobs()
    bodies = {str(message.body) for message in mail.outbox}
    assert sorted(message.to[0] for message in mail.outbox) == ["mona@school.test", "olga@school.test"]
    assert all("5 requests to join" in body and "Nadia" not in body and "Wren" not in body for body in bodies)
    mail.outbox.clear()
    assert told() == []


def test_the_next_mail_comes_an_hour_later_with_everything_new(world: World) -> None:
    waiting(submitted_at=timezone.now() - timedelta(minutes=6))
    assert len(told()) == 2
    some_time_ago(minutes=20)
    waiting(email="tam@pods.test", submitted_at=timezone.now() - timedelta(minutes=6))
    assert told() == []
    some_time_ago(minutes=41)
    assert len(told()) == 2


def test_rights_are_asked_again_when_the_mail_goes(world: World) -> None:
    max_, sam = (person(name, world.dune, role="moderator") for name in ("max", "sam"))
    waiting(submitted_at=timezone.now() - timedelta(minutes=6))
    tell_moderators.call()
    actions.set_role(grants(world.olga), max_, role="member")
    actions.remove(grants(world.olga), sam, reason="So")
    carry_out_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == ["mona@school.test", "olga@school.test"]


def test_no_mail_goes_for_what_was_decided_meanwhile(world: World) -> None:
    application = waiting(submitted_at=timezone.now() - timedelta(minutes=6))
    tell_moderators.call()
    applying.withdraw_application(application)
    carry_out_jobs()
    assert mail.outbox == []


@pytest.mark.parametrize("act", [deciding.ask, deciding.waitlist])
def test_no_letter_goes_to_somebody_who_withdrew_before_it_went(world: World, act: object) -> None:
    application = waiting()
    act(grants(world.mona), application, letter="Dear Nadia", seen="waiting")  # type: ignore[operator]
    applying.withdraw_application(application)
    carry_out_jobs()
    assert mail.outbox == []


def test_a_letter_whose_job_runs_twice_is_mailed_once(world: World) -> None:
    application = waiting()
    deciding.waitlist(grants(world.mona), application, letter="Dear Nadia", seen="waiting")
    carry_out_jobs()
    from moderation.actions.corresponding import send_words

    send_words.call(application.words.get().pk)
    assert len(mail.outbox) == 1
