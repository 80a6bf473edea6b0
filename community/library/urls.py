"""The library's addresses."""

from __future__ import annotations

from django.urls import path

from community.library import views
from community.library.filling import views as filling

urlpatterns = [
    path("", views.library, name="library"),
    path("share/", views.share, name="share"),
    path("<uuid:document_id>/", views.document, name="document"),
    path("<uuid:document_id>/versions/", views.add_version, name="add_version"),
    path("<uuid:document_id>/fill/", filling.fill, name="fill"),
]
