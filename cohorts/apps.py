"""Cohorts and their rooms."""

from __future__ import annotations

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        """Tell the floors below what they need to know of cohorts."""
        from cohorts import files, indexing, joining, linked, notices, queries, takeout
        from cohorts.lifecycle import actions as year  # noqa: F401  the same
        from cohorts.lifecycle import notices as year_notices
        from cohorts.lifecycle import takeout as places
        from cohorts.questions import takeout as questions
        from cohorts.sessions import actions as live  # noqa: F401  so that every worker knows its repeated job
        from cohorts.sessions import notices as live_notices
        from cohorts.talks import actions as talking  # noqa: F401  so that every worker knows its repeated job
        from cohorts.talks import notices as talk_notices
        from cohorts.talks import queries as talks
        from community.files import subjects
        from community.finding import sources as found
        from community.members import grants
        from community.takeout import sources
        from moderation import joining as joining_below

        grants.register_enrollments(queries.enrollments_of)
        grants.register_talks(talks.talks_of)
        joining_below.register(joining.enroll_invited)
        notices.register()
        live_notices.register()
        year_notices.register()
        talk_notices.register()
        subjects.register("message", files.readable)
        for source in (takeout.SOURCE, questions.SOURCE, places.SOURCE):
            sources.register(source)
        found.register(indexing.SOURCE)
        linked.register()
