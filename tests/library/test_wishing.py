"""Requests for missing templates: asked once, needed by many, answered by a template, and everybody hears of it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from community.library.models import Document, Voice, Wish
from community.library.wishing import actions, queries
from community.members.models import Member
from community.takeout import sources
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.library.shelving import bell, shelve
from tests.pages import Answer, text_of
from tests.verbs import signed_in

AT = "/library/requests/"


def ask(member: Member, title: str = "Snow day plan", **fields: Any) -> Wish:
    assert signed_in(member).post(f"{AT}ask/", {"title": title, **fields}).status_code == 302
    return Wish.objects.get(title=title)


def too(member: Member, wish: Wish, **fields: Any) -> int:
    return int(signed_in(member).post(f"{AT}{wish.pk}/too/", fields).status_code)


def close(member: Member, wish: Wish, do: str, **fields: Any) -> Answer:
    return signed_in(member).post(f"{AT}{wish.pk}/close/", {"do": do, **fields})


def voices(wish: Wish) -> int:
    return Wish.objects.get(pk=wish.pk).voices


def test_each_says_me_too_once_and_may_undo_it(world: World) -> None:
    wish = ask(world.ada, what_for="For the morning after.")
    assert [too(world.ben, wish) for _ in range(2)] == [302, 302]
    assert (too(world.cleo, wish), voices(wish)) == (302, 3)
    assert "You need it too, undo" in text_of(signed_in(world.ben).get(AT))
    assert (too(world.ben, wish, off="1"), voices(wish)) == (302, 2)
    assert (too(world.ron, wish), voices(wish)) == (403, 2)
    ask(world.ada)
    assert (Wish.objects.count(), voices(wish)) == (1, 2), "asked twice it is one"
    empty = signed_in(world.ada).post(f"{AT}ask/", {"title": " ", "what_for": "For us"})
    assert (empty.status_code, "For us" in text_of(empty)) == (422, True)


def test_the_most_needed_stands_on_top_page_after_page(world: World) -> None:
    now = ask(world.ada).asked_at
    Wish.objects.bulk_create(
        Wish(title=f"Number {n}", asked_by=world.ada, asked_at=now, voices=n % 7) for n in range(2 * queries.PAGE)
    )
    seen: list[int] = []
    address = AT
    while address:
        page = text_of(signed_in(world.ben).get(address))
        seen += [int(part.split('"')[0]) for part in page.split('id="wish-')[1:]]
        older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        address = f"{AT}{older}" if older else ""
    assert seen == list(Wish.objects.order_by("-voices", "-pk").values_list("pk", flat=True))
    for bent in ("x", "~", "1~x", f"{'9' * 40}~1"):
        assert signed_in(world.ben).get(f"{AT}?before={bent}").status_code == 200


def test_cleo_offers_one_and_when_it_is_published_everybody_hears(world: World) -> None:
    wish = ask(world.ada)
    too(world.ben, wish)
    client = signed_in(world.cleo)
    form = text_of(client.get(f"/library/share/?answers={wish.pk}"))
    assert "answers the request “Snow day plan”" in form
    taken = client.post("/library/share/", {"file": SimpleUploadedFile("snow.txt", b"Snow."), "answers": wish.pk})
    form = text_of(client.get(taken["Location"]))
    assert 'value="Snow day plan"' in form
    assert "It answers the request" in form
    given = {"title": "Snow", "category": "policies", "answers": wish.pk}
    assert client.post(taken["Location"], given).status_code == 302
    document = Document.objects.get()
    assert voices(wish) == 2
    assert not bell(world.ada)
    assert "It answers the request" in text_of(signed_in(world.mona).get(f"/library/{document.pk}/"))
    assert signed_in(world.mona).post(f"/library/{document.pk}/decide/", {"do": "publish"}).status_code == 302
    for member in (world.ada, world.ben):
        assert bell(member) == ["Mona found what you need: “Snow day plan”"]
    assert (too(world.cleo, wish), Wish.objects.get().answered_by_id) == (403, document.pk)
    closed = text_of(signed_in(world.cleo).get(f"{AT}?show=closed"))
    assert f"/library/{document.pk}/" in closed
    assert "Snow day plan" not in text_of(signed_in(world.cleo).get(AT))
    for bent in ("x", "-1", "9" * 30, "999999999"):
        assert client.get(f"/library/share/?answers={bent}").status_code == 200


def test_a_moderator_answers_with_what_is_there_or_says_why_not(world: World) -> None:
    wish, other = ask(world.ada), ask(world.ben, "A lease")
    ours, there = shelve(world.mona, audience="moderators"), shelve(world.mona, "Snow")
    for link in ("", "nonsense", "/library/not-a-key/", f"/library/{'0' * 8}-0000-4000-8000-{'0' * 12}/",
                 f"/library/{ours.pk}/"):  # fmt: skip
        assert close(world.mona, wish, "answer", link=link).status_code == 422, link
    assert close(world.mona, other, "decline", why=" ").status_code == 422
    assert close(world.ada, wish, "answer", link=f"/library/{there.pk}/").status_code == 404
    for _ in range(2):
        answer = close(world.mona, wish, "answer", link=f"https://founders.test/library/{there.pk}/?version=1")
        assert answer.status_code == 302, "twice is once"
    assert close(world.mona, other, "decline", why="Ask a lawyer of your state.").status_code == 302
    assert close(world.mona, other, "decline", why="Again").status_code == 403
    assert bell(world.ada) == ["Mona found what you need: “Snow day plan”"]
    assert bell(world.ben) == ["Mona closed the request “A lease”"]
    assert "Ask a lawyer" in text_of(signed_in(world.ben).get(f"{AT}?show=closed"))
    assert bell(world.ben) == [], "read on the page"
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", "subject_label"))
    assert verbs == [("answer_wish", "Snow day plan"), ("decline_wish", "A lease")]


def test_an_answer_that_ada_may_not_open_any_more_is_not_told(world: World) -> None:
    wish, there = ask(world.ada), shelve(world.mona, "Snow")
    actions.answer(grants(world.mona), wish, there)
    Document.objects.filter(pk=there.pk).update(audience="moderators")
    assert bell(world.ada) == []
    assert "Snow</a>" not in text_of(signed_in(world.ada).get(f"{AT}?show=closed"))


def test_who_leaves_takes_along_what_they_alone_asked_for(world: World) -> None:
    alone, shared = ask(world.ada, "Alone"), ask(world.ada, "Shared", what_for="For us")
    too(world.ben, shared)
    source = next(one for one in sources.registered() if one.name == "template-requests")
    assert {words.title for words in source.read(world.ada.pk)} == {"Alone", "Shared"}
    assert source.forget is not None
    source.forget(world.ada.pk)
    assert list(Wish.objects.values_list("title", "what_for", "voices")) == [("Shared", "", 1)]
    assert not Voice.objects.filter(member=world.ada).exists()
    assert alone.pk != shared.pk
