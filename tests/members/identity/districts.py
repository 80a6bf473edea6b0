"""Setting districts up as an owner does, and going there as a person does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from moderation.actions import district
from moderation.models import DistrictSignIn
from tests.cast import World, grants
from tests.members.identity import oidc, saml
from tests.pages import text_of

NOTHING = {"listed": False, "trusts_addresses": False, "issuer": "", "client_id": "", "secret": "", "metadata": ""}


def set_up_oidc(world: World, provider: oidc.Provider, **more: Any) -> DistrictSignIn:
    organization = more.pop("organization", world.cedar)
    given = {
        **NOTHING, "name": "Cedar staff", "kind": "oidc", "domains": ["school.test"], "issuer": provider.url,
        "client_id": oidc.CLIENT, "secret": oidc.SECRET, **more,
    }  # fmt: skip
    return district.add_sign_in(grants(world.olga), organization, **given)


def set_up_saml(world: World, provider: saml.Provider, **more: Any) -> DistrictSignIn:
    organization = more.pop("organization", world.cedar)
    given = {
        **NOTHING, "name": "Cedar staff", "kind": "saml", "domains": ["school.test"],
        "metadata": provider.metadata(), **more,
    }  # fmt: skip
    return district.add_sign_in(grants(world.olga), organization, **given)


def begin(client: Client, sign_in: DistrictSignIn, **more: str) -> str:
    """Where the button leads."""
    return led_to(client.post(f"/sign-in/district/{sign_in.key}/", more))


def led_to(answer: Any) -> str:
    """The page in between goes on by itself, by no form: the policy of our pages stays as strict as it is."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]*)"', text_of(answer))
    assert (answer.status_code, found is not None) == (200, True), text_of(answer)
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    return unescape(str(found and found[1]))


def comes(
    provider: oidc.Provider, sign_in: DistrictSignIn, client: Client | None = None, **more: str
) -> tuple[Client, Any]:
    """Over there and back."""
    client = client or Client()
    return client, client.get(provider.visit(begin(client, sign_in, **more)))


def refused_with(answer: Any, words: str) -> None:
    assert (answer.status_code, words in text_of(answer)) == (403, True), (answer.status_code, text_of(answer)[-900:])
