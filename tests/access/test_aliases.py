"""The seventh way in which communities have leaked: who stands behind an alias, tried over every address there is."""

from __future__ import annotations

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
    for place in ("commons", "spring"):
        reply(zoe, scene.threads[place], f"<p>Wistful {FLOWERS[place]}</p>", anonymous=True)
        ask(zoe, scene.spaces[place], "A hard question", anonymous=True)
    opened = 0
    for name in ("ada", "ben", "cleo", "fay", "mona", "olga", "ron"):
        client = signed_in(scene.person(name))
        for what, method, path, _, way in tries(scene, name):
            about_people = path.startswith(ABOUT_PEOPLE) or "/mentions/" in path
            about_people = about_people or path.endswith("/readers/")  # how many of each school, whoever wrote
            if method == "GET" and way.get == 200 and not about_people:
                status, page, _ = plain(client.get(path))
                opened += status == 200
                assert [word for word in (b"zoelinde", b"quartz") if word in page.lower()] == [], (name, what)
    assert opened > 200
