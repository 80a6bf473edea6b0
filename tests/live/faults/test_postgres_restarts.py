"""PostgreSQL cut off in the middle of a talk: nothing is confirmed that is not committed, and it goes on by itself."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connections

from tests.harness.databases import Database
from tests.harness.gathering import Gathering
from tests.harness.judge import Judge
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive
from tests.services import PostgresServer

# What the servers may say while their database is away, each in one line of its log.
FORESEEN = r"was not written|A beat failed|could not be|were not stored|Read marks|Traceback|Error|could not be handled"


def test_a_talk_goes_on_after_the_database_was_cut_off(
    founds: Founds, seed: int, tmp_path: Any, django_db_blocker: Any
) -> None:
    """Stopped at once, as by a power cut, and started again, twice, without any restart of ours."""
    postgres = PostgresServer()
    try:
        database = Database(tmp_path, postgres.url)
        with database.inside(django_db_blocker):
            call_command("migrate", verbosity=0, interactive=False)
        with founds("pair", database=database, expected=FORESEEN) as community, community.inside():
            world, guests = arrive(20)
            with Gathering(community, world.room, guests, seed=seed, pace=0.6) as gathering:
                for _ in range(2):
                    gathering.talks_until_acked(40)
                    connections["default"].close()
                    postgres.stop()
                    waiting = gathering.put_off() + 5
                    gathering.until(lambda most=waiting: gathering.put_off() >= most, within=20)
                    postgres.start()
                gathering.talks_until_acked(40)
                took = gathering.settles()
                complaints = Judge(gathering).complaints()
        assert complaints == []
        assert not any(talker.closes for talker in gathering.talkers)
        print(f"{gathering.put_off()} told to wait; complete {took:.1f} s after the last word")
    finally:
        postgres.close()
