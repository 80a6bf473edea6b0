"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from moderation import views
from moderation.views import seating

seats = [
    path("", seating.seats, name="seats"),
    path("<slug:slug>/", seating.team, name="team"),
    path("<slug:slug>/invite/", seating.invite, name="invite_to_seat"),
    path("<slug:slug>/invitations/<int:pk>/", seating.invitation, name="seat_invitation"),
    path("<slug:slug>/<int:pk>/hand-over/", seating.hand_over, name="hand_over_seat"),
    path("<slug:slug>/confirm/", seating.confirm, name="confirm_seats"),
    path("<slug:slug>/<int:pk>/free/", seating.free, name="free_seat"),
    path("<slug:slug>/<slug:handle>/give/", seating.give, name="give_seat"),
    path("<slug:slug>/<slug:handle>/manager/", seating.seat_manager, name="seat_manager"),
]
urlpatterns = [
    path("", views.people, name="desk"),
    path("people/<slug:handle>/", views.person, name="desk_person"),
    path("people/<slug:handle>/suspend/", views.suspend, name="suspend"),
    path("people/<slug:handle>/remove/", views.remove, name="remove"),
    path("people/<slug:handle>/restore/", views.restore, name="restore"),
    path("people/<slug:handle>/role/", views.set_role, name="set_role"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/again/", views.send_again, name="send_again"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<slug:slug>/membership/", seating.membership, name="membership"),
    path("organizations/<slug:slug>/roster/", seating.roster, name="roster"),
    path("agreement/", views.agreement_desk, name="agreement_desk"),
    path("log/", views.log, name="log"),
]
