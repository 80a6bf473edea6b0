"""The library's addresses."""

from __future__ import annotations

from django.urls import path

from community.library import views
from community.library.filling import views as filling
from community.library.offering import views as offering
from community.library.trusting import views as trusting

urlpatterns = [
    path("", views.library, name="library"),
    path("share/", views.share, name="share"),
    path("<uuid:document_id>/", views.document, name="document"),
    path("<uuid:document_id>/versions/", views.add_version, name="add_version"),
    path("<uuid:document_id>/compare/", trusting.compare, name="compare_versions"),
    path("<uuid:document_id>/notes/", trusting.write_note, name="note_document"),
    path("<uuid:document_id>/notes/<int:pk>/drop/", trusting.drop_note, name="drop_note"),
    path("<uuid:document_id>/decide/", offering.decide, name="decide_document"),
    path("<uuid:document_id>/back/", offering.take_back, name="take_back_document"),
    path("<uuid:document_id>/holds/", trusting.confirm, name="confirm_document"),
    path("<uuid:document_id>/fill/", filling.fill, name="fill"),
]
