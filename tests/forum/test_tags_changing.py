"""A list of tags that is kept: renamed, retired, merged; what became of them where they were."""

from __future__ import annotations

import pytest

from community.forum import actions
from community.forum.actions import Unusable
from community.forum.models import Tag, Thread
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.test_tags import choose, desk, on
from tests.pages import text_of, titles
from tests.verbs import ask, carry_out_jobs, signed_in


@pytest.fixture
def tags(world: World) -> dict[str, Tag]:
    who = grants(world.mona)
    made = [actions.make_tag(who, name=name, meaning="Something.") for name in ("Leases", "Rent", "Lunch")]
    return {tag.slug: tag for tag in made}


def test_a_renamed_tag_shows_its_new_name_and_keeps_its_address(world: World, tags: dict[str, Tag]) -> None:
    thread = ask(world.ada, world.commons, "When?", tags=["leases", "lunch"])
    assert desk(world, "leases/", name="Renting", meaning="Houses.").status_code == 302
    carry_out_jobs()
    assert on(thread) == ["lunch", "leases"]
    client = signed_in(world.ben)
    assert "Lunch, Renting" in text_of(client.get("/forum/"))
    assert titles(client.get("/forum/tags/leases/")) == ["When?"]
    assert AuditEntry.objects.get(verb="change_tag").reason == "from Leases"


def test_a_name_that_is_taken_is_refused_with_what_was_typed(world: World, tags: dict[str, Tag]) -> None:
    page = desk(world, "leases/", name="LUNCH", meaning="Soup.")
    assert (page.status_code, "There is a tag of this name already." in text_of(page)) == (422, True)
    assert "Soup." in text_of(page)


def test_saving_what_stands_there_is_no_change(world: World, tags: dict[str, Tag]) -> None:
    desk(world, "leases/", name="Leases", meaning="Something.")
    assert not AuditEntry.objects.filter(verb="change_tag").exists()


def test_a_retired_tag_stays_where_it_is_and_comes_nowhere_else(world: World, tags: dict[str, Tag]) -> None:
    thread = ask(world.ada, world.commons, "When?", tags=["leases"])
    assert desk(world, "leases/retire/").status_code == 302
    client = signed_in(world.ada)
    assert 'value="leases"' not in text_of(client.get("/forum/ask/"))
    assert "Leases" not in text_of(client.get("/forum/tags/"))
    page = client.get("/forum/tags/leases/")
    assert titles(page) == ["When?"]
    assert "not given to new questions any more" in text_of(page)
    assert choose(world, "ada", thread, "leases", "lunch").status_code == 302  # it had it
    assert on(thread) == ["leases", "lunch"]
    assert choose(world, "ben", ask(world.ben, world.commons), "leases").status_code == 422
    desk(world, "leases/retire/", off="1")
    assert 'value="leases"' in text_of(client.get("/forum/ask/"))
    actions.retire_tag(grants(world.mona), tags["lunch"])
    actions.retire_tag(grants(world.mona), tags["lunch"])
    verbs = AuditEntry.objects.order_by("id").exclude(verb="make_tag").values_list("verb", flat=True)
    assert list(verbs) == ["retire_tag", "bring_back_tag", "retire_tag"]


def test_a_merged_tag_leads_to_what_it_became(world: World, tags: dict[str, Tag]) -> None:
    one, both = (ask(world.ada, world.commons, title) for title in ("One?", "Both?"))
    actions.set_tags(grants(world.ada), one, ["leases", "lunch"])
    actions.set_tags(grants(world.ada), both, ["leases", "rent"])
    assert desk(world, "leases/merge/", into="rent").status_code == 302
    carry_out_jobs()
    assert (on(one), on(both)) == (["lunch", "rent"], ["rent"])
    client = signed_in(world.ben)
    assert client.get("/forum/tags/leases/")["Location"] == "/forum/tags/rent/"
    assert titles(client.get("/forum/tags/rent/")) == ["Both?", "One?"]
    assert AuditEntry.objects.get(verb="merge_tag").reason == "into Rent"
    # The name is free again, and the address is not.
    assert actions.make_tag(grants(world.mona), name="Leases", meaning="Anew.").slug == "leases-2"


def test_merged_twice_the_first_leads_to_the_last(world: World, tags: dict[str, Tag]) -> None:
    actions.merge_tags(grants(world.mona), tags["leases"], into="rent")
    actions.merge_tags(grants(world.mona), tags["rent"], into="lunch")
    assert signed_in(world.ben).get("/forum/tags/leases/")["Location"] == "/forum/tags/lunch/"


def test_it_merges_into_nothing_that_cannot_be_chosen(world: World, tags: dict[str, Tag]) -> None:
    actions.retire_tag(grants(world.mona), tags["lunch"])
    for into in ("leases", "lunch", "never-made", ""):
        page = desk(world, "leases/merge/", into=into)
        assert (page.status_code, "Choose another tag" in text_of(page)) == (422, True), into
    before = tags["leases"]
    actions.merge_tags(grants(world.mona), before, into="rent")
    with pytest.raises(Unusable):  # two moderators at once: the second one comes too late
        actions.merge_tags(grants(world.olga), before, into="rent")
    assert not Thread.objects.exclude(tags=[]).exists()
