"""Cohorts and their rooms."""

from __future__ import annotations

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        """Tell the floors below what they need to know of cohorts."""
        from cohorts import files, indexing, joining, kept, linked, notices, queries
        from cohorts.arranging import forgetting  # noqa: F401  so that every worker knows its repeated job
        from cohorts.knowledge import actions as making  # noqa: F401  so that every worker knows its repeated job
        from cohorts.knowledge import notices as quoted_notices
        from cohorts.knowledge import queries as quoted
        from cohorts.later import actions as sending  # noqa: F401  the same
        from cohorts.later import notices as later_notices
        from cohorts.lifecycle import actions as year  # noqa: F401  the same
        from cohorts.lifecycle import notices as year_notices
        from cohorts.sessions import actions as live  # noqa: F401  so that every worker knows its repeated job
        from cohorts.sessions import notices as live_notices
        from cohorts.talks import actions as talking  # noqa: F401  so that every worker knows its repeated job
        from cohorts.talks import notices as talk_notices
        from cohorts.talks import queries as talks
        from community import quoting
        from community.files import subjects
        from community.finding import sources as found
        from community.members import grants
        from moderation import joining as joining_below

        grants.register_enrollments(queries.enrollments_of)
        grants.register_talks(talks.talks_of)
        joining_below.register(joining.enroll_invited)
        notices.register()
        live_notices.register()
        year_notices.register()
        quoted_notices.register()
        talk_notices.register()
        later_notices.register()
        quoting.register_promise(quoted.is_promised)
        subjects.register("message", files.readable)
        self.tell_whose_words_lie_here()
        found.register(indexing.SOURCE)
        linked.register()
        kept.register()

    def tell_whose_words_lie_here(self) -> None:
        from cohorts import takeout
        from cohorts.certificates import takeout as certificates
        from cohorts.knowledge import takeout as proposals
        from cohorts.later import takeout as later
        from cohorts.levels import takeout as levels
        from cohorts.lifecycle import takeout as places
        from cohorts.programme import takeout as programme
        from cohorts.questions import takeout as questions
        from community.takeout import sources

        for source in (
            takeout.SOURCE, questions.SOURCE, places.SOURCE, proposals.SOURCE, *certificates.SOURCES, programme.SOURCE,
            levels.SOURCE, later.SOURCE,
        ):  # fmt: skip
            sources.register(source)
