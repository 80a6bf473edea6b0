"""The log: append-only in the database itself, and readable page by page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from moderation import audit, words
from moderation.access.standing import Standing
from moderation.access.verbs import VERBS
from moderation.models import AuditEntry
from tests.cast import World
from tests.forum.forms import act
from tests.moderation.desk import lines
from tests.pages import link_named, text_of
from tests.verbs import ask, reply, signed_in

STATEMENTS = (
    "UPDATE moderation_auditentry SET reason = 'better'",
    "UPDATE moderation_auditentry SET actor_id = actor_id",
    "DELETE FROM moderation_auditentry",
    "DELETE FROM moderation_auditentry WHERE id = (SELECT max(id) FROM moderation_auditentry)",
)


def write(world: World, count: int) -> None:
    for number in range(count):
        audit.record(world.mona.pk, "enroll", kind="member", subject=world.ben.pk, label="Ben", reason=f"line {number}")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_not_even_the_database_changes_a_line(world: World, statement: str) -> None:
    write(world, 2)
    with pytest.raises(DatabaseError, match="the log is append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert [line[3] for line in lines()] == ["line 0", "line 1"]


def test_nor_does_the_orm(world: World) -> None:
    write(world, 1)
    entry = AuditEntry.objects.get()
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_line_outlives_what_it_speaks_of(world: World) -> None:
    audit.record(world.mona.pk, "add_room", kind="room", subject=world.room.pk, label=world.room.name)
    world.room.delete()
    assert "<b>Mona</b> opened the room <b>Spring room</b>" in text_of(signed_in(world.olga).get("/moderation/log/"))


def test_who_acted_cannot_be_deleted_from_under_the_log(world: World) -> None:
    write(world, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        world.mona.delete()


def test_long_words_are_cut_to_fit_their_line(world: World) -> None:
    audit.record(world.mona.pk, "enroll", kind="member", subject=1, label="x" * 300, reason="y" * 900)
    [entry] = AuditEntry.objects.all()
    assert (len(entry.subject_label), len(entry.reason)) == (120, 500)


# ---- reading it ------------------------------------------------------------------------------


def shown(page: Any) -> list[str]:
    return re.findall(r"line \d+", text_of(page))


def test_the_log_is_read_page_by_page_newest_first(world: World) -> None:
    write(world, 120)
    client, path, pages = signed_in(world.mona), "/moderation/log/", []
    while path:
        page = client.get(path)
        pages.append(shown(page))
        older = link_named(page, "Older")
        path = f"/moderation/log/{older}" if older else ""
        write(world, 1) if older else None  # what is written meanwhile moves nothing
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [line for page in pages for line in page] == [f"line {n}" for n in range(119, -1, -1)]


@pytest.mark.parametrize("before", ["", "x", "-1", "1.5", "\x00", "9" * 17, "9" * 40, "٣", "²", "' OR 1=1"])
def test_a_page_that_is_none_is_the_newest_or_empty(world: World, before: str) -> None:
    write(world, 1)
    answer = signed_in(world.mona).get("/moderation/log/", {"before": before})
    assert answer.status_code == 200


def test_an_empty_log_says_so(world: World) -> None:
    assert "Nothing has been decided yet." in text_of(signed_in(world.mona).get("/moderation/log/"))


def test_the_page_of_a_person_shows_what_was_decided_about_them_and_nothing_else(world: World) -> None:
    write(world, 1)
    audit.record(world.mona.pk, "enroll", kind="member", subject=world.ada.pk, label="Ada", reason="hers")
    audit.record(world.mona.pk, "add_room", kind="room", subject=world.ben.pk, label="Kitchen", reason="of a room")
    page = text_of(signed_in(world.olga).get("/moderation/people/ben/"))
    assert ["line 0" in page, "hers" in page, "of a room" in page] == [True, False, False]


def test_what_moderators_do_in_the_forum_is_in_the_log_too(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?")
    reply(world.ben, thread)
    act(signed_in(world.mona), thread, 2, "delete")
    assert lines() == [("mona", "delete_post", "When?", "")]
    assert "deleted a reply in" in text_of(signed_in(world.mona).get("/moderation/log/"))


def test_every_verb_of_the_log_has_words_and_a_picture(world: World) -> None:
    verbs = list(words.VERBS)
    for start in range(0, len(verbs), 20):  # a page of the log holds fifty
        piece = verbs[start : start + 20]
        for verb in piece:
            audit.record(world.mona.pk, verb, kind="member", subject=1, label="Somebody")
        page = text_of(signed_in(world.mona).get("/moderation/log/"))
        assert [verb for verb in piece if words.verb_words(verb) not in page] == []
        assert [verb for verb in piece if f"#i-{words.verb_icon(verb)}" not in page] == []


def test_every_standing_has_words() -> None:
    assert {words.standing_words(standing) for standing in Standing} == set(words.STANDINGS.values())


def test_acts_of_the_desk_are_named_as_the_rules_name_them() -> None:
    rules = {verb.name for verb in VERBS}
    assert {"invite", "suspend", "remove", "restore", "set_role"} <= rules & set(words.VERBS)
