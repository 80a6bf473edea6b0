"""One's own passkeys, authenticator app and recovery codes. Whoever comes here proved lately who they are."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from community.accounts import queries
from community.accounts.arriving import factors_changed
from community.accounts.factors import as_json, passkeys_work, qr_path, spaced, use_up
from community.text import plain

HERE = reverse_lazy("mfa_index")
MOST_PASSKEYS = 10


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Always one that signs in by itself: the device checks who holds it, by finger, face or code."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if queries.factors_of(request.user).filter(type=queries.PASSKEY).count() >= MOST_PASSKEYS:
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["form"] = kwargs.get("form") or self.get_form()
        context["options"] = as_json(auth.begin_registration(self.request.user, True))
        context["passkeys"] = passkeys_work(self.request)
        return context

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the device made is refused unless it checked who holds it."""
        given: dict[str, Any] = super().get_form_kwargs()
        if "data" in given:
            given["data"] = given["data"].copy()
            given["data"]["passwordless"] = "on"
            given["data"]["name"] = plain.clean_line(given["data"].get("name", ""))[:60]
        return given


class RenamePasskey(webauthn.EditWebAuthnView):  # type: ignore[misc]
    success_url = HERE

    def get_form_kwargs(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_form_kwargs()
        if "data" in given:
            given["data"] = given["data"].copy()
            given["data"]["name"] = plain.clean_line(given["data"].get("name", ""))[:60]
        return given


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    success_url = HERE


class AddApp(totp.ActivateTOTPView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["modules"], context["path"] = qr_path(context["totp_url"])
        context["secret"] = spaced(context["form"].secret)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """The code that proved the app is used up by it. What the role demands is settled here as well: allauth tells
        of an app only after the commit, and then perhaps nobody is left to hear it."""
        response: HttpResponse = super().form_valid(form)
        factors_changed(Authenticator, self.request.user)
        made = queries.factors_of(self.request.user).get(type=queries.APP)
        use_up(made, form.cleaned_data["code"])
        return response


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]
    success_url = HERE


class Codes(codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """Shown once, to be printed, saved or written down."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["next"] = self.request.session.pop("after_second_step", "/")
        return context


class NewCodes(codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    pass


class OnceMore(mfa.ReauthenticateView):  # type: ignore[misc]
    pass


class OnceMoreByPasskey(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        shown: HttpResponse = self.render_to_response(self.get_context_data(form=form, failed=True), status=422)
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["failed"] = kwargs.get("failed", False)
        context["options"] = as_json(context["js_data"]["request_options"])
        context["passkeys"] = passkeys_work(self.request)
        return context


add_passkey = AddPasskey.as_view()
rename_passkey = RenamePasskey.as_view()
remove_passkey = RemovePasskey.as_view()
add_app = AddApp.as_view()
remove_app = RemoveApp.as_view()
recovery_codes = Codes.as_view()
new_codes = NewCodes.as_view()
once_more = OnceMore.as_view()
once_more_by_passkey = OnceMoreByPasskey.as_view()
