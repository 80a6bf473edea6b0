"""Taking one's words along: all of one's own, nothing of others."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from community.forum.actions import edit
from community.members.models import Member
from community.takeout import actions, sources, writing
from community.takeout.models import Archive
from tests.cast import World, grants
from tests.files.bringing import bring, picture
from tests.pages import text_of
from tests.verbs import ask, carry_out_jobs, reply, say, signed_in


def archive_of(member: Member) -> zipfile.ZipFile:
    """Asked for, made, downloaded."""
    client = signed_in(member)
    assert client.post("/you/words/").status_code == 302
    carry_out_jobs()
    made = Archive.objects.get(member=member)
    answer = client.get(f"/you/words/{made.pk}/")
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer)))


def section(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(f"{name}.json"))


def test_adas_archive_holds_what_she_wrote_and_nothing_of_others(world: World) -> None:
    mine = ask(world.ada, world.commons, "How do you do snow days?", "<p>We have <b>none</b>.</p>")
    theirs = ask(world.ben, world.commons, "A title of Ben's", "<p>Words of Ben's</p>")
    edit(grants(world.ada), reply(world.ada, theirs, "<p>Said too fast</p>"), body="<p>My reply</p>")
    reply(world.ben, mine, "<p>Secret of Ben's</p>")
    say(world.ada, world.room, "What I said")
    say(world.ben, world.room, "What Ben said")
    archive = archive_of(world.ada)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for words in ("How do you do snow days?", "<b>none</b>", "My reply", "What I said", "ada@school.test"):
        assert words in everything
    for words in ("A title of Ben's", "Words of Ben's", "Secret of Ben's", "What Ben said", "ben@"):
        assert words not in everything
    assert [one["title"] for one in section(archive, "forum")] == ["How do you do snow days?", "Reply"]
    assert [old["html"] for old in section(archive, "forum")[1]["earlier"]] == ["<p>Said too fast</p>"]
    assert section(archive, "rooms")[0]["where"] == "Spring cohort, Spring room"
    assert mail.outbox[-1].subject == "Your words are ready"


def test_files_are_in_the_archive_under_their_names(world: World) -> None:
    kept = bring(world.ada, "garden.jpg", picture())
    ask(world.ada, world.commons, "See the garden", attachments=[kept.pk])
    archive = archive_of(world.ada)
    [place] = [name for name in archive.namelist() if name.startswith("files/")]
    assert place.endswith("/garden.jpg")
    assert archive.read(place).startswith(b"\xff\xd8")
    assert section(archive, "forum")[0]["files"] == [place]


def test_deleted_words_are_not_in_it(world: World) -> None:
    thread = ask(world.ben, world.commons)
    reply(world.ada, thread, "<p>I regret this</p>")
    signed_in(world.ada).post(f"/forum/t/{thread.key}/2/delete/")
    assert section(archive_of(world.ada), "forum") == []


@pytest.mark.parametrize("name", ["ben", "mona", "olga"])
def test_nobody_else_gets_it(world: World, name: str) -> None:
    archive_of(world.ada)
    made = Archive.objects.get()
    assert signed_in(world.people[name]).get(f"/you/words/{made.pk}/").status_code == 404


def test_whoever_stands_at_the_door_can_still_take_their_words(world: World) -> None:
    world.cedar.term_ends = timezone.localdate() - timedelta(days=40)
    world.cedar.save()
    assert signed_in(world.ada).get("/").status_code == 403
    assert archive_of(world.ada).namelist()


@pytest.mark.parametrize("name", ["sue", "rex", "nia"])
def test_whoever_is_shut_out_cannot(world: World, name: str) -> None:
    assert signed_in(world.people[name]).post("/you/words/").status_code == 403
    assert not Archive.objects.exists()


def test_whoever_was_removed_meanwhile_gets_no_archive_and_no_mail(world: World) -> None:
    signed_in(world.ada).post("/you/words/")
    Member.objects.filter(pk=world.ada.pk).update(standing="removed")
    carry_out_jobs()
    assert (Archive.objects.get().ready_at, mail.outbox) == (None, [])


def test_asking_twice_makes_one(world: World) -> None:
    client = signed_in(world.ada)
    client.post("/you/words/")
    client.post("/you/words/")
    assert (Archive.objects.count(), carry_out_jobs()) == (1, 1)


def test_three_a_day_are_enough(world: World) -> None:
    client = signed_in(world.ada)
    for _ in range(3):
        client.post("/you/words/")
        carry_out_jobs()
    answer = client.post("/you/words/")
    assert (answer.status_code, "three times today" in text_of(answer)) == (429, True)


def test_it_is_forgotten_after_a_week(world: World) -> None:
    archive_of(world.ada)
    made = Archive.objects.get()
    path = actions.path_of(made.place)
    assert oct(path.stat().st_mode)[-3:] == "600"
    actions.forget_archives.call()
    assert path.exists()
    Archive.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert signed_in(world.ada).get(f"/you/words/{made.pk}/").status_code == 404
    actions.forget_archives.call()
    assert (path.exists(), Archive.objects.exists()) == (False, False)


def test_the_archive_of_somebody_removed_goes_too(world: World) -> None:
    archive_of(world.ada)
    path = actions.path_of(Archive.objects.get().place)
    Member.objects.filter(pk=world.ada.pk).update(standing="removed")
    actions.forget_archives.call()
    assert (path.exists(), Archive.objects.exists()) == (False, False)


def test_a_failed_try_leaves_nothing_half_done(world: World, monkeypatch: Any) -> None:
    def broken(member_id: int) -> Any:
        raise OSError("disk full")

    monkeypatch.setitem(sources._sources, "forum", sources.Source("forum", "Questions", broken))
    signed_in(world.ada).post("/you/words/")
    carry_out_jobs()
    assert Archive.objects.get().ready_at is None
    assert list((settings.DATA / "archives").glob("*.part")) == []


def test_files_beyond_the_bound_are_named_and_left_out(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(writing, "MOST_FILE_BYTES", 10)
    ask(world.ada, world.commons, "See the garden", attachments=[bring(world.ada, "garden.jpg", picture()).pk])
    archive = archive_of(world.ada)
    assert not [name for name in archive.namelist() if name.startswith("files/")]
    assert "garden.jpg" in archive.read("index.html").decode()


def test_it_reads_in_pieces(world: World, django_assert_max_num_queries: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sources, "PIECE", 10)
    for number in range(15):
        say(world.ada, world.room, f"Message {number}")
    forum = next(source for source in sources.registered() if source.name == "rooms")
    with django_assert_max_num_queries(3):
        assert [words.text for words in forum.read(world.ada.pk)] == [f"Message {n}" for n in range(15)]


def test_what_one_chose_to_hear_of_is_in_the_archive_without_words_of_others(world: World) -> None:
    theirs = ask(world.ben, world.commons, "A title of Ben's")
    client = signed_in(world.ada)
    client.post(f"/forum/t/{theirs.key}/follow/", {"level": "watch"})
    client.post("/forum/in/spring/follow/", {"level": "mute"})
    archive = archive_of(world.ada)
    found = section(archive, "follows")
    assert [(one["where"], one["title"], one["level"]) for one in found] == [
        ("Commons", "A question", "watch"), ("Spring space", "A space", "mute"),
    ]  # fmt: skip
    assert "A title of Ben's" not in b"".join(archive.read(name) for name in archive.namelist()).decode()


def test_bookmarks_are_in_the_archive_with_their_notes_and_without_the_posts(world: World) -> None:
    theirs = ask(world.ben, world.commons, "A title of Ben's", "<p>Words of Ben's</p>")
    client = signed_in(world.ada)
    client.post(f"/forum/t/{theirs.key}/1/bookmark/", {"note": "Ask <him> again", "when": "week"})
    archive = archive_of(world.ada)
    [one] = section(archive, "bookmarks")
    assert (one["where"], one["text"], one["link"][-5:]) == ("Commons", "Ask <him> again", "?to=1")
    assert one["remind_at"]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Words of Ben's" not in everything
    assert "A title of Ben's" not in everything
