"""Addresses of drafts."""

from __future__ import annotations

from django.urls import path

from community.drafts import views

urlpatterns = [
    path("", views.drafts, name="drafts"),
    path("one/", views.draft, name="draft"),
    path("throw-away/", views.throw_away, name="throw_away_draft"),
]
