"""OpenID Connect, with the checks that allauth leaves out: the token's signature, its nonce, whose it is.

allauth keeps the state, the proof key (PKCE) and the exchange of the code.
"""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from community import fetching
from community.accounts.district import safe

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_S = 60  # how far the clocks of two servers may be apart
REMEMBERED_S = 10 * 60
SCOPE = ["openid", "email", "profile"]


class DistrictOIDC(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, asked again every ten minutes."""
        sign_in = self.get_provider().app.sign_in
        kept = f"oidc.{sign_in.key}.{sign_in.issuer}"
        found: dict[str, Any] | None = cache.get(kept)
        if found is None:
            found = fetching.discover(sign_in.issuer)
            cache.set(kept, found, REMEMBERED_S)
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return settings.COMMUNITY_URL + reverse("district_back", args=[self.provider_id])

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        claims = self.read(kwargs["response"].get("id_token"), app.client_id)
        if not claims.get("email") and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise ProviderException("The two answers are about different people.")
            claims = {**more, **claims}
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        return login

    def read(self, raw: Any, client_id: str) -> dict[str, Any]:
        """The claims of a token that this provider signed for us, just now, for this very browser."""
        try:
            key = key_for(str(raw), self.get_json(self.openid_config["jwks_uri"]))
            claims: dict[str, Any] = jwt.decode(
                str(raw), key, algorithms=SIGNED_BY, audience=client_id, issuer=self.openid_config["issuer"],
                leeway=CLOCKS_S, options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )  # fmt: skip
        except (jwt.PyJWTError, TypeError, ValueError, KeyError) as error:
            raise ProviderException("The token is not good.") from error
        if not self.nonce or not constant_time_compare(str(claims.get("nonce", "")), self.nonce):
            raise ProviderException("The token was made for another sign-in.")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client_id:
            raise ProviderException("The token was made for somebody else as well.")
        return claims

    def get_json(self, place: str) -> Any:
        with fetching.Outside() as outside:
            answer = outside.get(place)
        answer.raise_for_status()
        return answer.json()


def key_for(raw: str, published: Any) -> jwt.PyJWK:
    """The key that the token names, of those the provider publishes; the only one when it names none."""
    keys = [key for key in jwt.PyJWKSet.from_dict(published).keys if key.public_key_use in {None, "sig"}]
    wanted = jwt.get_unverified_header(raw).get("kid")
    fitting = [key for key in keys if wanted is None or key.key_id == wanted]
    if len(fitting) != 1:
        raise ValueError("No key of the provider fits.")
    return fitting[0]


class DistrictProvider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = DistrictOIDC

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing of the address but where to go afterwards: allauth would take scopes and parameters from there."""
        nonce = secrets.token_urlsafe(24)
        return {
            "process": "login", "next_url": safe(request.POST.get("next", "")), "scope": SCOPE,
            "auth_params": {"nonce": nonce}, "nonce": nonce,
        }  # fmt: skip

    def get_callback_url(self) -> str:
        return reverse("district_back", args=[self.app.provider_id])

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified is what the provider calls so; one that never says it must be trusted by the owners for that."""
        claims = data["id_token"]
        said = claims.get("email_verified")
        verified = self.app.sign_in.trusts_addresses if said is None else said in {True, "true"}
        address = claims.get("email")
        return [EmailAddress(email=address, verified=verified, primary=True)] if isinstance(address, str) else []


class Back(OAuth2CallbackView):  # type: ignore[misc]
    """Where the provider sends the browser back to."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response
