"""Every address of the community, on one screen."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from cohorts import urls as cohorts
from community import home
from community.accounts.views import district, factors, overview, proving, signing
from community.files import urls as files
from community.forum import urls as forum
from community.members import urls as members
from community.notifications import urls as notices
from community.search import views as search
from moderation import door
from moderation import urls as desk
from moderation.access.audience import Surface, open_to
from moderation.views import agreement, leaving, links

visitors = open_to(Surface.VISITORS)
signed_in = open_to(Surface.MEMBERS)
at_the_door = open_to(Surface.THRESHOLD)

# Only these of allauth's pages exist: nobody signs up, nobody adds an address by themselves.
sign_in: list[URLPattern | URLResolver] = [
    path("", visitors(signing.request_code), name="account_request_login_code"),
    path("code/", visitors(account.confirm_login_code), name="account_confirm_login_code"),
    path("password/", visitors(signing.password), name="account_login"),
    path("passkey/", visitors(signing.passkey), name="mfa_login_webauthn"),
    path("second/", visitors(signing.second_step), name="mfa_authenticate"),
    path("district/", district.district, name="district"),
    path("district/<slug:key>/", district.district_start, name="district_start"),
    path("district/<slug:key>/back/", district.district_back, name="district_back"),
    path("district/<slug:key>/answer/", district.district_answer, name="district_answer"),
    path("district/<slug:key>/finish/", district.district_finish, name="district_finish"),
    path("district/<slug:key>/metadata/", district.district_metadata, name="district_metadata"),
    path("password/forgotten/", visitors(account.password_reset), name="account_reset_password"),
    path(
        "password/forgotten/code/",
        visitors(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/forgotten/new/",
        visitors(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/forgotten/done/",
        visitors(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
]
account_pages: list[URLPattern | URLResolver] = [
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/new/", signed_in(account.password_set), name="account_set_password"),
    path("again/", at_the_door(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", proving.once_more_by_code, name="reauthenticate_code"),
    path("again/second/", at_the_door(factors.once_more), name="mfa_reauthenticate"),
    path("again/passkey/", at_the_door(factors.once_more_by_passkey), name="mfa_reauthenticate_webauthn"),
    # How one signs in, and where one is signed in: also while the role's second step is missing.
    path("signing-in/", overview.signing_in, name="mfa_index"),
    path("signing-in/passkeys/new/", at_the_door(factors.add_passkey), name="mfa_add_webauthn"),
    path("signing-in/passkeys/<int:pk>/", at_the_door(factors.rename_passkey), name="mfa_edit_webauthn"),
    path("signing-in/passkeys/<int:pk>/remove/", at_the_door(factors.remove_passkey), name="mfa_remove_webauthn"),
    path("signing-in/app/", at_the_door(factors.add_app), name="mfa_activate_totp"),
    path("signing-in/app/remove/", at_the_door(factors.remove_app), name="mfa_deactivate_totp"),
    path("signing-in/codes/", at_the_door(factors.recovery_codes), name="mfa_view_recovery_codes"),
    path("signing-in/codes/new/", at_the_door(factors.new_codes), name="mfa_generate_recovery_codes"),
    path("sessions/", overview.sessions, name="sessions"),
    path("sessions/end/", overview.end_session, name="end_session"),
    path("sessions/end-others/", overview.end_other_sessions, name="end_other_sessions"),
    # Visitors too: somebody whose access ended must still be able to end the session.
    path("sign-out/", visitors(account.logout), name="account_logout"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("forum/", include("community.forum.urls")),
    path("bookmarks/", include(forum.bookmarks)),
    path("rooms/", include(cohorts.rooms)),
    path("talks/", include(cohorts.of_talks)),
    path("cohorts/", include(cohorts.cohorts)),
    path("calendar/", include(cohorts.calendar)),
    path("verify/", include(cohorts.verify)),
    path("library/", include("community.library.urls")),
    path("people/", include(members.people)),
    path("you/", include(members.you + files.you + notices.you + cohorts.you)),
    path("you/", include(account_pages)),
    path("you/leave/", leaving.leave, name="leave"),
    path("drafts/", include("community.drafts.urls")),
    path("you/words/", include("community.takeout.urls")),
    path("notices/", include(notices.bell)),
    path("mail/", include(notices.mail)),
    path("files/", include("community.files.urls")),
    path("seats/", include(desk.seats)),
    path("vouching/", include(desk.vouch)),
    path("moderation/", include(forum.desk)),
    path("moderation/", include(cohorts.desk)),
    path("moderation/", include(desk)),
    path("apply/", include(desk.apply)),
    path("application/", include(desk.application)),
    path("agreement/", agreement, name="agreement"),
    path("second-step/", overview.second_step_page, name="second_step"),
    path("join/<str:token>/", links.join_by_link, name="join_by_link"),
    path("invitation/<str:token>/", door.invitation, name="invitation"),
    path("sign-in/", include(sign_in)),
    path("help/", home.help_page, name="help"),
    path("help/ground-rules/", home.ground_rules, name="ground_rules"),
    path("help/who-sees-me/", home.who_sees_me, name="who_sees_me"),
    path("search/", search.search, name="search"),
    path("search/quick/", search.quick, name="quick_search"),
    path("health/", home.health, name="health"),
    path("robots.txt", home.robots, name="robots"),
]

handler400 = "community.errors.bad_request"
handler403 = "community.errors.forbidden"
handler404 = "community.errors.not_found"
handler429 = "community.errors.too_many"  # allauth's own name for the page of its rate limits
handler500 = "community.errors.server_error"
