"""Every way in which a browser has been made to run what somebody wrote, stored and shown: nothing runs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.browser.conftest import Comes
from tests.browser.served import Served
from tests.text import vectors

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data")
CORPUS = DATA / "corpora/xss/core_vectors.json"
LIVE = """() => {
  const places = [...document.querySelectorAll("main .prose, main .row, main .msg, main h1")];
  const risky = "script, iframe, object, embed, svg:not(.icon), math, style, base, form form, link, meta, template";
  const addresses = ["href", "src", "action", "formaction", "xlink:href"];
  const harmless = ["http:", "https:", "mailto:"];
  const leads = (value) => URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI).protocol : "http:";
  const found = [];
  for (const one of places.flatMap((place) => [...place.querySelectorAll("*")])) {
    const bad = [...one.attributes].some(({ name, value }) =>
      name.startsWith("on") || ["style", "srcdoc"].includes(name) ||
      (addresses.includes(name) && !harmless.includes(leads(value))));
    if (bad || one.matches(risky)) found.push(one.outerHTML);
  }
  return { found, words: places.reduce((n, place) => n + place.textContent.trim().length, 0) };
}"""


def walk(served: Served, comes: Comes, words: list[str]) -> None:
    handle = served.hands("newcomer", name="Zed")
    places = served.hands("hostile", vectors=words, reader=handle)
    reader = comes(handle)
    dialogs: list[str] = []
    reader.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    seen = 0
    for address in [*places["questions"], *places["rooms"], "/forum/", "/", "/search/?q=alert"]:
        reader.goes(address)
        if "/rooms/" in address:
            reader.is_live()
        live = reader.page.evaluate(LIVE)
        assert live["found"] == [], address
        seen += live["words"]
    assert dialogs == []
    assert seen > len(words), "their words were there"
    reader.complains_of_nothing()  # nothing was asked of another host, and the policy had nothing to forbid


def test_what_the_project_knows(served: Served, comes: Comes) -> None:
    walk(served, comes, list(vectors.ALL))


def test_a_corpus(served: Served, comes: Comes) -> None:
    if not CORPUS.exists():
        pytest.skip("The corpus is not here: set COMMUNITY_TEST_DATA to the folder that holds corpora/xss.")
    walk(served, comes, [row["payload"] for row in json.loads(CORPUS.read_text(encoding="utf-8"))])
