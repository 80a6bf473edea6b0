"""Rooms and a forum, as the tutorials model them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    school = models.CharField(max_length=120)


class Room(models.Model):
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(User, related_name="rooms")


class Message(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)


class Space(models.Model):
    name = models.CharField(max_length=60)


class Thread(models.Model):
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="threads")
    title = models.CharField(max_length=160)
    excerpt = models.CharField(max_length=160)
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    created_at = models.DateTimeField()
    last_post_at = models.DateTimeField(db_index=True)
    reply_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-last_post_at",)

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk])


class Post(models.Model):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    html = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class ReadMark(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_marks")
    posts = models.PositiveIntegerField()

    class Meta:
        unique_together = [("user", "thread")]
