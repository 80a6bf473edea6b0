"""Addresses of the bell, and of its mail."""

from __future__ import annotations

from django.urls import path

from community.notifications import views

bell = [
    path("", views.inbox, name="inbox"),
    path("unread/", views.unread, name="inbox_unread"),
    path("read/", views.read, name="inbox_read"),
]
you = [path("mail/", views.mail_settings, name="mail_settings")]
mail = [path("off/<str:token>/", views.mail_off, name="mail_off")]
