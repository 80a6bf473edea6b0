"""The forum's addresses."""

from __future__ import annotations

from django.urls import path

from community.forum import arrange, views
from community.forum.polls import views as polls

urlpatterns = [
    path("", views.latest, name="forum"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/new/", arrange.new_space, name="new_space"),
    path("in/<slug:slug>/", views.space, name="space"),
    path("in/<slug:slug>/read/", views.space_read, name="space_read"),
    path("in/<slug:slug>/readers/", views.readers, name="space_readers"),
    path("in/<slug:slug>/mentions/", views.mentions, name="space_mentions"),
    path("ask/", views.ask, name="ask"),
    path("similar/", views.similar, name="similar"),
    path("t/<uuid:key>/", views.thread, name="thread"),
    path("t/<uuid:key>/posts/", views.fragment, name="thread_posts"),
    path("t/<uuid:key>/reply/", views.reply, name="reply"),
    path("t/<uuid:key>/read/", views.read, name="thread_read"),
    path("t/<uuid:key>/unread/", views.unread, name="thread_unread"),
    path("t/<uuid:key>/open/", views.still_open, name="still_open"),
    path("t/<uuid:key>/order/", views.order, name="thread_order"),
    path("t/<uuid:key>/poll/", polls.poll, name="poll"),
    path("t/<uuid:key>/poll/vote/", polls.vote, name="vote"),
    path("t/<uuid:key>/poll/close/", polls.close_poll, name="close_poll"),
    path("t/<uuid:key>/<int:number>/", views.post, name="post"),
    path("t/<uuid:key>/<int:number>/edit/", views.edit, name="edit_post"),
    path("t/<uuid:key>/<int:number>/history/", views.history, name="post_history"),
    path("t/<uuid:key>/<int:number>/history/forget/", views.forget_versions, name="forget_versions"),
    path("t/<uuid:key>/<int:number>/who/", views.unmask, name="unmask"),
    path("t/<uuid:key>/<int:number>/who/decide/", views.decide_unmasking, name="decide_unmasking"),
    path("t/<uuid:key>/<int:number>/delete/", views.delete, name="delete_post"),
    path("t/<uuid:key>/<int:number>/answer/", views.answer, name="answer"),
    path("t/<uuid:key>/<int:number>/thanks/", views.thanks, name="thanks"),
]
