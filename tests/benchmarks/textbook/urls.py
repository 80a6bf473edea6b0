"""Two pages and a form."""

from __future__ import annotations

from django.urls import path

from tests.benchmarks.textbook import views

urlpatterns = [
    path("", views.LatestView.as_view(), name="latest"),
    path("t/<int:pk>/", views.ThreadView.as_view(), name="thread"),
    path("t/<int:pk>/reply/", views.ReplyView.as_view(), name="reply"),
]
