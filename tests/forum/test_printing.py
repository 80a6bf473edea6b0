"""A question with its replies as one page to read or print."""

from __future__ import annotations

import pytest

from community.forum import queries
from tests.cast import World
from tests.forum.forms import place
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in


def test_it_is_all_there_with_its_promise_and_nothing_to_press(world: World) -> None:
    thread = ask(world.ada, world.commons, "Larkspur?", "<p>Who has some</p>")
    reply(world.ben, thread, "<p>Saxifrage</p>", hide=True)
    reply(world.cleo, thread, "<p>Trillium</p>")
    answer = signed_in(world.cleo).get(f"{place(thread)}print/")
    page, main = text_of(answer), answer.content.decode().partition("<main")[2]
    for words in ("Larkspur?", "Who has some", "Saxifrage", "Trillium", "May be used without names", "Printed by Cleo"):
        assert words in page
    assert "<form" not in main.partition("</main>")[0]
    assert "Saxifrage" not in text_of(signed_in(world.ada).get(f"{place(thread)}print/")), "kept from her school"


def test_a_long_one_goes_on_on_the_next_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MANY", 3)
    thread = ask(world.ada, world.commons)
    for n in range(2, 6):
        reply(world.ben, thread, f"<p>word{n}</p>")
    client = signed_in(world.ada)
    first = client.get(f"{place(thread)}print/").content.decode()
    assert ("word3" in first, "word4" in first, 'href="?from=4"' in first) == (True, False, True)
    rest = client.get(f"{place(thread)}print/?from=4").content.decode()
    assert ("word4" in rest, "word5" in rest, "?from=" in rest) == (True, True, False)
    assert client.get(f"{place(thread)}print/?from=999").status_code == 200
