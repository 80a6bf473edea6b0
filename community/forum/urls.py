"""The forum's addresses."""

from __future__ import annotations

from django.urls import path

from community.forum import arrange, views

bookmarks = [path("", views.bookmarked, name="bookmarks")]
urlpatterns = [
    path("", views.latest, name="forum"),
    path("read/", views.forum_read, name="forum_read"),
    path("read/undo/", views.undo_read, name="undo_read"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/new/", arrange.new_space, name="new_space"),
    path("in/<slug:slug>/", views.space, name="space"),
    path("in/<slug:slug>/read/", views.space_read, name="space_read"),
    path("in/<slug:slug>/follow/", views.follow_space, name="follow_space"),
    path("in/<slug:slug>/readers/", views.readers, name="space_readers"),
    path("in/<slug:slug>/mentions/", views.mentions, name="space_mentions"),
    path("ask/", views.ask, name="ask"),
    path("similar/", views.similar, name="similar"),
    path("t/<uuid:key>/", views.thread, name="thread"),
    path("t/<uuid:key>/posts/", views.fragment, name="thread_posts"),
    path("t/<uuid:key>/reply/", views.reply, name="reply"),
    path("t/<uuid:key>/read/", views.read, name="thread_read"),
    path("t/<uuid:key>/unread/", views.unread, name="thread_unread"),
    path("t/<uuid:key>/follow/", views.follow_thread, name="follow_thread"),
    path("t/<uuid:key>/too/", views.ask_too, name="ask_too"),
    path("t/<uuid:key>/order/", views.order, name="thread_order"),
    path("t/<uuid:key>/<int:number>/", views.post, name="post"),
    path("t/<uuid:key>/<int:number>/edit/", views.edit, name="edit_post"),
    path("t/<uuid:key>/<int:number>/bookmark/", views.bookmark, name="bookmark"),
    path("t/<uuid:key>/<int:number>/history/", views.history, name="post_history"),
    path("t/<uuid:key>/<int:number>/history/forget/", views.forget_versions, name="forget_versions"),
    path("t/<uuid:key>/<int:number>/who/", views.unmask, name="unmask"),
    path("t/<uuid:key>/<int:number>/who/decide/", views.decide_unmasking, name="decide_unmasking"),
    path("t/<uuid:key>/<int:number>/delete/", views.delete, name="delete_post"),
    path("t/<uuid:key>/<int:number>/answer/", views.answer, name="answer"),
    path("t/<uuid:key>/<int:number>/thanks/", views.thanks, name="thanks"),
]
