"""Tags on questions: chosen by whoever asks, seen in lists, one page each; nothing shows there that one cannot read."""

from __future__ import annotations

from typing import Any

import pytest

from community.forum import actions
from community.forum.models import Tag, Thread, ThreadTag
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place, send_question
from tests.pages import Answer, link_named, text_of, titles
from tests.verbs import ask, signed_in

NAMES = ("Leases", "Licensing", "Heating", "Playgrounds", "Lunch", "Insurance")


@pytest.fixture
def tags(world: World) -> dict[str, Tag]:
    who = grants(world.mona)
    return {name.lower(): actions.make_tag(who, name=name, meaning=f"All about {name.lower()}.") for name in NAMES}


def on(thread: Thread) -> list[str]:
    """What lists show of it; and the rows say the same."""
    thread.refresh_from_db()
    rows = ThreadTag.objects.filter(thread=thread).order_by("tag__name").values("tag__slug", "tag__name")
    assert thread.tags == [{"slug": row["tag__slug"], "name": row["tag__name"]} for row in rows]
    return [tag["slug"] for tag in thread.tags]


def choose(world: World, who: str, thread: Thread, *slugs: str) -> Answer:
    return signed_in(world.people[who]).post(f"{place(thread)}tags/", {"tags": slugs})


def test_whoever_asks_chooses_tags_and_everybody_sees_them(world: World, tags: dict[str, Tag]) -> None:
    client = signed_in(world.ada)
    assert "All about leases." in text_of(client.get("/forum/ask/"))
    assert send_question(client, world.commons, tags=["licensing", "leases"]).status_code == 302
    thread = Thread.objects.get()
    assert on(thread) == ["leases", "licensing"]
    reader = signed_in(world.cleo)
    assert "Leases, Licensing" in text_of(reader.get("/forum/"))
    assert 'href="/forum/tags/leases/"' in text_of(reader.get(place(thread)))


def test_a_question_begun_on_a_tags_page_has_it_ticked(world: World, tags: dict[str, Tag]) -> None:
    page = text_of(signed_in(world.ada).get("/forum/ask/?tag=leases"))
    assert page.count("checked") == 3  # a question, the tag, and as far as its space says


@pytest.mark.parametrize(
    ("slugs", "sentence"),
    [
        ([name.lower() for name in NAMES], "Please choose up to 5 tags."),
        (["leases", "never-made"], "One of these tags is not there any more."),
        (["heating"], "One of these tags is not there any more."),  # retired below
    ],
)
def test_what_cannot_be_chosen_is_said_at_the_field(
    world: World, tags: dict[str, Tag], slugs: list[str], sentence: str
) -> None:
    actions.retire_tag(grants(world.mona), tags["heating"])
    page = send_question(signed_in(world.ada), world.commons, tags=slugs, body="<p>All my words.</p>")
    assert (page.status_code, Thread.objects.count()) == (422, 0)
    assert sentence in text_of(page)
    assert "All my words." in text_of(page)


def test_the_asker_and_moderators_choose_anew_and_nobody_else(world: World, tags: dict[str, Tag]) -> None:
    thread = ask(world.ada, world.commons, tags=["leases"])
    assert choose(world, "ben", thread, "lunch").status_code == 403
    assert choose(world, "ada", thread, "lunch", "licensing").status_code == 302
    assert on(thread) == ["licensing", "lunch"]
    assert not AuditEntry.objects.filter(verb="tag_thread").exists()
    assert choose(world, "mona", thread).status_code == 302
    assert on(thread) == []
    assert AuditEntry.objects.get(verb="tag_thread").reason == "no tags"
    assert "Add tags" in text_of(signed_in(world.ada).get(place(thread)))
    assert "Add tags" not in text_of(signed_in(world.ben).get(place(thread)))


def test_too_many_are_said_with_the_ticks_kept(world: World, tags: dict[str, Tag]) -> None:
    page = choose(world, "ada", ask(world.ada, world.commons), *(name.lower() for name in NAMES))
    assert page.status_code == 422
    assert "Please choose up to 5 tags." in text_of(page)
    assert text_of(page).count("checked") == len(NAMES)


def test_asked_without_a_name_its_asker_tags_it_unseen(world: World, tags: dict[str, Tag]) -> None:
    thread = ask(world.ada, world.commons, anonymous=True, tags=["leases"])
    assert choose(world, "ada", thread, "lunch").status_code == 302
    assert on(thread) == ["lunch"]
    assert choose(world, "ben", thread, "leases").status_code == 403


def test_a_closed_question_keeps_its_tags_until_a_moderator_comes(world: World, tags: dict[str, Tag]) -> None:
    thread = ask(world.ada, world.commons, tags=["leases"])
    actions.close(grants(world.mona), thread)
    assert choose(world, "ada", thread).status_code == 403
    assert choose(world, "olga", thread, "lunch").status_code == 302
    assert on(thread) == ["lunch"]


def test_the_page_of_a_tag_shows_what_one_may_read(world: World, tags: dict[str, Tag]) -> None:
    ask(world.ada, world.commons, "In the commons", tags=["leases"])
    ask(world.ada, world.spring_space, "In spring", tags=["leases"])
    ask(world.mona, world.table, "Between us", tags=["leases"])
    ask(world.ada, world.commons, "Kept from Cedar", tags=["leases"], hide=True)
    ask(world.ada, world.commons, "Of something else", tags=["lunch"])
    seen = {
        "ada": ["Kept from Cedar", "In spring", "In the commons"],
        "ben": ["In spring", "In the commons"],
        "cleo": ["Kept from Cedar", "In the commons"],
        "mona": ["Kept from Cedar", "Between us", "In spring", "In the commons"],
    }
    for who, wanted in seen.items():
        client = signed_in(world.people[who])
        assert titles(client.get("/forum/tags/leases/")) == wanted
        number = f"{len(wanted)} questions"
        assert number in text_of(client.get("/forum/tags/")), who  # and counts say no more


def test_a_tags_page_goes_on_to_older_questions(world: World, tags: dict[str, Tag]) -> None:
    for n in range(27):
        ask(world.people[("ada", "ben", "cleo")[n % 3]], world.commons, f"Lease {n}", tags=["leases"])
    client = signed_in(world.fay)
    first = client.get("/forum/tags/leases/")
    assert len(titles(first)) == 25
    older = link_named(first, "Older questions")
    assert titles(client.get(f"/forum/tags/leases/{older}")) == ["Lease 1", "Lease 0"]


def test_a_tag_that_was_never_made_has_no_page(world: World, tags: dict[str, Tag]) -> None:
    assert signed_in(world.ada).get("/forum/tags/never/").status_code == 404


def test_a_moved_question_takes_its_tags_along(world: World, tags: dict[str, Tag]) -> None:
    thread = ask(world.ada, world.commons, "When?", tags=["leases"])
    actions.move(grants(world.mona), thread, world.spring_space)
    assert titles(signed_in(world.ben).get("/forum/tags/leases/")) == ["When?"]
    assert titles(signed_in(world.cleo).get("/forum/tags/leases/")) == []


# ---- the list -------------------------------------------------------------------------------


def desk(world: World, where: str = "", **fields: Any) -> Answer:
    return signed_in(world.mona).post(f"/moderation/tags/{where}", fields)


def test_moderators_make_tags_and_members_do_not(world: World) -> None:
    assert desk(world, name="Fire code", meaning="Exits, alarms, inspections.").status_code == 302
    assert Tag.objects.get().slug == "fire-code"
    assert signed_in(world.ada).post("/moderation/tags/", {"name": "Mine", "meaning": "Mine."}).status_code == 404
    with pytest.raises(Denied):
        actions.make_tag(grants(world.ada), name="Mine", meaning="Mine.")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " ", "meaning": "Something."}, "Give it a name."),
        ({"name": "Leases", "meaning": ""}, "Say in one sentence what belongs under it."),
        ({"name": "leases", "meaning": "Again."}, "There is a tag of this name already."),
        ({"name": "x" * 41, "meaning": "Long."}, "Please keep it to 40 characters; this has 41."),
        ({"name": "Long", "meaning": "x" * 161}, "Please keep it to 160 characters; this has 161."),
    ],
)
def test_what_is_wrong_with_a_tag_is_said_at_its_field(
    world: World, tags: dict[str, Tag], fields: dict[str, str], sentence: str
) -> None:
    page = desk(world, **fields)
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_the_list_has_an_end(world: World, tags: dict[str, Tag]) -> None:
    Tag.objects.bulk_create(Tag(slug=f"t{n}", name=f"T{n}", meaning="One of many.") for n in range(300 - len(NAMES)))
    assert "The list holds 300 tags." in text_of(desk(world, name="One more", meaning="Too many."))
    actions.retire_tag(grants(world.mona), tags["lunch"])
    assert desk(world, name="One more", meaning="Fits.").status_code == 302
    assert "The list holds 300 tags." in text_of(desk(world, "lunch/retire/", off="1"))


def test_names_of_any_script_get_an_address(world: World) -> None:
    for name in ("مدرسة", "学校"):
        assert desk(world, name=name, meaning="A school.").status_code == 302
    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["tag", "tag-2"]
