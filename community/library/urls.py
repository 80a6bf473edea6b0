"""The library's addresses."""

from __future__ import annotations

from django.urls import path

from community.library import views
from community.library.adapting import views as adapting
from community.library.collecting import views as collecting
from community.library.filling import views as filling
from community.library.giving import views as giving
from community.library.offering import views as offering
from community.library.providers import views as providers
from community.library.pulling import views as pulling
from community.library.trusting import views as trusting
from community.library.wishing import views as wishing

urlpatterns = [
    path("", views.library, name="library"),
    path("ours/", adapting.shelf, name="our_shelf"),
    path("requests/", wishing.wishes, name="wishes"),
    path("requests/ask/", wishing.wish, name="wish"),
    path("requests/<int:pk>/too/", wishing.say_too, name="say_too"),
    path("requests/<int:pk>/close/", wishing.close, name="close_wish"),
    path("collections/new/", collecting.begin, name="begin_collection"),
    path("collections/<int:pk>/", collecting.collection, name="collection"),
    path("collections/<int:pk>/change/", collecting.change, name="change_collection"),
    path("collections/<int:pk>/order/", collecting.arrange, name="arrange_collection"),
    path("collections/<int:pk>/drop/", collecting.drop, name="drop_collection"),
    path("<uuid:document_id>/ours/", adapting.make_ours, name="make_ours"),
    path("<uuid:document_id>/original/", adapting.original, name="original"),
    path("<uuid:document_id>/pull/", pulling.pull, name="pull_original"),
    path("<uuid:document_id>/offer/", adapting.offer_back, name="offer_back"),
    path("<uuid:document_id>/drop/", adapting.drop, name="drop_ours"),
    path("<uuid:document_id>/collect/", collecting.put, name="collect"),
    path("share/", giving.share, name="share"),
    path("share/<uuid:pk>/", giving.brought, name="brought"),
    path("share/<uuid:pk>/drop/", giving.drop, name="drop_brought"),
    path("providers/", providers.providers, name="providers"),
    path("providers/suggest/", providers.suggest, name="suggest_provider"),
    path("providers/<uuid:pk>/", providers.provider, name="provider"),
    path("providers/<uuid:pk>/change/", providers.change, name="change_provider"),
    path("providers/<uuid:pk>/keep/", providers.keep, name="keep_provider"),
    path("providers/<uuid:pk>/review/", providers.review, name="review_provider"),
    path("providers/<uuid:pk>/reviews/<int:number>/drop/", providers.drop_review, name="drop_review"),
    path("providers/<uuid:pk>/report/", providers.report, name="report_provider"),
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
