from __future__ import annotations

from tests.cast import World
from tests.verbs import ask, reply, say, signed_in


def test_ada_opens_every_main_page(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    say(world.ben, world.room, "Hello **Ada** @ada")
    client = signed_in(world.ada)
    for path in (
        "/",
        "/forum/",
        "/forum/spaces/",
        f"/forum/t/{thread.key}/",
        "/rooms/",
        f"/rooms/{world.room.pk}/",
        "/library/",
        "/people/",
        "/people/ben/",
        "/you/",
        "/notices/",
        "/search/?q=tell",
        "/forum/ask/",
        "/help/",
        "/help/who-sees-me/",
        "/cohorts/spring/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
