"""Fills the textbook's database with what ours is filled with; called like `tests.benchmarks.prepare`."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  (set up first)
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from tests.benchmarks.textbook.models import Post, Profile, ReadMark, Room, Space, Thread  # noqa: E402
from tests.benchmarks.words import paragraphs, title  # noqa: E402

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
CHUNK = 2_000


def people(count: int) -> list[User]:
    users = User.objects.bulk_create(User(username=f"m{n}", email=f"m{n}@bench.example") for n in range(count))
    Profile.objects.bulk_create(
        Profile(user=user, name=f"Member Number{n}", school=f"Organization {n % 10}, CO")
        for n, user in enumerate(users)
    )
    return list(users)


def cookie(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def rooms(*, rooms: int, members: int) -> dict[str, Any]:
    everyone = people(rooms * members)
    made = []
    for n in range(rooms):
        room = Room.objects.create(name=f"Room {n}")
        room.members.set(everyone[n * members : (n + 1) * members])
        made.append({"id": room.pk, "members": list(range(n * members, (n + 1) * members))})
    return {"cookies": [cookie(user) for user in everyone], "rooms": made}


def forum(*, threads: int, posts: int, deep: int, writers: int = 0) -> dict[str, Any]:
    many = list(User.objects.order_by("pk")[:200]) or people(200 + writers)
    everyone = many[:200]
    spaces = [Space.objects.create(name=f"Space {n}") for n in range(8)]
    each = (posts - deep - 25) // (threads - 2)
    counts = [each] * (threads - 2) + [deep, 25]
    dice = random.Random(7)
    made = Thread.objects.bulk_create(
        [
            Thread(
                space=spaces[n % 8], title=title(dice), excerpt=paragraphs(dice, 1)[3:140],
                author=everyone[n % len(everyone)], reply_count=count - 1,
                created_at=NOW - timedelta(minutes=3 * (threads - n)),
                last_post_at=NOW - timedelta(minutes=3 * (threads - n)),
            )
            for n, count in enumerate(counts)
        ],
        batch_size=CHUNK,
    )  # fmt: skip
    texts = [paragraphs(dice, 2) for _ in range(500)]
    batch: list[Post] = []
    for n, (thread, count) in enumerate(zip(made, counts, strict=True)):
        batch += [
            Post(
                thread=thread, author=everyone[(n + number) % len(everyone)], html=texts[dice.randrange(500)],
                created_at=thread.created_at + timedelta(minutes=number),
            )
            for number in range(count)
        ]  # fmt: skip
        if len(batch) >= CHUNK:
            Post.objects.bulk_create(batch, batch_size=CHUNK)
            batch = []
    Post.objects.bulk_create(batch, batch_size=CHUNK)
    ReadMark.objects.bulk_create(
        [ReadMark(user=everyone[1], thread=t, posts=1) for t in made[: threads // 4]], batch_size=CHUNK
    )
    return {
        "cookie": cookie(everyone[1]),
        "writers": [cookie(user) for user in many[200:]],
        "thread": f"/t/{made[-1].pk}/",
        "deep": f"/t/{made[-2].pk}/",
        "deep_to": deep // 25,
        "latest": "/",
        "replies": [f"/t/{t.pk}/" for t in made[:64]],
    }


WHAT: dict[str, Callable[..., dict[str, Any]]] = {"rooms": rooms, "forum": forum}

if __name__ == "__main__":
    print(json.dumps(WHAT[sys.argv[1]](**json.loads(sys.argv[2]))))
