"""Addresses of people, and of oneself."""

from __future__ import annotations

from django.urls import path

from community.members import views

people = [
    path("", views.people, name="people"),
    path("<slug:handle>/", views.person, name="person"),
    path("<slug:handle>/block/", views.block, name="block"),
]
you = [
    path("", views.you, name="you"),
    path("profile/", views.profile, name="profile"),
    path("privacy/", views.privacy, name="privacy"),
    path("appearance/", views.appearance, name="appearance"),
]
