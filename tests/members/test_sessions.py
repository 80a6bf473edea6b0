"""Sessions: whose they are, how long they live, and that a request believes no older one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from community import admission
from community.live.protocol import Close
from community.members import actions, epoch
from community.members.models import Member, Session
from community.members.sessions import SessionStore
from community.routing import Door
from tests.cast import World
from tests.members.signing import ask_for_a_code, codes, sessions_of, sign_in_by_password
from tests.verbs import session_of, signed_in


def test_a_session_knows_its_member_and_lives_two_weeks(world: World) -> None:
    client, _ = sign_in_by_password(world.ada.email)
    cookie = client.cookies["sessionid"]
    row = Session.objects.get(session_key=cookie.value)
    assert row.member == world.ada
    assert timedelta(days=13, hours=23) < row.expire_date - timezone.now() <= timedelta(days=14)
    assert (cookie["httponly"], cookie["samesite"], int(cookie["max-age"])) == (True, "Lax", 14 * 24 * 3600)


def test_a_session_of_nobody_knows_no_member(world: World) -> None:
    client = ask_for_a_code(world.ada.email)
    assert Session.objects.get(session_key=client.cookies["sessionid"].value).member is None


def test_signing_in_gives_a_new_key(world: World) -> None:
    """A key that somebody planted before is worth nothing afterwards."""
    client = ask_for_a_code(world.ada.email)
    planted = client.cookies["sessionid"].value
    client.post("/sign-in/code/", {"code": codes()[0]})
    assert client.cookies["sessionid"].value != planted
    assert admission.identify(planted) is None


def test_a_key_that_was_made_up_is_not_taken_over(world: World) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/sign-in/password/", {"login": world.ada.email, "password": "wrong"})
    client.post("/sign-in/", {"email": world.ada.email})
    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize("key", [None, "", "x", "a" * 32, "a" * 41, "a" * 10_000, "ключ", "\x00"])
def test_no_key_of_nobody_identifies_anybody(world: World, key: str | None) -> None:
    assert admission.identify(key) is None


def test_an_expired_session_identifies_nobody(world: World) -> None:
    key = session_of(world.ada).session_key
    assert admission.identify(key) is not None
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert admission.identify(key) is None
    assert Door().look_up(key or "") is Close.SIGNED_OUT
    assert Door().judge({key or "": world.ada.pk}, {}).ended == {key}


def test_expired_sessions_are_swept_and_others_stay(world: World) -> None:
    old, new = session_of(world.ada).session_key, session_of(world.ada).session_key
    Session.objects.filter(session_key=old).update(expire_date=timezone.now() - timedelta(days=1))
    call_command("clearsessions")
    assert list(Session.objects.values_list("session_key", flat=True)) == [new]


def test_a_session_with_another_hash_is_nobodys(world: World) -> None:
    session = session_of(world.ada)
    session[HASH_SESSION_KEY] = "0" * 64
    session.save()
    found = admission.identify(session.session_key)
    assert found is not None
    assert (found.member, found.grants) == (None, None)
    assert signed_in(None).get("/").status_code == 302


def test_a_new_secret_key_signs_nobody_out_while_the_old_one_is_named(world: World, settings: Any) -> None:
    key, old = session_of(world.ada).session_key, settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key, for this test alone " * 2, [old]
    found = admission.identify(key)
    assert found is not None
    assert found.member == world.ada
    admission.forget_everything()
    settings.SECRET_KEY_FALLBACKS = []
    forgotten = admission.identify(key)
    assert forgotten is not None
    assert forgotten.member is None


@pytest.mark.parametrize("member_id", ["999999999", "0", "-1"])
def test_a_session_of_a_member_who_never_was_is_nobodys(world: World, member_id: str) -> None:
    session = session_of(world.ada)
    session[SESSION_KEY] = member_id
    Session.objects.filter(session_key=session.session_key).update(session_data=session.encode(dict(session.items())))
    found = admission.identify(session.session_key)
    assert found is not None
    assert found.member is None


def test_a_session_that_cannot_be_read_is_nobodys(world: World) -> None:
    key = session_of(world.ada).session_key
    Session.objects.filter(session_key=key).update(session_data="not what we wrote")
    client = Client()
    client.cookies["sessionid"] = key or ""
    assert client.get("/")["Location"] == "/sign-in/"


def test_who_somebody_is_is_asked_in_one_query_while_nothing_changes(
    world: World, django_assert_num_queries: object
) -> None:
    key = session_of(world.ada).session_key
    admission.identify(key)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert admission.identify(key) is not None


def test_a_process_remembers_only_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "REMEMBERED", 2)
    keys = [session_of(world.ada).session_key for _ in range(3)]
    found = [admission.identify(key) for key in keys]
    assert admission.identify(keys[2]) is found[2]
    assert admission.identify(keys[0]) is not found[0]


def test_what_changed_in_the_session_counts_from_the_next_request(world: World) -> None:
    session = session_of(world.ada)
    before = admission.identify(session.session_key)
    session["seen"] = True
    session.save()
    after = admission.identify(session.session_key)
    assert before is not None
    assert after is not None
    assert (before.session.get("seen"), after.session.get("seen")) == (None, True)


def test_a_time_is_read_alike_from_both_databases() -> None:
    noon = datetime(2026, 5, 12, 12, tzinfo=UTC)
    assert admission.aware("2026-05-12 12:00:00") == admission.aware(noon.replace(tzinfo=None)) == noon
    assert admission.aware(noon) is noon


# ---- signing out ----------------------------------------------------------------------------


def test_signing_out_ends_this_browser_and_its_sockets_and_no_other(world: World) -> None:
    here, there = signed_in(world.ada), signed_in(world.ada)
    key, other = here.cookies["sessionid"].value, there.cookies["sessionid"].value
    before = epoch.current()
    answer = here.post("/you/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/password/")
    assert Door().judge({key: world.ada.pk, other: world.ada.pk}, {}).ended == {key}
    assert epoch.current() > before  # so that every process looks again at once
    assert [browser.get("/").status_code for browser in (here, there)] == [302, 200]


def test_a_kept_cookie_is_dead_after_signing_out(world: World) -> None:
    client = signed_in(world.ada)
    kept = client.cookies["sessionid"].value
    client.post("/you/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/").status_code == 302


def test_looking_at_the_sign_out_page_signs_nobody_out(world: World) -> None:
    client = signed_in(world.ada)
    assert client.get("/you/sign-out/").status_code == 200
    assert client.get("/").status_code == 200


def test_a_visitor_who_signs_out_moves_nothing(world: World) -> None:
    before = epoch.current()
    assert Client().post("/you/sign-out/").status_code == 302
    assert epoch.current() == before


def test_ending_all_sessions_of_somebody_belongs_into_the_act(lasting_world: World) -> None:
    session_of(lasting_world.ada)
    with pytest.raises(RuntimeError, match="into the transaction"):
        actions.end_sessions(lasting_world.ada)
    with transaction.atomic():
        actions.end_sessions(lasting_world.ada)
    assert sessions_of(lasting_world.ada) == 0


def test_the_store_is_found_from_its_rows() -> None:
    assert Session.get_session_store_class() is SessionStore
    assert SessionStore.get_model_class() is Session


def test_sessions_go_with_their_member(world: World) -> None:
    session_of(world.nia)
    Member.objects.filter(pk=world.nia.pk).delete()
    assert not Session.objects.exists()
