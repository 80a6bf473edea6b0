"""Service providers: suggested by members, published by moderators, told about by schools; codes for members only."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from community.library.models import Provider, ProviderReport, ProviderReview
from community.library.providers import actions
from community.members.models import Member
from community.takeout import sources
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import INSIDE, World, grants
from tests.library.shelving import bell
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in

SAID = {
    "name": "Alder Law", "about": "Leases and bylaws.", "category": "legal", "states": "co; OH", "code": "ALDER-10",
    "url": "https://alder.example/", "discount": "10 % off",
}  # fmt: skip


def suggest(member: Member, **fields: Any) -> Answer:
    return signed_in(member).post("/library/providers/suggest/", SAID | fields)


def listed(world: World, **facts: Any) -> Provider:
    now = timezone.now()
    given = SAID | {"states": " CO OH ", "suggested_by": world.cleo, "suggested_at": now, "published_at": now} | facts
    return Provider.objects.create(**given)


def page_of(member: Member, provider: Provider) -> str:
    return text_of(signed_in(member).get(f"/library/providers/{provider.pk}/"))


def test_ada_suggests_one_and_a_moderator_puts_it_on_the_list(world: World) -> None:
    place = suggest(world.ada)["Location"]
    assert bell(world.mona) == ["Ada suggests the provider “Alder Law”"]
    provider = Provider.objects.get()
    assert provider.states == " CO OH "
    assert [signed_in(world.people[who]).get(place).status_code for who in ("ada", "mona", "ben")] == [200, 200, 404]
    assert "Alder Law" not in text_of(signed_in(world.ben).get("/library/providers/"))
    assert signed_in(world.mona).post(f"{place}keep/", {"do": "publish"}).status_code == 302
    assert "Alder Law" in text_of(signed_in(world.ben).get("/library/providers/?state=OH&kind=legal"))
    assert "Alder Law" not in text_of(signed_in(world.ben).get("/library/providers/?state=TX"))
    assert bell(world.ada) == ["Mona put the provider you suggested on the list: “Alder Law”"]
    signed_in(world.mona).post(f"{place}keep/", {"do": "hide"})
    assert signed_in(world.ben).get(place).status_code == 404
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"publish_provider", "hide_provider"}


def test_the_code_stands_on_its_page_for_who_may_write_and_nowhere_else(world: World) -> None:
    provider = listed(world, suggested_by=world.ada)
    assert {who for who in INSIDE if "ALDER-10" in page_of(world.people[who], provider)} == set(INSIDE) - {"ron"}
    assert "10 % off" in page_of(world.ron, provider)
    client = signed_in(world.ada)
    for page in ("/library/providers/", "/search/?q=Alder", "/library/?q=ALDER-10", "/"):
        assert "ALDER-10" not in text_of(client.get(page)).replace('value="ALDER-10"', "").replace(
            "“ALDER-10”", ""
        ).replace("q=ALDER-10", "")
    kept = [words for source in sources.registered() for words in source.read(world.ada.pk)]
    assert [one.title for one in kept if one.where == "Service providers"] == ["Alder Law"]
    assert "ALDER-10" not in repr(kept)


def test_the_link_out_gives_nothing_away(world: World) -> None:
    assert 'href="https://alder.example/" rel="noopener noreferrer nofollow"' in page_of(world.ada, listed(world))


def test_one_word_from_each_school(world: World) -> None:
    provider = listed(world)
    at = f"/library/providers/{provider.pk}/review/"
    assert signed_in(world.ada).post(at, {"again": "yes", "words": "Quick answers"}).status_code == 302
    signed_in(world.cleo).post(at, {"again": "no", "words": "Dear"})
    assert "1 of 2 would use them again" in page_of(world.ben, provider)
    colleague = signed_in(world.ben).post(at, {"again": "no", "words": "Mine"})
    assert (colleague.status_code, "A colleague of yours" in text_of(colleague)) == (422, True)
    assert typed_in(colleague, "words") == "Mine"
    signed_in(world.ada).post(at, {"again": "no", "words": "Slow by now"})
    assert "0 of 2 would use them again" in page_of(world.ben, provider)
    review = ProviderReview.objects.get(author=world.ada)
    with pytest.raises(Denied):
        actions.drop_review(grants(world.cleo), review)
    assert signed_in(world.mona).post(f"/library/providers/{provider.pk}/reviews/{review.pk}/drop/").status_code == 302
    assert "0 of 1 would use them again" in page_of(world.ben, provider)


def test_what_is_reported_only_moderators_read(world: World) -> None:
    provider = listed(world)
    client = signed_in(world.ben)
    assert client.post(f"/library/providers/{provider.pk}/report/", {"what": "They moved away"}).status_code == 302
    assert "They moved away" in page_of(world.mona, provider)
    assert "They moved away" not in page_of(world.ben, provider) + page_of(world.cleo, provider)
    assert bell(world.olga) == ["Ben reports something about the provider “Alder Law”"]
    signed_in(world.olga).post(f"/library/providers/{provider.pk}/keep/", {"do": "settle"})
    assert "They moved away" not in page_of(world.mona, provider)
    ProviderReport.objects.bulk_create(
        ProviderReport(provider=provider, by=world.ben, words="x", at=timezone.now()) for _ in range(5)
    )
    enough = client.post(f"/library/providers/{provider.pk}/report/", {"what": "Again"})
    assert (enough.status_code, "several reports" in text_of(enough)) == (422, True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "\u200b"}, "Say what they are called."), ({"about": ""}, "Say what they do."),
        ({"category": "magic"}, "not one of the available choices"), ({"states": "CO, XX"}, "“XX” is no state."),
        ({"url": "javascript:alert(1)"}, "begins with https://"), ({"url": "ftp://x.example"}, "begins with https://"),
        ({"about": "x" * 1001}, "Up to 1,000 characters"), ({"code": "x" * 61}, "at most 60"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_kept(world: World, fields: dict[str, Any], sentence: str) -> None:
    answer = suggest(world.ada, **fields)
    assert (answer.status_code, sentence in text_of(answer), Provider.objects.count()) == (422, True, 0)
    assert typed_in(answer, "discount") == SAID["discount"]


def test_a_bent_address_of_the_list_is_no_error(world: World) -> None:
    client = signed_in(world.ada)
    for query in ("kind=x&state=zz", "after=x&name=y", "name=%00&after=00000000-0000-0000-0000-000000000000"):
        assert client.get(f"/library/providers/?{query}").status_code == 200


def test_the_list_comes_in_pages(world: World) -> None:
    for number in range(31):
        listed(world, name=f"Firm {number:02}")
    client = signed_in(world.ada)
    first = text_of(client.get("/library/providers/"))
    assert ("Firm 29" in first, "Firm 30" in first, "More providers" in first) == (True, False, True)
    last = Provider.objects.get(name="Firm 29")
    assert "Firm 30" in text_of(client.get(f"/library/providers/?name=Firm+29&after={last.pk}"))


def test_a_moderator_changes_what_stands_there(world: World) -> None:
    provider = listed(world)
    at = f"/library/providers/{provider.pk}/change/"
    assert 'value="CO, OH"' in text_of(signed_in(world.mona).get(at))
    assert signed_in(world.mona).post(at, SAID | {"name": "Alder & Lund", "states": ""}).status_code == 302
    provider.refresh_from_db()
    assert (provider.name, provider.states) == ("Alder & Lund", "")
    assert signed_in(world.mona).post(at, SAID | {"states": "gu, VI"}).status_code == 302  # the territories, too
    assert signed_in(world.mona).post(f"/library/providers/{provider.pk}/keep/", {"do": "?"}).status_code == 422


def test_who_leaves_takes_their_words_along_and_the_list_stays(world: World) -> None:
    provider = listed(world, suggested_by=world.ada)
    suggest(world.ada, name="Not yet published")
    actions.review(grants(world.ada), provider, again=True, words="Good")
    actions.report(grants(world.ada), provider, "Hm")
    for source in sources.registered():
        if source.name.startswith("provider"):
            assert source.forget is not None
            assert source.forget(world.ada.pk) is False
    provider.refresh_from_db()
    assert (provider.told, ProviderReview.objects.count(), ProviderReport.objects.count()) == (0, 0, 0)
    assert list(Provider.objects.all()) == [provider]
