"""A dead network, a reload, a closed tab, a killed server: nothing written is lost, nothing is said twice."""

from __future__ import annotations

import re
from operator import itemgetter

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until

RECONNECTING = "Reconnecting. You can keep writing."
COMES_BACK_S = 30.0  # a server that was killed is up again, and everybody has reconnected


def test_offline_words_wait_and_go_out_once(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Offline")
    ada.network_may_break = True
    ada.enters(room)
    ben.enters(room)
    ada.says("Before")
    ben.hears("Before")
    ada.context.set_offline(True)
    ada.says("While away, first")
    ada.says("While away, second")
    expect(ada.message("While away, first").locator(".state-sending")).to_be_visible()
    expect(ada.page.locator("[data-offline]")).to_contain_text(RECONNECTING)
    assert [item["body"] for item in sorted(ada.kept("outbox"), key=itemgetter("at"))] == [
        "While away, first",
        "While away, second",
    ]
    ben.says("Are you there?")
    ada.context.set_offline(False)
    ada.room_holds(["Before", "Are you there?", "While away, first", "While away, second"])
    ben.room_holds(["Before", "Are you there?", "While away, first", "While away, second"])
    expect(ada.page.locator("[data-offline]")).to_be_hidden()
    assert ada.kept("outbox") == []


def test_a_phone_that_changes_networks_before_the_answer_says_it_once(served: Served, ada: Person, ben: Person) -> None:
    """Three times the words reach the server, and its answer finds nobody: the next network asks again."""
    room = served.hands("room", name="Changing networks")
    ben.network_may_break = True
    sent: list[str] = []
    ben.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    ada.enters(room)
    ben.enters(room)
    said: list[str] = []
    for number in range(3):
        said.append(f"On the way, {number}")
        served.suspend()  # the words leave the phone, and nothing comes back
        sent.clear()
        ben.says(said[-1])
        ben.pumps_until(lambda: said[-1] in "".join(sent) and served.unread() >= sum(map(len, sent)))
        ben.context.set_offline(True)
        ben.waits_for("() => !document.querySelector('room-page').socket.up")
        served.resume()
        until(lambda: served.hands("stored", room_id=room) == said, missing="It did not arrive before the change.")
        assert [item["body"] for item in ben.kept("outbox")] == said[-1:]  # the phone does not know
        ben.context.set_offline(False)
        ben.room_holds(said)
    ada.room_holds(said)
    assert served.hands("stored", room_id=room) == said
    assert ben.kept("outbox") == []


def test_what_was_not_sent_survives_a_reload_and_a_closed_tab(served: Served, ada: Person, ben: Person) -> None:
    """Pages come, the socket does not: a proxy that knows no WebSockets."""
    room = served.hands("room", name="Closed tab")
    ada.network_may_break = True
    ada.enters(room)
    ben.enters(room)
    refused = True
    ada.context.route_web_socket(
        re.compile("/live/"), lambda socket: socket.close(code=1011) if refused else socket.connect_to_server()
    )
    ada.page.reload()
    ada.says("Written without a wire")
    until(lambda: len(ada.kept("outbox")) == 1)
    ada.page.reload()
    expect(ada.message("Written without a wire").locator(".state-sending")).to_be_visible()
    ada.page.close()
    refused = False
    ada.page = ada.new_tab()
    ada.enters(room)
    ada.room_holds(["Written without a wire"])
    ben.room_holds(["Written without a wire"])
    assert served.hands("stored", room_id=room) == ["Written without a wire"]


def test_a_draft_in_a_room_survives_a_closed_tab(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Draft")
    ada.enters(room)
    ada.words.press_sequentially("Half a thought")
    ada.page.close()
    ada.page = ada.new_tab()
    ada.enters(room)
    expect(ada.words).to_have_value("Half a thought")
    ada.button("Send").click()
    ada.room_holds(["Half a thought"])
    ada.enters(room)
    expect(ada.words).to_have_value("")


def test_a_killed_server_loses_nothing_that_was_acknowledged(served: Served, ada: Person, comes: Comes) -> None:
    room = served.hands("room", name="Killed")
    ben = comes("ben", "phone")
    ada.network_may_break = ben.network_may_break = True
    ada.enters(room)
    ben.enters(room)
    said = [f"Before the end {n}" for n in range(4)]
    for words in said:
        ada.says(words)
    ben.room_holds(said)
    served.kill()
    ada.says("Said to nobody")
    ben.says("Ben as well")
    expect(ada.page.locator("[data-offline]")).to_contain_text(RECONNECTING)
    served.start()
    for person in (ada, ben):
        expect(person.message("Said to nobody")).to_have_count(1, timeout=COMES_BACK_S * 1000)
        expect(person.message("Ben as well")).to_have_count(1, timeout=COMES_BACK_S * 1000)
        person.waits_for("() => !document.querySelector('room-page').outbox.items.length", within=COMES_BACK_S)
    stored = served.hands("stored", room_id=room)
    assert stored[:4] == said
    assert sorted(stored[4:]) == ["Ben as well", "Said to nobody"]
    ada.room_holds(stored)
    ben.room_holds(stored)


def test_a_restart_for_an_update_is_hardly_noticed(served: Served, ada: Person, ben: Person) -> None:
    """A drained server says 4012 and the browser comes back by itself."""
    room = served.hands("room", name="Update")
    ada.network_may_break = ben.network_may_break = True
    ada.enters(room)
    ben.enters(room)
    served.stop()
    served.start()
    for person in (ada, ben):
        person.waits_for("() => document.querySelector('room-page').socket.up", within=COMES_BACK_S)
    ada.says("Here again")
    ben.hears("Here again", within=COMES_BACK_S)


def test_a_refused_message_says_why_and_can_be_written_anew(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Refused")
    ada.enters(room)
    ada.page.evaluate(ADD_REFUSED, "x" * 8001)
    failed = ada.page.locator(".failed")
    expect(failed).to_contain_text("Not sent.")
    expect(failed).to_contain_text("8,000")
    expect(failed).to_have_attribute("role", "alert")
    ada.page.reload()
    ada.is_live()
    expect(failed).to_contain_text("Not sent.")
    ada.button("Send again", failed).click()
    expect(failed).to_contain_text("8,000")
    ada.words.fill("Meanwhile")
    ada.button("Edit", failed).click()
    expect(failed).to_have_count(0)
    expect(ada.words).to_have_value("x" * 8001 + "\n\nMeanwhile")
    ada.words.fill("Short enough")
    ada.button("Send").click()
    ada.room_holds(["Short enough"])


def test_a_refused_message_can_be_let_go(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Let go")
    ada.enters(room)
    ada.page.evaluate(ADD_REFUSED, "y" * 8001)
    ada.button("Discard", ada.page.locator(".failed")).click()
    expect(ada.messages).to_have_count(0)
    until(lambda: ada.kept("outbox") == [])


ADD_REFUSED = "(body) => void document.querySelector('room-page').outbox.add({ body })"


def test_a_change_on_a_dying_wire_is_made_after_all(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Late edit", said=[("ada", "Frist words", 3)])
    ada.network_may_break = True
    ada.enters(room)
    ben.enters(room)
    ada.does("Edit", ada.message("Frist words"))
    ada.words.fill("First words")
    served.suspend()
    ada.words.press("Enter")
    ada.page.evaluate("() => document.querySelector('room-page').socket.hurry()")
    ada.waits_for("() => !document.querySelector('room-page').socket.up")
    served.resume()
    ada.room_holds(["First words"], within=COMES_BACK_S)
    ben.room_holds(["First words"], within=COMES_BACK_S)
