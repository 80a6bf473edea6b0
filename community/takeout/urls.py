"""Addresses of one's own words."""

from __future__ import annotations

from django.urls import path

from community.takeout import views

urlpatterns = [
    path("", views.words, name="words"),
    path("<uuid:pk>/", views.archive, name="archive"),
]
