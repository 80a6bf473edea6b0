"""A room's words become a thread: nobody is quoted without a yes, and without a name nothing tells who it was."""

from __future__ import annotations

from cohorts.knowledge.models import Line, Proposal, Voice
from cohorts.models import Message
from community.forum.models import Thread
from community.live.protocol import Delete, Edit
from moderation.actions import remove
from tests.cast import World, grants, nonce
from tests.cohorts.quoting import (
    INTRO,
    TITLE,
    act,
    asked,
    choose,
    decide,
    opening,
    place,
    publish,
    save,
    talk,
    thread_of,
    wait,
)
from tests.cohorts.talking import fill
from tests.cohorts.year import heard
from tests.moderation.desk import everything_stored, lines
from tests.pages import text_of
from tests.verbs import do, say, signed_in, uuid


def test_fay_makes_a_thread_of_what_ada_and_ben_agreed_to(world: World) -> None:
    question, ada, ben = talk(world)
    proposal = asked(world, question, ada, ben)
    assert any("may be quoted" in words and TITLE in words for words in heard(world.ada))
    assert decide(world.ada, proposal, "named").status_code == 302
    waiting = publish(world.fay, proposal)
    assert waiting.status_code == 422
    assert "Not everybody has decided" in text_of(waiting)
    assert not Thread.objects.filter(title=TITLE).exists()
    decide(world.ben, proposal, "unnamed")
    assert any("has a thread ready" in words for words in heard(world.fay))
    answer = publish(world.fay, proposal)
    thread = thread_of(proposal)
    assert answer["Location"] == f"/forum/t/{thread.key}/"
    assert (thread.title, thread.author, thread.space, thread.label) == (TITLE, world.fay, world.commons, "unnamed")
    html = opening(proposal)
    assert [html.index(words) for words in (INTRO, "Who reads", "Our lawyer", "A retired")] == sorted(
        html.index(words) for words in (INTRO, "Who reads", "Our lawyer", "A retired")
    )
    assert "<strong>Ada</strong>" in html
    assert "<strong>A member</strong></p><p>A retired <strong>judge</strong></p>" in html
    assert "Ben" not in html
    assert signed_in(world.cleo).get(f"/forum/t/{thread.key}/").status_code == 200


def test_when_it_stands_no_row_leads_from_it_to_who_went_without_a_name(world: World) -> None:
    _, _, ben = talk(world)
    proposal = asked(world, ben)
    decide(world.ben, proposal, "unnamed")
    publish(world.fay, proposal)
    thread = thread_of(proposal)
    assert (Line.objects.count(), Voice.objects.count()) == (0, 0)
    about = {str(proposal.pk), proposal.pk.hex, str(thread.key), thread.key.hex}
    rows = [row for row in everything_stored() if any(mark in str(value) for value in row for mark in about)]
    told = [row for row in rows if row[0] == "notifications.Notice"]
    assert {row[0] for row in rows} >= {"cohorts.Proposal", "forum.Thread"}
    assert {world.ada.pk, world.ben.pk} <= {value for row in told for value in row}, "all of the room are told alike"
    assert not [row for row in rows if row[0] not in {"notifications.Notice"} and world.ben.pk in row[2:]]
    for path in (f"/forum/t/{thread.key}/", f"/forum/t/{thread.key}/print/", f"/forum/t/{thread.key}/1/history/"):
        page = text_of(signed_in(world.cleo).get(path))
        assert str(ben.pk) not in page
        assert "Ben" not in page.partition("<main")[2].partition("</main")[0]
    assert signed_in(world.ben).get(place(proposal, "mine/")).status_code == 404
    assert "Ben" not in " ".join(" ".join(line) for line in lines())


def test_a_draft_is_seen_by_nobody_else_and_asking_opens_ones_own_part_only(world: World) -> None:
    messages = talk(world)
    choose(world.fay, *messages)
    [proposal] = Proposal.objects.all()
    looks = {name: signed_in(world.people[name]).get(place(proposal)).status_code for name in ("fay", "mona", "ada")}
    assert looks == {"fay": 200, "mona": 404, "ada": 404}
    assert signed_in(world.ada).get(place(proposal, "mine/")).status_code == 404
    save(world.fay, proposal, "ask")
    mine = text_of(signed_in(world.ada).get(place(proposal, "mine/")))
    assert mine.count('name="line"') == 1
    assert "Our lawyer, twice" in mine
    assert signed_in(world.ada).get(place(proposal)).status_code == 404
    assert signed_in(world.ron).get(place(proposal, "mine/")).status_code == 404
    assert act(world.mona, proposal, "publish").status_code == 404


def test_only_who_leads_the_room_chooses_and_only_from_it(world: World) -> None:
    messages = talk(world)
    elsewhere = say(world.cleo, world.other_room, "Autumn leaves")
    assert choose(world.ada, *messages).status_code == 403
    assert choose(world.cleo, *messages).status_code == 404
    page = choose(world.fay, messages[0], elsewhere)
    assert page.status_code == 302
    assert [line.message_id for line in Line.objects.all()] == [messages[0].pk]
    choose(world.fay, *messages)
    assert Proposal.objects.count() == 1
    assert Line.objects.count() == 3
    assert choose(world.mona, *messages).status_code == 302, "a moderator makes another one"
    assert Proposal.objects.count() == 2


def test_a_person_strikes_some_of_their_lines_and_changes_their_mind(world: World) -> None:
    kept, struck = say(world.ada, world.room, "Read page nine"), say(world.ada, world.room, "I signed in tears")
    proposal = asked(world, kept, struck)
    decide(world.ada, proposal, "out")
    assert "Nothing is left" in text_of(publish(world.fay, proposal))
    decide(world.ada, proposal, "unnamed")
    decide(world.ada, proposal, "named", without=(struck,))
    publish(world.fay, proposal)
    assert "<strong>Ada</strong></p><p>Read page nine</p>" in opening(proposal)
    assert "tears" not in opening(proposal)


def test_without_an_answer_in_a_week_nothing_is_used(world: World) -> None:
    proposal = asked(world)
    decide(world.ada, proposal, "named")
    wait(proposal, days=6, hours=23)
    assert publish(world.fay, proposal).status_code == 422
    wait(proposal, days=7, minutes=1)
    assert publish(world.fay, proposal).status_code == 302
    assert "Our lawyer" in opening(proposal)
    assert "judge" not in opening(proposal)


def test_words_changed_after_the_yes_need_another_one_and_deleted_ones_are_gone(world: World) -> None:
    question, ada, ben = talk(world)
    proposal = asked(world, question, ada, ben)
    for who in (world.ada, world.ben):
        decide(who, proposal, "named")
    do(world.ada, Edit(room=world.room.pk, nonce=uuid(nonce()), message=ada.pk, body="Nobody, to be honest"))
    do(world.ben, Delete(room=world.room.pk, nonce=uuid(nonce()), message=ben.pk))
    assert publish(world.fay, proposal).status_code == 422
    assert "you changed this message" in text_of(signed_in(world.ada).get(place(proposal, "mine/"))).casefold()
    decide(world.ada, proposal, "unnamed")
    assert publish(world.fay, proposal).status_code == 302
    assert "Nobody, to be honest" in opening(proposal)
    assert "Our lawyer" not in opening(proposal)
    assert "judge" not in opening(proposal)


def test_words_changed_while_ada_looks_are_not_agreed_to(world: World) -> None:
    message = say(world.ada, world.room, "Page nine")
    proposal = asked(world, message)
    seen = f"{Line.objects.get().pk}:{'0' * 64}"
    signed_in(world.ada).post(place(proposal, "mine/"), {"choice": "named", "line": [seen]})
    assert publish(world.fay, proposal).status_code == 422


def test_of_somebody_who_was_removed_only_what_they_agreed_to_stays_and_without_a_name(world: World) -> None:
    said = [say(who, world.room, f"Words of {n}") for n, who in enumerate((world.ada, world.ben))]
    proposal = asked(world, *said)
    decide(world.ada, proposal, "named")
    for who in (world.ada, world.ben):
        remove(grants(world.mona), who, reason="For the test")
    assert publish(world.fay, proposal).status_code == 302
    assert "<strong>A member</strong></p><p>Words of 0</p>" in opening(proposal)
    assert "Words of 1" not in opening(proposal)


def test_people_named_in_words_show_only_where_they_agreed_to_stand(world: World) -> None:
    said = [
        say(world.ada, world.room, "@ben and @cleo said it, and @nobody-here"), say(world.ben, world.room, "I did"),
    ]  # fmt: skip
    proposal = asked(world, *said, intro="Thanks to @ben and Ben")
    decide(world.ada, proposal, "named")
    decide(world.ben, proposal, "unnamed")
    page = publish(world.fay, proposal)
    assert page.status_code == 422
    assert "<q>Ben</q>" in text_of(page), "the introduction names him"
    assert publish(world.fay, proposal, looked="1").status_code == 302
    html = opening(proposal)
    assert "[a member] and [a member] said it, and @nobody-here" in html
    assert "Thanks to [a member]" in html
    assert "mention" not in html
    assert not any("mentioned you" in words for words in heard(world.cleo))


def test_the_room_is_shown_in_pages_and_odd_addresses_show_the_newest(world: World) -> None:
    messages = fill(world.room, [world.ada, world.ben], 120)
    fay, at = signed_in(world.fay), f"/rooms/{world.room.pk}/thread/"
    newest = text_of(fay.get(at))
    assert newest.count('name="message"') == 50
    assert f'name="further" value="{messages[70].seq}"' in newest
    assert ">Words 70<" in text_of(fay.get(at, {"before": messages[70].seq}))
    assert f'value="{messages[9].pk}" checked' in text_of(fay.get(at, {"message": str(messages[9].pk)}))
    for odd in ({"before": "-1"}, {"before": "9" * 40}, {"message": "x"}, {"before": "²"}):
        assert text_of(fay.get(at, odd)).count('name="message"') == 50
    assert fay.post(at, {"message": "x", "further": "y"}).status_code == 422
    assert fay.post(at, {}).status_code == 422
    answer = choose(world.fay, messages[0], further=str(messages[70].seq))
    assert answer["Location"] == f"{at}?before={messages[70].seq}"
    too_many = choose(world.fay, *messages[:51])
    assert too_many.status_code == 422
    assert Line.objects.count() == 1


def order(proposal: Proposal) -> list[str]:
    return list(proposal.lines.values_list("message__body", flat=True))


def test_fay_orders_the_messages_and_every_button_keeps_what_she_wrote(world: World) -> None:
    choose(world.fay, *talk(world))
    [proposal] = Proposal.objects.all()
    first, second, third = (line.pk for line in proposal.lines.all())
    for wish in (
        f"up:{third}",
        f"up:{first}",
        f"down:{third}",
        f"up:{third}",
        f"out:{second}",
        "up:999",
        "up:x",
        "zzz",
    ):
        save(world.fay, proposal, wish, title=f"After {wish}")
    proposal.refresh_from_db()
    assert order(proposal) == ["Who reads your lease?", "A retired **judge**"]
    assert proposal.title == "After zzz"
    for wrong in ({"space": "nowhere"}, {"label": "free"}, {"title": "x" * 161}):
        assert save(world.fay, proposal, "ask", **wrong).status_code == 422
    assert save(world.fay, proposal, "ask", title=" ").status_code == 422
    assert save(world.fay, proposal, "ask", space="").status_code == 422
    assert Proposal.objects.get().state == "draft"


def test_messages_of_the_room_stay_as_they_were(world: World) -> None:
    before = list(Message.objects.values())
    proposal = asked(world)
    for who in (world.ada, world.ben):
        decide(who, proposal, "named")
    publish(world.fay, proposal)
    assert [row for row in Message.objects.values() if row in before] == before
    assert Message.objects.count() == 3
