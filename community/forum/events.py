"""What the forum tells its readers live. No words travel here: a browser that hears of news asks for it at the door."""

from __future__ import annotations

from community.forum.models import Post, Space, Thread
from community.live import news
from community.live.protocol import encode


def thread_topic(thread: Thread) -> str:
    return f"thread:{thread.key}"


def space_topic(space: Space) -> str:
    return f"space:{space.slug}"


def post_added(thread: Thread, post: Post, at: int) -> None:
    """A quiet post tells no page; one in a thread that is kept from some tells only those who are in it."""
    if post.is_quiet():
        return
    data = {"number": post.number, "author": post.author_id}
    news.tell(thread_topic(thread), at, encode("update", topic=thread_topic(thread), kind="reply", data=data))
    if thread.hidden_from_id is not None:
        return
    told = {"thread": str(thread.key)}
    topic = space_topic(thread.space)
    news.tell(topic, at, encode("update", topic=topic, kind="reply", data=told))


def post_changed(thread: Thread, post: Post, at: int) -> None:
    if post.is_quiet():
        return
    data = {"number": post.number}
    news.tell(thread_topic(thread), at, encode("update", topic=thread_topic(thread), kind="changed", data=data))


def thread_started(space: Space, thread: Thread, at: int) -> None:
    if thread.hidden_from_id is not None:
        return
    topic = space_topic(space)
    told = {"thread": str(thread.key)}
    news.tell(topic, at, encode("update", topic=topic, kind="thread", data=told))


def poll_changed(thread: Thread, at: int) -> None:
    """Somebody voted, or it was closed. Neither who nor what: whoever hears it asks how it stands."""
    topic = thread_topic(thread)
    news.tell(topic, at, encode("update", topic=topic, kind="poll", data={}))


def thread_changed(thread: Thread, at: int) -> None:
    """Closed, opened again, moved: open pages fetch its first post anew."""
    data = {"number": 1}
    news.tell(thread_topic(thread), at, encode("update", topic=thread_topic(thread), kind="changed", data=data))
