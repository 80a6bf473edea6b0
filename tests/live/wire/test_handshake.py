"""Who gets a socket, and what it says first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from community import BUILD
from community.live.protocol import MAX_BODY, MAX_FRAME_BYTES, SUBPROTOCOL, Close
from community.members import epoch
from community.members.models import Session
from tests.cast import World
from tests.harness.community import Community
from tests.live.wire.past import until
from tests.verbs import session_of


def refused(community: Community, people: World, **options: Any) -> int:
    """The HTTP status that Ada's browser gets instead of a socket."""
    with pytest.raises(InvalidStatus) as answer:
        community.tab(people.ada, greet=False, **options)
    return answer.value.response.status_code


def test_ada_is_welcomed_by_name(community: Community, people: World) -> None:
    tab = community.tab(people.ada)
    welcome = tab.welcome
    assert tab.wire.subprotocol == SUBPROTOCOL
    assert set(welcome) == {"type", "member", "server", "epoch", "now", "limits"}
    assert welcome["member"] == {"id": people.ada.pk, "handle": people.ada.handle, "name": people.ada.name}
    assert (welcome["server"], welcome["epoch"]) == (BUILD, epoch.store())
    assert abs(datetime.fromisoformat(welcome["now"]) - datetime.now(UTC)) < timedelta(seconds=30)


def test_the_welcome_names_the_budgets_that_hold(paced: Community, neighbors: World) -> None:
    assert paced.tab(neighbors.ada).welcome["limits"] == {
        "body": MAX_BODY,
        "frame_bytes": MAX_FRAME_BYTES,
        "frames_per_minute": 120,
        "messages_per_10_s": 20,
    }


def test_the_same_machine_by_its_other_name_is_the_same_site(community: Community, people: World) -> None:
    tab = community.tab(people.ada, origin=community.origin.replace("127.0.0.1", "localhost"))
    assert tab.welcome["member"]["id"] == people.ada.pk


@pytest.mark.parametrize(
    "origin",
    [
        "", "null", "http://evil.test", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://127.0.0.1:{other}",
        "http://127.0.0.1.evil.test:{port}", "http://evil.test:{port}", "http://app.127.0.0.1:{port}",
        "ws://127.0.0.1:{port}", "file://", "//127.0.0.1:{port}", "http://[::1]:{port}",
    ],
)  # fmt: skip
def test_a_page_of_another_site_gets_no_socket_for_ada(community: Community, people: World, origin: str) -> None:
    """Scheme, host and port: another port of the same machine is another site."""
    port = community.servers[0].port
    assert refused(community, people, origin=origin.format(port=port, other=port + 1)) == 403


@pytest.mark.parametrize("subprotocol", ["", "community.v2", "community", "COMMUNITY.V1", "graphql-ws"])
def test_without_our_protocol_there_is_no_socket(community: Community, people: World, subprotocol: str) -> None:
    assert refused(community, people, subprotocol=subprotocol) == 403


@pytest.mark.parametrize("path", ["/live", "/live/x/", "/", "/Live/", "/rooms/live/"])
def test_there_is_no_socket_at_another_address(community: Community, people: World, path: str) -> None:
    assert refused(community, people, path=path) == 403


def test_a_session_that_was_ended_opens_nothing(community: Community, people: World) -> None:
    key = session_of(people.ada).session_key or ""
    assert community.tab(key).welcome["member"]["id"] == people.ada.pk
    Session.objects.filter(session_key=key).delete()
    assert community.tab(key, greet=False).ends() == (Close.SIGNED_OUT, "not signed in")


def test_a_session_that_ran_out_opens_nothing(community: Community, people: World) -> None:
    key = session_of(people.ada).session_key or ""
    Session.objects.filter(session_key=key).update(expire_date=datetime.now(UTC) - timedelta(seconds=1))
    assert community.tab(key, greet=False).ends()[0] == Close.SIGNED_OUT


def test_the_ninth_tab_of_ada_waits_until_one_is_closed(paced: Community, neighbors: World) -> None:
    """Ben's eight are his own."""
    tabs = [paced.tab(neighbors.ada) for _ in range(8)]
    assert paced.tab(neighbors.ada, greet=False).ends() == (Close.FLOOD, "30")
    assert paced.tab(neighbors.ben).welcome["member"]["id"] == neighbors.ben.pk
    tabs[3].close()
    ninth = until(lambda: admitted(paced, neighbors))
    for tab in (*tabs[:3], *tabs[4:], ninth):
        tab.answers()


def admitted(community: Community, people: World) -> Any:
    """A tab of Ada's, or nothing when she has too many."""
    tab = community.tab(people.ada, greet=False)
    tab.listen(5)
    return tab if tab.ending is None else None
