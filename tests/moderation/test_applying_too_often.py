"""How often anybody may ask: by network, by address; counted whether or not the address is known here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from community import ratelimits
from tests.cast import World
from tests.moderation.knocking import apply, code_for, send, wrong
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("nothing_asked")


def test_so_many_from_one_network_and_so_many_mails_to_one_address(world: World) -> None:
    answers = [send() for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [422]
    assert "Several mails went to this address" in text_of(answers[-1])
    more = [send(email=f"n{number}@wren.test").status_code for number in range(36)]
    assert (set(more[:33]), more[35]) == ({302}, 422)


def test_so_many_codes_from_one_network(world: World, monkeypatch: Any) -> None:
    monkeypatch.setitem(ratelimits.BUDGETS, "apply_code", ratelimits.Budget(2, 60, "Too many tries from here."))
    page = apply()
    answers = [Client().post(page, {"code": wrong(code_for())}) for _ in range(3)]
    assert ["Too many tries from here." in text_of(answer) for answer in answers] == [False, False, True]
    assert Client(REMOTE_ADDR="10.9.8.7").post(page, {"code": code_for()}).status_code == 302


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"), ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)  # fmt: skip
def test_a_budget_belongs_to_a_network_address_or_a_household(rf: Any, address: str, network: str) -> None:
    assert ratelimits.network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_a_link_is_mailed_again_only_so_often_and_the_page_says_so(world: World) -> None:
    for email in ("nadia@wren.test", "ada@school.test"):
        answers = [Client().post("/apply/lost/", {"email": email}) for _ in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 6 + [422]
        assert "Several mails went to this address" in text_of(answers[-1])
