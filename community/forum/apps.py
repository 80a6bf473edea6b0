"""The forum."""

from __future__ import annotations

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "community.forum"

    def ready(self) -> None:
        from community import keeping
        from community.files import subjects
        from community.finding import sources as found
        from community.forum import drafting, files, indexing, linked, notices, quoted, takeout
        from community.forum.bookmarks import actions as marking
        from community.forum.bookmarks import notices as reminders
        from community.forum.bookmarks import takeout as bookmarks
        from community.forum.following import takeout as follows
        from community.forum.marks import actions as marks  # noqa: F401  so that every worker knows its repeated job
        from community.forum.polls import takeout as votes
        from community.takeout import sources

        notices.register()
        reminders.register()
        keeping.register_keeper(marking.forget_of_messages)
        subjects.register("post", files.readable)
        sources.register(takeout.SOURCE)
        sources.register(follows.SOURCE)
        sources.register(bookmarks.SOURCE)
        sources.register(votes.SOURCE)
        found.register(indexing.SOURCE)
        drafting.register_places()
        linked.register()
        quoted.register()
