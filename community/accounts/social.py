"""allauth's questions about identity providers: there are only those the owners set up, and they decide nothing."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import HttpRequest

from community.accounts.district import arrive, refused
from community.fetching import Outside
from community.sealing import unseal
from moderation.actions.district import SECRET
from moderation.models import DistrictSignIn
from moderation.queries import district


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whatever allauth was about to do with a stranger's account (make one, connect one), it does not get to do."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Made of our own rows for the moment; the secret is unsealed for no longer than a request."""
        found = district.by_key(str(provider)) if provider else None
        return [app_of(found)] if found is not None and found.kind == DistrictSignIn.Kind.OIDC else []

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        from community.accounts.oidc import DistrictProvider  # allauth reads its adapter before it has providers

        return DistrictProvider(request, app=self.get_app(request, provider=provider))

    def get_requests_session(self) -> Outside:
        return Outside()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The one way on from here."""
        [found] = sociallogin.email_addresses[:1] or [None]
        sign_in = sociallogin.provider.app.sign_in
        raise ImmediateHttpResponse(
            arrive(
                request, sign_in, address=found.email if found else "", verified=bool(found and found.verified),
                next_place=str(sociallogin.state.get("next") or ""),
            )
        )  # fmt: skip

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(refused(request, "failed"))


def app_of(sign_in: DistrictSignIn) -> SocialApp:
    app = SocialApp(
        provider="openid_connect", provider_id=sign_in.key, name=sign_in.name[:40], client_id=sign_in.client_id,
        secret=unseal(sign_in.secret, SECRET) if sign_in.secret else "",
        settings={"server_url": sign_in.issuer, "oauth_pkce_enabled": True},
    )  # fmt: skip
    app.sign_in = sign_in
    return app
