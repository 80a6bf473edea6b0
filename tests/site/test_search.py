"""Search across the apps: only what one can open, whatever words are typed, at a human pace."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from community.finding import completing
from community.finding.models import PostWords
from community.forum import actions
from community.library.models import Document
from tests.cast import World, grants, person
from tests.forum.filling import threads
from tests.library.shelving import shelve
from tests.pages import Answer, text_of, titles
from tests.verbs import ask, reply, signed_in

HOSTILE = (
    "'", '"', "%", "_", "\\", "\x00", "\x00\x00", "* OR 1=1", "'; DROP TABLE forum_thread; --", "\ufeff", "e\u0301",
    "<script>alert(1)</script>", "a" * 5000, "a " * 500, "\u202egnp", "مرحبا", "李", "👍", "\u200b", "(", "[", "^$.*",
    "NULL", "-1", "{{ 7 * 7 }}", "&amp;", "#", "?q=x", "\r\nSet-Cookie: x",
)  # fmt: skip


def search(client: Client, words: str) -> Answer:
    return client.get("/search/", {"q": words})


def sections(answer: Answer) -> list[str]:
    return re.findall(r'<h2 id="found-(\w+)">', text_of(answer))


def test_questions_templates_and_people_are_found_together(world: World) -> None:
    ask(world.ada, world.commons, "Juniper hedges?")
    shelve(world.mona, title="Juniper handbook")
    world.ben.title = "Keeper of junipers"
    world.ben.save()
    page = search(signed_in(world.ada), "juniper")
    assert sections(page) == ["posts", "documents", "people"]
    assert titles(page) == ["Juniper hedges?", "Juniper handbook", "Ben"]


def test_words_are_found_in_titles_questions_and_replies_all_of_them(world: World) -> None:
    thread = ask(world.ada, world.commons, "When does it snow?", "<p>On the hill</p>")
    reply(world.ben, thread, "<p>In December</p>")
    ask(world.ada, world.commons, "When does it rain?")
    client = signed_in(world.cleo)
    assert titles(search(client, "WHEN")) == ["When does it rain?", "When does it snow?"]
    assert titles(search(client, "when december")) == ["When does it snow?"]
    assert titles(search(client, "hill december snow")) == ["When does it snow?"]
    assert titles(search(client, "hill december rain")) == []
    assert titles(search(client, "hill december -snow")) == [], "its title says it"


def test_what_stands_in_tags_and_addresses_is_nobodys_word(world: World) -> None:
    link, mention = '<a href="https://city.example/form">here</a>', '<span data-mention="ben">@ben</span>'
    ask(world.ada, world.commons, "When?", f"<p><strong>Snow</strong> {link}, {mention}</p>")
    client = signed_in(world.cleo)
    for words in ("strong", "href", "people", "mention", "nofollow", "p", "snow strong"):
        assert titles(search(client, words)) == [], words
    for words in ("snow", "here", "@ben", "SNOW here"):
        assert titles(search(client, words)) == ["When?"], words


def test_signs_of_markup_are_found_where_they_were_written(world: World) -> None:
    ask(world.ada, world.commons, "When?", "<p>Use &lt;strong&gt; &amp; be kind</p>")
    client = signed_in(world.cleo)
    for words in ("<strong>", "& kind", "strong kind"):
        assert titles(search(client, words)) == ["When?"], words


def test_all_are_shown_however_many_only_look_like_it(world: World) -> None:
    for thread in threads(world.ada, world.commons, 60):
        word = "people" if int(thread.title.split()[1]) <= 15 else ""
        thread.posts.update(html=f'<p>{word} <a href="/people/ben/">@Ben</a></p>')
    completing.build_anew()
    page = signed_in(world.cleo).get("/search/", {"q": "people", "in": "posts"})
    assert titles(page) == [f"Question {n} of 60" for n in range(15, 0, -1)]


def test_nobody_finds_what_they_cannot_open(world: World) -> None:
    ask(world.ada, world.spring_space, "Saxifrage in Spring")
    ask(world.mona, world.table, "Saxifrage at the table")
    shelve(world.mona, title="Saxifrage handbook", audience="cohort", cohort=world.spring)
    found = {name: titles(search(signed_in(world.people[name]), "Saxifrage")) for name in ("cleo", "ben", "mona")}
    assert found["cleo"] == []
    assert found["ben"] == ["Saxifrage in Spring", "Saxifrage handbook"]
    assert found["mona"] == ["Saxifrage at the table", "Saxifrage in Spring", "Saxifrage handbook"]


def test_people_who_are_not_ones_own_are_not_found(world: World) -> None:
    person("zoe", world.dune)
    assert titles(search(signed_in(world.ada), "zoe")) == []
    assert titles(search(signed_in(world.cleo), "zoe")) == ["Zoe"]


def test_what_was_deleted_is_not_found(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?")
    post = reply(world.ben, thread, "<p>Saxifrage</p>")
    client = signed_in(world.ada)
    assert titles(search(client, "Saxifrage")) == ["When?"]
    post.deleted_at, post.html = timezone.now(), post.html
    post.save()
    assert titles(search(client, "Saxifrage")) == [], "whatever the index holds"
    post.deleted_at = None
    post.save()
    actions.delete(grants(world.ben), post)
    assert not PostWords.objects.filter(body__contains="Saxifrage").exists()


def test_nothing_found_proposes_to_ask_it(world: World) -> None:
    page = text_of(search(signed_in(world.ada), "Saxifrage"))
    assert "Nothing you can open matches “Saxifrage”." in page
    assert "Ask it as a question" in page


@pytest.mark.parametrize("words", ["", " ", "\u200b" * 3 + " ", "\x00"])
def test_no_words_search_nothing(world: World, words: str) -> None:
    ask(world.ada, world.commons)
    page = search(signed_in(world.ada), words)
    assert (page.status_code, titles(page)) == (200, [])


def test_no_words_break_the_search(world: World) -> None:
    ask(world.ada, world.commons, "When?")
    shelve(world.mona)
    for number, words in enumerate(HOSTILE):
        page = search(signed_in([world.ada, world.ben][number % 2]), words)
        assert page.status_code == 200, words
        assert "<script>alert" not in text_of(page)
        assert "49" not in titles(page)


def test_what_was_searched_for_stands_in_the_box(world: World) -> None:
    page = text_of(search(signed_in(world.ada), 'say "hello" & <wave>'))
    assert (
        page.count('value="say &#34;hello&#34; &amp; &lt;wave&gt;"') == 3
    )  # on wide screens, on phones, and where it is narrowed down


def test_a_document_without_a_version_is_not_found(world: World) -> None:
    Document.objects.create(title="Saxifrage draft", category="handbooks", shared_by=world.mona,
                            created_at=timezone.now(), updated_at=timezone.now())  # fmt: skip
    assert titles(search(signed_in(world.mona), "Saxifrage")) == []


def test_searching_has_a_human_pace(world: World) -> None:
    ask(world.ada, world.commons, "When?")
    client = signed_in(world.ada)
    for _ in range(30):
        assert titles(search(client, "When")) == ["When?"]
    page = search(client, "When")
    assert (page.status_code, titles(page)) == (200, [])
    assert "Please wait a moment before the next search." in text_of(page)
    assert "Nothing you can open" not in text_of(page)
    assert titles(search(signed_in(world.ben), "When")) == ["When?"]
