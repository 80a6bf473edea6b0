"""When access ends it is over at once: sessions, open pages, sockets, files, sign-in, invitations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cohorts import actions as cohorts
from cohorts import topics as room_frames
from community import admission
from community.forum import actions as forum
from community.live.protocol import Close, Refusal
from community.members import epoch
from community.members.models import Member, Session
from community.outbox import outbox
from community.routing import Door
from moderation import actions as desk
from moderation.access.decision import Denied
from moderation.models import Invitation
from tests.access.scene import Scene
from tests.access.test_door import plain
from tests.access.test_files import addresses
from tests.access.test_topics import reading_frames, writing_frames
from tests.cast import PASSWORD, World, grants
from tests.verbs import ask, session_of, signed_in

CODE = re.compile(r"^\d{6}$", re.MULTILINE)


def remove(world: World, member: Member) -> None:
    desk.remove(grants(world.mona), member, reason="Shared a message outside")


def suspend(world: World, member: Member) -> None:
    desk.suspend(grants(world.mona), member, until=timezone.now() + timedelta(days=3), reason="A quarrel")


ENDINGS = [remove, suspend]
End = Callable[[World, Member], None]


@pytest.mark.parametrize("end", ENDINGS)
def test_every_browser_of_theirs_is_signed_out_with_the_act(scene: Scene, end: End) -> None:
    browsers = [signed_in(scene.world.ben), signed_in(scene.world.ben)]
    assert [b.get("/").status_code for b in browsers] == [200, 200]
    end(scene.world, scene.world.ben)
    assert not Session.objects.filter(member=scene.world.ben).exists()
    assert [b.get("/")["Location"] for b in browsers] == ["/sign-in/", "/sign-in/"]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_page_that_is_open_gets_nothing_more(scene: Scene, end: End) -> None:
    client, thread = signed_in(scene.world.ben), scene.threads["spring"].key
    fetch = {"X-Requested-With": "fetch"}
    assert client.get(f"/forum/t/{thread}/posts/", headers=fetch).status_code == 200
    end(scene.world, scene.world.ben)
    for path in (f"/forum/t/{thread}/posts/", "/notices/unread/", f"/rooms/{scene.world.room.pk}/mentions/"):
        answer = client.get(path, headers=fetch)
        assert (answer.status_code, answer.content) == (401, b"Please sign in again.")
    sent = client.post(f"/forum/t/{thread}/reply/", {"body": "<p>But</p>", "nonce": thread})
    assert (sent.status_code, sent["Location"]) == (302, "/sign-in/")
    assert scene.threads["spring"].posts.count() == 2


@pytest.mark.parametrize("end", ENDINGS)
def test_their_files_are_theirs_no_more(scene: Scene, end: End) -> None:
    client = signed_in(scene.world.ada)
    end(scene.world, scene.world.ada)
    for upload in (scene.loose["ada"], *scene.files["spring"].values()):
        assert [client.get(path).status_code for path in addresses(upload)] == [302, 302]


@pytest.mark.parametrize("end", ENDINGS)
def test_their_sockets_are_let_go(scene: Scene, end: End) -> None:
    ben, key = scene.world.ben, session_of(scene.world.ben).session_key or ""
    topics = {f"room:{scene.world.room.pk}", f"thread:{scene.threads['spring'].key}", "space:spring", f"inbox:{ben.pk}"}
    asked: dict[str, set[int]] = {topic: {ben.pk, scene.world.ada.pk} for topic in topics}
    before = epoch.current()
    assert all(ben.pk in readers for readers in Door().judge({key: ben.pk}, asked).readers.values())
    end(scene.world, ben)
    verdicts = Door().judge({key: ben.pk}, asked)
    assert verdicts.epoch > before
    assert (verdicts.outside, verdicts.ended) == ({ben.pk: Close.ACCESS_ENDED}, {key})
    assert all(readers <= {scene.world.ada.pk} for readers in verdicts.readers.values())
    assert Door().look_up(key) is Close.SIGNED_OUT


@pytest.mark.parametrize("end", ENDINGS)
def test_a_socket_not_closed_yet_gets_no_byte_more(scene: Scene, end: End) -> None:
    """The act's news may be late or lost; every frame is decided by what is true now."""
    ben, room, message = scene.world.ben, scene.world.room.pk, scene.messages["spring"].pk
    assert room_frames.synced(ben.pk, room, 0)[0] == "synced"
    end(scene.world, ben)
    for frame in (*reading_frames(ben, room, message).values(), *writing_frames(ben, room, message).values()):
        with pytest.raises(Refusal):
            frame()
    assert Door().may_follow(ben.pk, "space:commons") is None


def test_a_session_that_was_stolen_before_is_as_dead(scene: Scene) -> None:
    """Whoever kept the cookie, or even the row: a session made for somebody removed opens one page."""
    remove(scene.world, scene.world.ben)
    thief = signed_in(scene.world.ben)
    answer = thief.get(f"/forum/t/{scene.threads['spring'].key}/")
    assert answer.status_code == 403
    assert b"Your access has ended" in answer.content
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert thief.post("/you/sign-out/").status_code == 302


def test_what_a_process_remembers_of_somebody_ends_with_them(world: World) -> None:
    key = session_of(world.ben).session_key
    known = admission.identify(key)
    assert known is not None
    assert admission.identify(key) is known  # remembered
    Member.objects.filter(pk=world.ben.pk).update(standing="removed")
    epoch.move()
    found = admission.identify(key)
    assert found is not None
    assert found.grants is not None
    assert found.grants.standing == "removed"


# ---- coming back in -------------------------------------------------------------------------


def try_password(member: Member) -> Any:
    return Client().post("/sign-in/password/", {"login": member.email, "password": PASSWORD})


def test_somebody_removed_signs_in_by_no_means(world: World) -> None:
    remove(world, world.ben)
    by_password = try_password(world.ben)
    assert by_password.status_code == 403
    assert b"Your access has ended" in by_password.content
    client = Client()
    assert client.post("/sign-in/", {"email": world.ben.email})["Location"] == "/sign-in/code/"
    client.post("/sign-in/password/forgotten/", {"email": world.ben.email})
    assert mail.outbox == []
    assert not Session.objects.filter(member=world.ben).exists()


def test_somebody_suspended_signs_in_to_one_page_that_says_until_when(world: World) -> None:
    suspend(world, world.ben)
    client = Client()
    assert client.post("/sign-in/password/", {"login": world.ben.email, "password": PASSWORD}).status_code == 302
    page = client.get("/")
    assert page.status_code == 403
    assert b"Your access is paused until" in page.content
    assert client.get("/forum/").status_code == 403


def test_a_code_that_was_mailed_before_the_removal_opens_nothing(world: World) -> None:
    client = Client()
    client.post("/sign-in/", {"email": world.ben.email})
    assert outbox.settle(10)
    [code] = CODE.findall(str(mail.outbox[0].body))
    remove(world, world.ben)
    answer = client.post("/sign-in/code/", {"code": code})
    assert answer.status_code == 403
    assert b"Your access has ended" in answer.content
    assert client.get("/")["Location"] == "/sign-in/"


def test_a_password_code_mailed_before_the_removal_opens_nothing(world: World) -> None:
    client = Client()
    client.post("/sign-in/password/forgotten/", {"email": world.ben.email})
    assert outbox.settle(10)
    [code] = CODE.findall(str(mail.outbox[0].body))
    remove(world, world.ben)
    client.post("/sign-in/password/forgotten/code/", {"code": code})
    new = "another quiet sentence"
    client.post("/sign-in/password/forgotten/new/", {"password1": new, "password2": new})
    answer = Client().post("/sign-in/password/", {"login": world.ben.email, "password": new})
    assert answer.status_code in {200, 403}
    assert not Session.objects.filter(member=world.ben).exists()


def test_invitations_by_and_for_somebody_removed_die_with_the_act(world: World) -> None:
    mona = grants(world.mona)
    desk.invite(grants(world.olga), email="rex@school.test", organization=world.cedar)
    desk.invite(mona, email="ines@school.test", organization=world.cedar)
    desk.remove(grants(world.olga), world.mona, reason="Left the work")
    [rex] = Invitation.objects.filter(email="rex@school.test")
    [ines] = Invitation.objects.filter(email="ines@school.test")
    assert (rex.revoked_at, ines.revoked_by) == (None, world.olga)


def test_what_somebody_removed_still_holds_in_hand_is_refused(world: World) -> None:
    """Grants read a moment before the removal belong to a request that began before it; new ones say no."""
    thread = ask(world.ada, world.commons)
    remove(world, world.ben)
    with pytest.raises(Denied):
        forum.reply(grants(world.ben), thread, body="<p>Still</p>", nonce=thread.key)


# ---- out of a cohort ------------------------------------------------------------------------


def test_out_of_a_cohort_is_out_of_everything_of_it_and_of_nothing_else(scene: Scene) -> None:
    client, spring = signed_in(scene.world.ben), f"/forum/t/{scene.threads['spring'].key}/"
    doors = [spring, f"/rooms/{scene.world.room.pk}/", "/cohorts/spring/", addresses(scene.files["spring"]["page"])[0]]
    assert [plain(client.get(path))[0] for path in doors] == [200] * 4
    cohorts.withdraw(grants(scene.world.mona), scene.world.spring, scene.world.ben)
    assert [plain(client.get(path))[0] for path in doors] == [404] * 4
    assert client.get(f"/forum/t/{scene.threads['commons'].key}/").status_code == 200
    assert client.post(f"{spring}2/edit/", {"body": "<p>Mine</p>"}).status_code == 404  # his own words


def test_a_lost_seat_closes_the_door_of_a_page_that_is_open(world: World) -> None:
    client = signed_in(world.ben)
    assert client.get("/").status_code == 200
    world.ben.seats.update(freed_at=timezone.now())
    epoch.move()
    page = client.get("/")
    assert page.status_code == 403
    assert b"Your seat is not active" in page.content
