"""Notices: in the app for now; mail and phone come later through the same table."""

from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "community.notifications"
