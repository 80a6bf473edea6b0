"""The sign-in itself: a code by mail first, and the other ways beside it."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from community.accounts.factors import as_json, passkeys_work
from community.accounts.queries import factors_of
from community.outbox import outbox
from moderation.queries import district

MAIL_WAITS = (
    "Our mail is held up at the moment, so a code would not reach you soon. Use a passkey or a password, or try again "
    "in a few minutes."
)


class Ways:
    """What both first pages offer beside themselves."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["passkeys"] = passkeys_work(self.request)
        context["ended"] = "ended" in self.request.GET
        context["signed_out"] = "signed-out" in self.request.GET
        context["passkey_failed"] = self.request.GET.get("passkey") == "failed"
        context["districts"] = district.listed()
        context["any_district"] = district.any_open()
        return context


class RequestCode(Ways, account.RequestLoginCodeView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        """Nobody is promised a mail that cannot leave: said to everybody alike, before it is known who they are."""
        if outbox.is_full():
            form.add_error(None, MAIL_WAITS)
            return self.form_invalid(form)  # type: ignore[no-any-return]
        return super().form_valid(form)  # type: ignore[no-any-return]


class Password(Ways, account.LoginView):  # type: ignore[misc]
    pass


class Passkey(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """GET gives the browser what it asks the device with; POST brings what the device answered."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect("account_request_login_code")
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect(f"{reverse('account_request_login_code')}?passkey=failed")


class SecondStep(mfa.AuthenticateView):  # type: ignore[misc]
    """After the first step: a passkey, a code of the app, or one of the recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["has"] = {one.type for one in factors_of(self.stage.login.user)}
        context["passkeys"] = passkeys_work(self.request)
        context["options"] = as_json(context["js_data"]["request_options"])
        return context


request_code = RequestCode.as_view()
password = Password.as_view()
passkey = Passkey.as_view()
second_step = SecondStep.as_view()
