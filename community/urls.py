"""Every address of the community, on one screen."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from cohorts import urls as cohorts
from community import home, search
from community.members import urls as members
from moderation import door
from moderation import urls as desk
from moderation.access.audience import Surface, open_to
from moderation.views import agreement, links

visitors = open_to(Surface.VISITORS)
signed_in = open_to(Surface.MEMBERS)

# Only these of allauth's pages exist: nobody signs up, nobody adds an address by themselves.
sign_in: list[URLPattern | URLResolver] = [
    path("", visitors(account.request_login_code), name="account_request_login_code"),
    path("code/", visitors(account.confirm_login_code), name="account_confirm_login_code"),
    path("password/", visitors(account.login), name="account_login"),
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
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    # Visitors too: somebody whose access ended must still be able to end the session.
    path("sign-out/", visitors(account.logout), name="account_logout"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("forum/", include("community.forum.urls")),
    path("rooms/", include(cohorts.rooms)),
    path("cohorts/", include(cohorts.cohorts)),
    path("library/", include("community.library.urls")),
    path("people/", include(members.people)),
    path("you/", include(members.you)),
    path("you/", include(account_pages)),
    path("notices/", include("community.notifications.urls")),
    path("files/", include("community.files.urls")),
    path("seats/", include(desk.seats)),
    path("vouching/", include(desk.vouch)),
    path("moderation/", include(desk)),
    path("apply/", include(desk.apply)),
    path("application/", include(desk.application)),
    path("agreement/", agreement, name="agreement"),
    path("join/<str:token>/", links.join_by_link, name="join_by_link"),
    path("invitation/<str:token>/", door.invitation, name="invitation"),
    path("sign-in/", include(sign_in)),
    path("help/", home.help_page, name="help"),
    path("help/ground-rules/", home.ground_rules, name="ground_rules"),
    path("help/who-sees-me/", home.who_sees_me, name="who_sees_me"),
    path("search/", search.search, name="search"),
    path("health/", home.health, name="health"),
    path("robots.txt", home.robots, name="robots"),
]

handler400 = "community.errors.bad_request"
handler403 = "community.errors.forbidden"
handler404 = "community.errors.not_found"
handler429 = "community.errors.too_many"  # allauth's own name for the page of its rate limits
handler500 = "community.errors.server_error"
