"""The seventh way in which communities have leaked: who stands behind an alias, tried over every address there is."""

from __future__ import annotations

import re

from cohorts.models import Enrollment
from community.members import epoch
from community.members.models import Organization
from tests.access.scene import FLOWERS, Scene
from tests.access.test_door import plain, tries
from tests.cast import person
from tests.verbs import ask, reply, signed_in

ABOUT_PEOPLE = ("/people/", "/talks/", "/cohorts/", "/moderation/", "/seats/")


def test_7_an_alias_is_nobody_at_any_address(scene: Scene) -> None:
    """Every address that anybody else may open, tried with something written under an alias in each place."""
    world = scene.world
    quartz = Organization.objects.create(slug="quartz", name="Quartz Academy", state="WY")
    zoe = person("zoelinde", quartz)
    Enrollment.objects.create(cohort=world.spring, member=zoe)
    epoch.move()
    before = about_everybody(scene)
    for place in ("commons", "spring"):
        reply(zoe, scene.threads[place], f"<p>Wistful {FLOWERS[place]}</p>", anonymous=True)
        ask(zoe, scene.spaces[place], "A hard question", anonymous=True)
    opened = 0
    for name in ("ada", "ben", "cleo", "fay", "mona", "olga", "ron"):
        client = signed_in(scene.person(name))
        for what, method, path, _, way in tries(scene, name):
            about_people = path.startswith(ABOUT_PEOPLE) or "/mentions/" in path or counts_schools(path)
            if method == "GET" and way.get == 200 and not about_people:
                status, page, _ = plain(client.get(path))
                opened += status == 200
                assert [word for word in (b"zoelinde", b"quartz") if word in page.lower()] == [], (name, what)
    assert opened > 200
    assert about_everybody(scene) == before


def counts_schools(path: str) -> bool:
    """How many people of each school can read a place, whoever wrote in it."""
    return path.endswith("/readers/")


def about_everybody(scene: Scene) -> dict[tuple[str, str], str]:
    """Pages that name people and schools anyway, without their frame: who writes under an alias moves nothing there."""
    found = {}
    for name in ("ada", "mona"):
        client = signed_in(scene.person(name))
        for _, method, path, place, way in tries(scene, name):
            told = path.startswith("/talks/") or counts_schools(path)
            if method == "GET" and way.get == 200 and told and place != "never":
                page = client.get(path).content.decode()
                found[name, path] = CSRF.sub("", page.partition("<main")[2].partition("</main>")[0])
    assert len(found) > 8
    return found


CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
