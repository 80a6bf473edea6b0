"""What an archive says about its people and channels beside the messages: read first, asked while reading them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from tests.benchmarks.archives.files import Leaf, text_of
from tests.benchmarks.archives.said import Reaction

BOOKS = {"users.json", "org_users.json", "realm.json"}
# Lists of things that are no messages; a reader would only call every line of them malformed.
LISTS = {
    "channels.json", "groups.json", "dms.json", "mpims.json", "integration_logs.json", "canvases.json",
    "content_flags.json", "attachment.json", "records.json", "stream_index.json", "analytics.json",
    "migration_status.json", "emoji.json", "file_conversations.json", "lists.json",
}  # fmt: skip


class Book:
    """Names by the folder of the file they stand in: two exports may lie side by side."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self.people: dict[str, dict[str, str]] = defaultdict(dict)
        self.streams: dict[str, dict[str, str]] = defaultdict(dict)
        self.reactions: dict[str, dict[str, list[Reaction]]] = defaultdict(dict)
        for leaf in leaves:
            if leaf.name in BOOKS:
                self.take(leaf)

    @staticmethod
    def is_no_message(leaf: Leaf) -> bool:
        return leaf.name in BOOKS | LISTS

    def take(self, leaf: Leaf) -> None:
        try:
            data = json.loads(text_of(leaf.read()))
        except (ValueError, RecursionError):
            return  # then people are called by their ids
        if isinstance(data, list):
            self.slack(leaf.folder, data)
        elif isinstance(data, dict):
            self.zulip(leaf.folder, data)

    def slack(self, folder: str, users: list[Any]) -> None:
        for user in users:
            if isinstance(user, dict) and isinstance(user.get("id"), str):
                profile = user.get("profile") if isinstance(user.get("profile"), dict) else {}
                names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
                self.people[folder][user["id"]] = next((n for n in names if isinstance(n, str) and n), user["id"])

    def zulip(self, folder: str, realm: dict[str, Any]) -> None:
        """Tables of a full export."""
        for table in ("zerver_userprofile", "zerver_userprofile_mirrordummy", "zerver_userprofile_crossrealm"):
            for user in rows(realm, table):
                self.people[folder][str(user.get("id"))] = str(user.get("full_name") or user.get("email") or "")
        streams = {row.get("id"): str(row.get("name") or "") for row in rows(realm, "zerver_stream")}
        for recipient in rows(realm, "zerver_recipient"):
            if recipient.get("type") == 2:
                self.streams[folder][str(recipient.get("id"))] = streams.get(recipient.get("type_id"), "")
        for row in rows(realm, "zerver_reaction"):
            reaction = Reaction(from_code(str(row.get("emoji_code"))), (str(row.get("user_profile")),))
            self.reactions[folder].setdefault(str(row.get("message")), []).append(reaction)

    def name(self, leaf: Leaf, person: str) -> str:
        """As the nearest book calls this person; else the key itself."""
        for folder in above(leaf.folder):
            if person in self.people.get(folder, {}):
                return self.people[folder][person]
        return person

    def stream(self, leaf: Leaf, recipient: str) -> str:
        return self.streams.get(leaf.folder, {}).get(recipient, "") or f"Conversation {recipient}"

    def reactions_to(self, leaf: Leaf, message: str) -> tuple[Reaction, ...]:
        return tuple(self.reactions.get(leaf.folder, {}).get(message, ()))


def rows(realm: dict[str, Any], table: str) -> list[dict[str, Any]]:
    found = realm.get(table)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def above(folder: str) -> list[str]:
    """The folder and those around it, the nearest first."""
    return [folder, *("" if str(p) == "." else str(p) for p in PurePosixPath(folder).parents)] if folder else [""]


def from_code(code: str) -> str:
    """Zulip writes an emoji as its code points: 1f44d, or 1f1e9-1f1ea. Others are a realm's own pictures."""
    try:
        return "".join(chr(int(part, 16)) for part in code.split("-"))
    except (ValueError, OverflowError):
        return code
