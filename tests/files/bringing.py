"""Files as members bring them through a form."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from community.files import actions
from community.files.models import Upload
from community.members.models import Member
from tests.files import samples
from tests.pages import Answer


def named(name: str, content: bytes, media_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, media_type)


def send_file(client: Client, name: str = "notes.txt", content: bytes = b"Some notes.", **fields: Any) -> Answer:
    """Through the composer's own address."""
    return client.post("/files/", {"file": named(name, content), **fields})


def bring(member: Member, name: str = "notes.txt", content: bytes = b"Some notes.") -> Upload:
    """One loose file of this member, without a form."""
    return actions.keep(member.pk, name, io.BytesIO(content))


def fetch(client: Client, path: str) -> Answer:
    """A download to its end; its bytes are `answer.body`."""
    answer: Answer = client.get(path)
    answer.body = b"".join(answer)  # which also closes it
    return answer


def code(client: Client, path: str) -> int:
    return int(fetch(client, path).status_code)


@cache
def picture() -> bytes:
    return samples.image("JPEG", (600, 400))
