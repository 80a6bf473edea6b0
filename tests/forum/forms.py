"""What the forum's forms send, as a browser does without scripts unless told otherwise."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from community.forum.models import Space, Thread
from tests.pages import FETCH, Answer


def place(thread: Thread, number: int | None = None) -> str:
    return f"/forum/t/{thread.key}/" + (f"{number}/" if number else "")


def send_question(client: Client, where: Space | str, *, script: bool = False, **fields: Any) -> Answer:
    given = {
        "space": where if isinstance(where, str) else where.slug,
        "kind": "question",
        "title": "How do you do it?",
        "body": "<p>Tell me.</p>",
        "nonce": uuid4(),
    }
    return sent(client, "/forum/ask/", given | fields, script=script)


def send_reply(client: Client, thread: Thread, *, script: bool = False, **fields: Any) -> Answer:
    given = {"body": "<p>Like this.</p>", "nonce": uuid4()}
    return sent(client, f"{place(thread)}reply/", given | fields, script=script)


def send_edit(client: Client, thread: Thread, number: int, *, script: bool = False, **fields: Any) -> Answer:
    given = {"body": "<p>Otherwise.</p>", "nonce": uuid4()}
    return sent(client, f"{place(thread, number)}edit/", given | fields, script=script)


def act(client: Client, thread: Thread, number: int, what: str, *, script: bool = False, **fields: Any) -> Answer:
    return sent(client, f"{place(thread, number)}{what}/", fields, script=script)


def sent(client: Client, path: str, fields: dict[str, Any], *, script: bool) -> Answer:
    return client.post(path, fields, headers=FETCH if script else {})
