"""What moderators come to see of talks: what is reported, and a look that two of them take together."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cohorts.models import Room, TalkLook, TalkReport
from cohorts.talks import actions
from cohorts.talks.actions.reporting import drop_words
from community.live.protocol import Delete
from community.notifications import queries as notices
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.cohorts.talking import look
from tests.pages import text_of
from tests.verbs import do, say, signed_in


@pytest.fixture
def room(world: World) -> Room:
    return actions.begin(grants(world.ada), [world.ben])


def told(world: World, name: str) -> list[str]:
    items = notices.items_for(grants(world.people[name]))
    return [f"{item.actors} {item.shown.sentence}" for item in items if "wrote to you" not in item.shown.sentence]


def test_a_report_hands_over_the_message_and_up_to_five_before_it_and_nothing_else(world: World, room: Room) -> None:
    for n in range(8):
        said = say(world.ben, room, f"Word {n}")
    say(world.ben, room, "After it")
    do(world.ben, Delete(room.pk, say(world.ben, room, "Gone").pk, uuid4()))
    ada, mona = signed_in(world.ada), signed_in(world.mona)
    path = f"/talks/{room.pk}/report/{said.pk}/"
    assert "up to five messages before it" in text_of(ada.get(path))
    assert ada.post(path, {"reason": " "}).status_code == ada.post(path, {"reason": "x" * 999}).status_code == 422
    assert not TalkReport.objects.exists()
    assert "The moderators have it" in text_of(ada.post(path, {"reason": "He is unkind."}, follow=True))
    assert "already" in text_of(ada.post(path, {"reason": "Again"}))
    report = TalkReport.objects.get()
    assert [word["text"] for word in report.words] == [f"Word {n}" for n in range(2, 8)]
    assert told(world, "mona") == told(world, "olga") == ["Ada reports a message of Ben"]
    assert told(world, "ben") == []
    shown = text_of(mona.get(f"/moderation/reports/{report.pk}/"))
    assert "Word 7" in shown
    assert "Word 1" not in shown
    assert "After it" not in shown
    assert "He is unkind." in shown
    assert "He is unkind." in text_of(mona.get("/moderation/reports/"))
    assert look(mona, room).status_code == 404
    assert ada.get(f"/moderation/reports/{report.pk}/").status_code == 404
    own = signed_in(world.ben).get(path)
    assert own.status_code == 403
    assert "yourself" in text_of(own)


def test_a_report_is_closed_once_with_what_was_done_and_its_words_go_after_a_while(world: World, room: Room) -> None:
    said = say(world.ben, room, "Zinnias")
    report = actions.report(grants(world.ada), room, said, reason="Unkind")
    mona = signed_in(world.mona)
    path = f"/moderation/reports/{report.pk}/"
    assert mona.post(path, {"reason": ""}).status_code == 422
    assert mona.post(path, {"reason": "We talked."}).status_code == 302
    assert mona.post(path, {"reason": "Twice"}).status_code == 403
    entry = AuditEntry.objects.get(verb="close_report")
    assert (entry.subject_label, entry.reason) == ("Ben", "We talked.")
    assert told(world, "olga") == []
    drop_words.call()
    assert "Zinnias" in text_of(mona.get(path))
    TalkReport.objects.update(closed_at=timezone.now() - timedelta(days=91))
    drop_words.call()
    assert "no longer kept" in text_of(mona.get(path))
    assert "Zinnias" not in text_of(mona.get(path))


def test_a_moderator_reads_no_report_about_their_own_words(world: World) -> None:
    room = actions.begin(grants(world.ada), [world.mona])
    report = actions.report(grants(world.ada), room, say(world.mona, room, "Hm"), reason="Unkind")
    assert signed_in(world.mona).get(f"/moderation/reports/{report.pk}/").status_code == 404
    assert "Unkind" not in text_of(signed_in(world.mona).get("/moderation/reports/"))
    assert told(world, "mona") == []
    assert signed_in(world.olga).get(f"/moderation/reports/{report.pk}/").status_code == 200


def ask_for_look(world: World, one: str = "ada", other: str = "ben") -> TalkLook:
    two = (world.people[one], world.people[other])
    return actions.ask_look(grants(world.mona), *two, reason="Ada may come to harm.")


def test_one_moderator_alone_looks_into_nothing(world: World, room: Room) -> None:
    say(world.ben, room, "Zinnias")
    mona = signed_in(world.mona)
    unusable = (("ada", "ada", "x"), ("ada", "no", "x"), ("ada", "ben", " "), ("\0", "ben", "x"))
    for given in ({}, *(dict(zip(("one", "other", "reason"), words, strict=True)) for words in unusable)):
        assert mona.post("/moderation/looks/", given).status_code == 422
    assert mona.post("/moderation/looks/", {"one": "ada", "other": "ben", "reason": "Harm"}).status_code == 302
    look_asked = TalkLook.objects.get()
    path = f"/moderation/looks/{look_asked.pk}/"
    assert "Waiting for another moderator" in text_of(mona.get(path))
    assert "Zinnias" not in text_of(mona.get(path))
    assert mona.post(path, {"agree": "1"}).status_code == 403
    assert told(world, "ada") == []
    assert told(world, "olga") == ["Mona asks you to agree to a look into the talk of Ada and Ben"]
    assert mona.post("/moderation/looks/", {"one": "ben", "other": "ada", "reason": "Again"}).status_code == 422


def test_a_look_is_asked_for_by_name_and_whoever_is_meant_is_chosen(world: World) -> None:
    mona, given = signed_in(world.mona), {"one": "Ada", "other": "School", "reason": "Harm"}
    page = mona.post("/moderation/looks/", given).content.decode()
    assert 'name="one" value="Ada"' in page  # a text field: one person has this handle
    assert 'type="radio" name="other" value="ben"' in page
    assert 'type="radio" name="other" value="mona"' not in page
    assert "No member has this name" in text_of(mona.post("/moderation/looks/", given | {"other": "Nobody at all"}))
    assert not TalkLook.objects.exists()
    assert mona.post("/moderation/looks/", given | {"other": "ben"}).status_code == 302
    assert {TalkLook.objects.get().one, TalkLook.objects.get().other} == {world.ada, world.ben}


def test_two_look_for_a_day_and_the_two_in_the_talk_are_told_at_once(world: World, room: Room) -> None:
    say(world.ben, room, "Zinnias")
    path = f"/moderation/looks/{ask_for_look(world).pk}/"
    mona, olga, ada = (signed_in(m) for m in (world.mona, world.olga, world.ada))
    assert "looked into this talk" not in text_of(look(ada, room))
    assert olga.post(path, {"agree": "1"}).status_code == 302
    assert "Zinnias" in text_of(mona.get(path))
    assert "Zinnias" in text_of(olga.get(path + "?before=99"))
    assert mona.get(path + "?before=x\0").status_code == 200
    assert look(mona, room).status_code == 404
    for name, partner in (("ada", "Ben"), ("ben", "Ada")):
        assert told(world, name) == [f"Mona, a moderator, looked into your talk with {partner}"]
    shown = re.sub("<[^>]*>", "", text_of(look(ada, room)))
    assert "Mona, a moderator, looked into this talk on" in shown
    assert "Reason: Ada may come to harm." in shown
    entries = AuditEntry.objects.filter(subject_kind="talk").order_by("pk")
    assert [*entries.values_list("verb", "actor__name", "reason")] == [
        ("ask_look", "Mona", "Ada may come to harm."), ("agree_look", "Olga", "Ada may come to harm."),
    ]  # fmt: skip
    assert olga.post(path, {"agree": "0"}).status_code == 403
    TalkLook.objects.update(decided_at=timezone.now() - timedelta(hours=25))
    assert "Zinnias" not in text_of(mona.get(path))
    assert "24 hours of this look are over" in text_of(mona.get(path))
    assert "looked into this talk on" in text_of(look(ada, room))  # for good


def test_a_look_that_is_declined_opens_and_tells_nothing(world: World, room: Room) -> None:
    say(world.ben, room, "Zinnias")
    asked = ask_for_look(world)
    actions.decide_look(grants(world.olga), asked, agreed=False)
    assert told(world, "ada") == told(world, "ben") == []
    assert told(world, "mona") == ["Olga does not agree to a look into the talk of Ada and Ben"]
    for moderator in (world.mona, world.olga):
        assert "Zinnias" not in text_of(signed_in(moderator).get(f"/moderation/looks/{asked.pk}/"))
    assert "looked into" not in text_of(look(signed_in(world.ada), room))


def test_nobody_looks_into_their_own_talk_and_where_there_is_none_nobody_is_told(world: World) -> None:
    with pytest.raises(Denied, match="one of the two"):
        ask_for_look(world, "ada", "mona")
    asked = ask_for_look(world, "ada", "fay")
    actions.decide_look(grants(world.olga), asked, agreed=True)
    page = text_of(signed_in(world.olga).get(f"/moderation/looks/{asked.pk}/"))
    assert "have no talk" in page
    assert told(world, "ada") == told(world, "fay") == []
