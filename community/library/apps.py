"""The library."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "community.library"

    def ready(self) -> None:
        from community import about
        from community.files import guarding, subjects
        from community.finding import sources as found
        from community.library import files, indexing, linked, preview, takeout
        from community.library.asking import actions as asking
        from community.library.asking import queries as asked
        from community.library.filling import takeout as filling
        from community.library.giving import takeout as giving
        from community.library.offering import notices as offering
        from community.library.providers import notices as providers_notices
        from community.library.providers import takeout as providers
        from community.library.pulling import notices as pulling_notices
        from community.library.trusting import notices as trusting_notices
        from community.library.trusting import takeout as trusting
        from community.library.wishing import notices as wishing_notices
        from community.library.wishing import takeout as wishing
        from community.takeout import sources

        subjects.register("version", files.readable)
        guarding.register(preview.words_of)
        sources.register(takeout.SOURCE)
        sources.register(filling.SOURCE)
        sources.register(giving.SOURCE)
        sources.register(trusting.SOURCE)
        sources.register(wishing.SOURCE)
        for source in providers.SOURCES:
            sources.register(source)
        providers_notices.register()
        trusting_notices.register()
        pulling_notices.register()
        wishing_notices.register()
        offering.register()
        found.register(indexing.SOURCE)
        linked.register()
        about.register("document", look=asked.askable, asked=asking.remember)
