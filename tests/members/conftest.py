"""Districts of the sign-in tests: each a real server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from moderation.models import DistrictSignIn
from tests.cast import World
from tests.members.identity import oidc, saml
from tests.members.identity.districts import set_up_oidc, set_up_saml


@pytest.fixture
def provider(settings: Any) -> Iterator[oidc.Provider]:
    settings.PRIVATE_PROVIDERS = True
    served = oidc.Provider()
    yield served
    served.stop()


@pytest.fixture
def cedar(world: World, provider: oidc.Provider) -> DistrictSignIn:
    """Cedar School's own, by OpenID Connect."""
    return set_up_oidc(world, provider)


@pytest.fixture
def idp(settings: Any) -> Iterator[saml.Provider]:
    settings.PRIVATE_PROVIDERS = True
    served = saml.Provider()
    yield served
    served.stop()


@pytest.fixture
def alder(world: World, idp: saml.Provider) -> DistrictSignIn:
    """Cedar School's other one, by SAML."""
    return set_up_saml(world, idp)
