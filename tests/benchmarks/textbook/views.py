"""Generic views with select_related and a paginator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, ListView

from tests.benchmarks.textbook.models import Post, ReadMark, Thread


class LatestView(LoginRequiredMixin, ListView):  # type: ignore[type-arg]
    template_name = "latest.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Thread]:
        read = ReadMark.objects.filter(user_id=self.request.user.pk, thread=OuterRef("pk")).values("posts")[:1]
        return Thread.objects.select_related("space", "author__profile").annotate(read=Subquery(read))


class ReplyForm(forms.Form):
    html = forms.CharField(widget=forms.Textarea)


class ThreadView(LoginRequiredMixin, ListView):  # type: ignore[type-arg]
    template_name = "thread.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Post]:
        self.thread = get_object_or_404(Thread.objects.select_related("space", "author"), pk=self.kwargs["pk"])
        return Post.objects.filter(thread=self.thread).select_related("author__profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(thread=self.thread, form=ReplyForm(), **kwargs)


class ReplyView(LoginRequiredMixin, FormView):  # type: ignore[type-arg]
    form_class = ReplyForm
    template_name = "thread.html"

    def form_valid(self, form: ReplyForm) -> HttpResponse:
        thread = get_object_or_404(Thread, pk=self.kwargs["pk"])
        with transaction.atomic():
            now = timezone.now()
            Post.objects.create(
                thread=thread, author_id=self.request.user.pk, html=form.cleaned_data["html"], created_at=now
            )
            Thread.objects.filter(pk=thread.pk).update(reply_count=F("reply_count") + 1, last_post_at=now)
        return redirect(thread)
