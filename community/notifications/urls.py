"""Addresses of the bell."""

from __future__ import annotations

from django.urls import path

from community.notifications import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("unread/", views.unread, name="inbox_unread"),
    path("read/", views.read_all, name="inbox_read"),
]
