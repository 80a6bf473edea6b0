"""The gallery shows the first page of what was brought, to whoever may read it."""

from __future__ import annotations

import io

import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image

from community.library import actions as library
from community.library.covers import actions, drawing
from community.library.models import Document, Version
from tests.cast import World, grants
from tests.files import samples
from tests.files.bringing import code, fetch, named
from tests.library.shelving import shelve
from tests.pages import text_of
from tests.verbs import signed_in


def share(world: World, name: str, content: bytes, audience: str = "members") -> Version:
    facts = {"title": "Plan", "summary": "", "category": "policies", "audience": audience, "cohort_id": None}
    made = library.share(grants(world.mona), file=named(name, content), note="", **facts)
    actions.draw_cover.call(made.versions.get().pk)
    return made.versions.select_related("upload").get()


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.pdf", samples.pdf()), ("plan.md", b"# Plan\n\nDoors open at 8."), ("plan.png", samples.image())],
)
def test_each_kind_has_a_cover_as_open_as_its_file(world: World, name: str, content: bytes) -> None:
    version = share(world, name, content, audience="moderators")
    at = f"/files/{version.upload_id}/thumb/"
    assert {person: code(signed_in(world.people[person]), at) for person in ("olga", "ada")} == {
        "olga": 200,
        "ada": 404,
    }
    picture = Image.open(io.BytesIO(fetch(signed_in(world.mona), at).body))
    assert (picture.format, max(picture.size) <= 960) == ("WEBP", True)
    assert at in text_of(signed_in(world.mona).get("/library/"))


def test_without_a_cover_the_kind_is_drawn(world: World) -> None:
    document = shelve(world.mona)
    version = document.versions.get()
    actions.draw_missing_covers.call()
    assert DBTaskResult.objects.filter(priority__lt=0, task_path__endswith="draw_cover").exists(), "behind all else"
    actions.draw_cover.call(version.pk)
    version.refresh_from_db()
    assert (version.cover_at is not None, version.upload.thumb_place) == (True, "")
    page = text_of(signed_in(world.ada).get("/library/"))
    assert ("Family handbook" in page, f"{version.upload_id}/thumb" in page) == (True, False)


def test_a_cover_that_cannot_be_drawn_breaks_nothing(world: World) -> None:
    document: Document = shelve(world.mona)
    document.versions.select_related("upload").update(preview_html="<p>x")
    upload = document.versions.get().upload
    upload.kind = "pdf"
    upload.save()
    actions.draw_cover.call(document.versions.get().pk)
    assert document.versions.get().cover_at is not None
    assert signed_in(world.ada).get("/library/").status_code == 200


def test_words_and_tables_are_set_on_a_page() -> None:
    html = (
        "<h1>Family handbook</h1><p>" + "Doors open at 8. " * 400 + "</p><table><tr><td>A</td><td>1</td></tr></table>"
    )
    facts, [made] = drawing.draw(drawing.given("word", b"", html))
    assert (facts["width"], facts["height"]) == (drawing.WIDTH, drawing.HEIGHT)
    drawn = Image.open(io.BytesIO(made)).convert("L")
    assert drawn.crop((40, 40, 440, 80)).getextrema()[0] < 100, "the title is there"
