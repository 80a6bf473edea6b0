"""Addresses of the library and of files, and whom they open to (see table.py)."""

from __future__ import annotations

from tests.access.ways import MEMBERS, MODERATORS, WRITERS, Way

TABLE: dict[str, Way] = {
    "library": Way(MEMBERS, get=200),
    "share": Way(WRITERS, get=200, post=422, data={"title": "Without a file"}),
    "brought": Way(WRITERS, get=200, post=422, of="brought", data={"title": ""}),
    "drop_brought": Way(WRITERS, post=302, of="brought"),
    "providers": Way(MEMBERS, get=200),
    "suggest_provider": Way(WRITERS, get=200, post=422, data={"name": ""}),
    "provider": Way(MEMBERS, get=200, of="provider"),
    "change_provider": Way(MODERATORS, get=200, post=422, of="provider", data={"name": ""}),
    "keep_provider": Way(MODERATORS, post=302, of="provider", data={"do": "settle"}),
    "review_provider": Way(WRITERS, post=422, of="provider", data={"again": "maybe"}),
    "drop_review": Way(WRITERS, post=302, of="reviewed", only="helper and moderators"),
    "report_provider": Way(WRITERS, post=422, of="provider", data={"what": ""}),
    "document": Way(MEMBERS, get=200, of="document"),
    "add_version": Way(WRITERS, post=422, of="document", only="moderators"),
    "compare_versions": Way(MEMBERS, get=200, of="document"),
    "note_document": Way(WRITERS, post=302, of="document", data={"verdict": "as_is"}),
    "drop_note": Way(WRITERS, post=302, of="noted", only="helper and moderators"),
    "decide_document": Way(MODERATORS, post=422, of="document", data={"do": "decline"}),
    "take_back_document": Way(WRITERS, post=403, of="document"),  # on the shelf; the rest is tests/library
    "confirm_document": Way(MODERATORS, post=302, of="document"),
    "our_shelf": Way(MEMBERS, get=200),
    "make_ours": Way(WRITERS, post=302, of="document", only="everybody in commons"),
    "original": Way(WRITERS, post=302, of="document", only="moderators"),
    "pull_original": Way(WRITERS, get=302, post=302, of="document", only="moderators"),  # nothing is newer
    "offer_back": Way(WRITERS, post=302, of="document", only="nobody"),  # none lies on a shelf; see tests/library
    "drop_ours": Way(WRITERS, post=302, of="document", only="nobody"),
    "begin_collection": Way(WRITERS, get=200, post=422, data={"sentence": "Without a name"}),
    "collection": Way(MEMBERS, get=200, of="collection"),
    "change_collection": Way(WRITERS, post=422, of="collection", only="moderators"),
    "arrange_collection": Way(WRITERS, post=302, of="collection", only="moderators"),
    "drop_collection": Way(WRITERS, post=302, of="collection", only="moderators"),
    "collect": Way(WRITERS, post=422, of="document"),
    "wishes": Way(MEMBERS, get=200),
    "wish": Way(WRITERS, post=422),
    "say_too": Way(WRITERS, post=302, of="wish"),
    "close_wish": Way(MODERATORS, post=422, of="wish", data={"do": "decline"}),
    "fill": Way(MEMBERS, get=200, post=422, of="document"),  # a PDF has nothing to fill in; the rest is tests/library
    "upload": Way(WRITERS, post=422),
    "file": Way(MEMBERS, get=200, of="file"),
    "file_thumb": Way(MEMBERS, get=200, of="file"),
}  # fmt: skip
