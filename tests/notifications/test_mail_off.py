"""Turning mail off: in a mail with one click (RFC 8058), or on one's own page; and what one chose, as data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from community.members.models import Member
from community.notifications import actions, queries, unsubscribing
from community.notifications.models import MailSettings
from moderation.actions.leaving import leave
from tests.cast import World, grants
from tests.notifications.evening import mails
from tests.pages import text_of
from tests.takeout.test_archive import archive_of
from tests.verbs import ask, reply, signed_in

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def link_for(member: Member) -> str:
    return unsubscribing.place(member.pk)


def wants(member: Member) -> tuple[str, bool]:
    chosen = queries.mail_settings(member.pk)
    return str(chosen.pace), chosen.excerpts


# ---- by the link of a mail -------------------------------------------------------------------


def test_a_mail_program_turns_it_off_with_one_post(world: World) -> None:
    reply(world.ben, ask(world.ada, world.commons))
    [message] = mails()
    link = message.message()["List-Unsubscribe"].strip("<>").partition("//")[2].partition("/")[2]
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/{link}", ONE_CLICK)
    assert (answer.status_code, "Location" in answer) == (200, False), "RFC 8058 forbids a redirect"
    assert (wants(world.ada), strict.cookies) == (("never", False), {})
    reply(world.ben, ask(world.ada, world.commons))
    assert mails() == []


def test_looking_turns_nothing_off_and_shows_a_button_that_does(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("get", "head", "get"):
        page = getattr(client, method)(link_for(world.ada))
        assert page.status_code == 200
    assert ("Stop these mails?" in text_of(page), wants(world.ada)) == (True, ("soon", False))
    assert '<form method="post"><button' in text_of(page)
    done = client.post(link_for(world.ada))
    assert ("No more mail" in text_of(done), wants(world.ada)) == (True, ("never", False))


def test_the_page_says_nothing_of_whose_it_is(world: World) -> None:
    page = text_of(Client().get(link_for(world.ada)))
    for word in ("Ada", "ada@school.test", "Cedar"):
        assert word not in page
    assert page == text_of(Client().get(link_for(world.ben)))


def test_it_works_for_whoever_is_signed_in_as_somebody_else(world: World) -> None:
    """The mail decides whose it is, not the browser."""
    assert signed_in(world.ben).post(link_for(world.ada)).status_code == 200
    assert (wants(world.ada)[0], wants(world.ben)[0]) == ("never", "soon")


def test_following_it_twice_is_once(world: World) -> None:
    quoting = {"pace": "soon", "excerpts": True}
    actions.choose_mail(world.ada.pk, **quoting)  # type: ignore[arg-type]
    for _ in range(2):
        assert Client().post(link_for(world.ada)).status_code == 200
    assert (wants(world.ada), MailSettings.objects.count()) == (("never", True), 1)


@pytest.mark.parametrize("name", ["sue", "rex", "nia", "ron"])
def test_it_works_for_whoever_may_not_come_in(world: World, name: str) -> None:
    assert Client().post(link_for(world.people[name])).status_code == 200
    assert wants(world.people[name])[0] == "never"


def wrong(world: World) -> list[str]:
    mine, salt = link_for(world.ada).split("/")[3], unsubscribing.SALT
    number, signature = mine.split(":")
    return [
        "x", number, f"{world.ben.pk}:{signature}", mine[:-1], mine + "x", f"{mine}:{signature}", f"{number}:",
        Signer(salt="something else").sign(number), Signer(salt=salt).sign("x"), Signer(salt=salt).sign("9" * 9),
        Signer(salt=salt, key="another secret key").sign(number),
    ]  # fmt: skip


def test_a_wrong_link_is_a_page_that_is_not_there_and_turns_nothing_off(world: World) -> None:
    client = Client()
    nowhere = client.get("/no/such/page/")
    for token in wrong(world):
        for answer in (client.get(f"/mail/off/{token}/"), client.post(f"/mail/off/{token}/", ONE_CLICK)):
            assert (answer.status_code, answer.content) == (404, nowhere.content), token
    assert not MailSettings.objects.exists()


def test_a_link_of_an_old_mail_still_works_under_a_new_secret_key(world: World, settings: Any) -> None:
    old = link_for(world.ada)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "quite another key, long enough for whoever asks how long it is"
    assert link_for(world.ada) != old
    assert Client().post(old).status_code == 200
    assert wants(world.ada)[0] == "never"


# ---- on one's own page -----------------------------------------------------------------------


def test_nobody_chose_yet_and_gets_mail_without_words(world: World) -> None:
    page = text_of(signed_in(world.ada).get("/you/mail/"))
    assert 'value="soon" checked' in page
    assert 'name="excerpts" value="1">' in page
    assert "ada@school.test" in page
    assert not MailSettings.objects.exists()


@pytest.mark.parametrize("pace", ["soon", "never"])
@pytest.mark.parametrize("excerpts", [True, False])
def test_what_is_chosen_is_kept(world: World, pace: str, excerpts: bool) -> None:
    client = signed_in(world.ada)
    answer = client.post("/you/mail/", {"pace": pace, **({"excerpts": "1"} if excerpts else {})})
    assert answer["Location"] == "/you/mail/?saved=1"
    page = text_of(client.get(answer["Location"]))
    assert ("Saved." in page, f'value="{pace}" checked' in page) == (True, True)
    assert ('name="excerpts" value="1" checked' in page) is excerpts
    assert (wants(world.ada), wants(world.ben)) == ((pace, excerpts), ("soon", False))


@pytest.mark.parametrize("given", [{}, {"pace": ""}, {"pace": "hourly"}, {"pace": "soon\x00"}])
def test_what_is_no_choice_is_said_at_the_field_and_the_rest_is_kept(world: World, given: dict[str, str]) -> None:
    answer = signed_in(world.ada).post("/you/mail/", {**given, "excerpts": "1"})
    page = text_of(answer)
    assert (answer.status_code, 'id="id_pace-error"' in page) == (422, True)
    assert 'name="excerpts" value="1" checked' in page
    assert not MailSettings.objects.exists()


def test_whoever_may_only_read_chooses_too(world: World) -> None:
    assert signed_in(world.ron).post("/you/mail/", {"pace": "never"}).status_code == 302
    assert wants(world.ron)[0] == "never"


def test_ones_own_page_and_the_inbox_lead_there(world: World) -> None:
    client = signed_in(world.ada)
    for path in ("/you/", "/notices/"):
        assert 'href="/you/mail/"' in text_of(client.get(path))


# ---- as one's own data -----------------------------------------------------------------------


def test_ones_archive_holds_what_one_chose(world: World) -> None:
    def kept(member: Member) -> tuple[str, bool]:
        [one] = json.loads(archive_of(member).read("settings.json"))
        return one["mail"], one["excerpts_in_mail"]

    actions.choose_mail(world.ada.pk, pace="never", excerpts=True)
    assert kept(world.ada) == ("never", True)
    assert kept(world.ben) == ("soon", False)


def test_who_leaves_takes_it_along(world: World) -> None:
    reply(world.ben, ask(world.ada, world.commons))
    mails()
    actions.choose_mail(world.ada.pk, pace="soon", excerpts=True)
    leave(grants(world.ada), words="stay")
    assert not MailSettings.objects.exists()
    assert not world.ada.letters.exists()
