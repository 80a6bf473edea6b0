"""Files: one address each, behind the door of what they belong to."""

from __future__ import annotations

from django.urls import path

from community.files import views

you = [path("photo/", views.photo, name="photo")]
urlpatterns = [
    path("", views.upload, name="upload"),
    path("<uuid:upload_id>/", views.download, name="file"),
    path("<uuid:upload_id>/thumb/", views.thumb, name="file_thumb"),
]
