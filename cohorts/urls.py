"""Addresses of cohorts and rooms."""

from __future__ import annotations

from django.urls import path

from cohorts import views

rooms = [
    path("", views.rooms, name="rooms"),
    path("<uuid:room_id>/", views.room, name="room"),
    path("<uuid:room_id>/say/", views.say, name="say"),
    path("<uuid:room_id>/unread/", views.unread, name="room_unread"),
    path("<uuid:room_id>/mentions/", views.mentions, name="room_mentions"),
]
cohorts = [
    path("new/", views.new_cohort, name="new_cohort"),
    path("<slug:slug>/", views.cohort, name="cohort"),
    path("<slug:slug>/rooms/", views.add_room, name="add_room"),
    path("<slug:slug>/people/", views.enroll, name="enroll"),
    path("<slug:slug>/people/<slug:handle>/withdraw/", views.withdraw, name="withdraw"),
]
