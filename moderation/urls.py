"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from moderation import views

urlpatterns = [
    path("", views.people, name="desk"),
    path("people/<slug:handle>/", views.person, name="desk_person"),
    path("people/<slug:handle>/suspend/", views.suspend, name="suspend"),
    path("people/<slug:handle>/remove/", views.remove, name="remove"),
    path("people/<slug:handle>/restore/", views.restore, name="restore"),
    path("people/<slug:handle>/role/", views.set_role, name="set_role"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("organizations/", views.organizations, name="organizations"),
    path("agreement/", views.agreement_desk, name="agreement_desk"),
    path("log/", views.log, name="log"),
]
