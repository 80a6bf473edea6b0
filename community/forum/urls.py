"""The forum's addresses."""

from __future__ import annotations

from django.urls import path

from community.forum import arrange, views
from community.forum.polls import views as polls

bookmarks = [
    path("", views.bookmarked, name="bookmarks"),
    path("messages/<uuid:message_id>/", views.bookmark_message, name="bookmark_message"),
]
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
    path("in/<slug:slug>/settings/", arrange.space_settings, name="space_settings"),
    path("in/<slug:slug>/mentions/", views.mentions, name="space_mentions"),
    path("in/<slug:slug>/telling/", views.telling, name="space_telling"),
    path("tags/", views.tags, name="tags"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("tags/<slug:slug>/follow/", views.follow_tag, name="follow_tag"),
    path("following/", views.following, name="following"),
    path("ask/", views.ask, name="ask"),
    path("similar/", views.similar, name="similar"),
    path("t/<uuid:key>/", views.thread, name="thread"),
    path("t/<uuid:key>/posts/", views.fragment, name="thread_posts"),
    path("t/<uuid:key>/print/", views.reading, name="thread_print"),
    path("t/<uuid:key>/reply/", views.reply, name="reply"),
    path("t/<uuid:key>/read/", views.read, name="thread_read"),
    path("t/<uuid:key>/unread/", views.unread, name="thread_unread"),
    path("t/<uuid:key>/label/", views.label, name="thread_label"),
    path("t/<uuid:key>/follow/", views.follow_thread, name="follow_thread"),
    path("t/<uuid:key>/tags/", views.thread_tags, name="thread_tags"),
    path("t/<uuid:key>/open/", views.still_open, name="still_open"),
    path("t/<uuid:key>/too/", views.ask_too, name="ask_too"),
    path("t/<uuid:key>/order/", views.order, name="thread_order"),
    path("t/<uuid:key>/split/", views.split, name="split_thread"),
    path("t/<uuid:key>/merge/", views.merge, name="merge_thread"),
    path("t/<uuid:key>/poll/", polls.poll, name="poll"),
    path("t/<uuid:key>/poll/vote/", polls.vote, name="vote"),
    path("t/<uuid:key>/poll/close/", polls.close_poll, name="close_poll"),
    path("t/<uuid:key>/<int:number>/", views.post, name="post"),
    path("t/<uuid:key>/<int:number>/edit/", views.edit, name="edit_post"),
    path("t/<uuid:key>/<int:number>/bookmark/", views.bookmark, name="bookmark"),
    path("t/<uuid:key>/<int:number>/everybody/", views.open_post, name="open_post"),
    path("t/<uuid:key>/<int:number>/history/", views.history, name="post_history"),
    path("t/<uuid:key>/<int:number>/history/forget/", views.forget_versions, name="forget_versions"),
    path("t/<uuid:key>/<int:number>/who/", views.unmask, name="unmask"),
    path("t/<uuid:key>/<int:number>/who/decide/", views.decide_unmasking, name="decide_unmasking"),
    path("t/<uuid:key>/<int:number>/delete/", views.delete, name="delete_post"),
    path("t/<uuid:key>/<int:number>/answer/", views.answer, name="answer"),
    path("t/<uuid:key>/<int:number>/thanks/", views.thanks, name="thanks"),
]
desk = [
    path("tags/", views.keep_tags, name="keep_tags"),
    path("tags/<slug:slug>/", views.keep_tag, name="keep_tag"),
    path("tags/<slug:slug>/retire/", views.retire_tag, name="retire_tag"),
    path("tags/<slug:slug>/merge/", views.merge_tag, name="merge_tag"),
]
