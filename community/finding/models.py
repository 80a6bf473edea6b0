"""The words of posts, messages and documents, as each database's own full text finds them.

The tables hang on triggers (SQLite) and generated columns (PostgreSQL) that migrations make beside them: a migration
that lets SQLite remake such a table must make its triggers again. Subjects come first in each row: deciding whether
somebody may read it must not read its words.
"""

from __future__ import annotations

from django.db import models

LONGEST = 60_000  # characters of one text that are found; PostgreSQL holds a megabyte of them


class PostWords(models.Model):
    """A post. `title`: its thread's, for the opening; `about`: its thread's, for a reply."""

    post = models.OneToOneField("forum.Post", on_delete=models.CASCADE, related_name="words")
    marks = models.CharField(
        max_length=100, blank=True
    )  # what filters look for: who wrote it, whether files hang on it
    title = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    body = models.TextField()


class MessageWords(models.Model):
    """What was said in a room."""

    message = models.OneToOneField("cohorts.Message", on_delete=models.CASCADE, related_name="words")
    marks = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    body = models.TextField()


class DocumentWords(models.Model):
    """A document: what it is called and for, and what its newest version says."""

    document = models.OneToOneField("library.Document", on_delete=models.CASCADE, related_name="words")
    marks = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    body = models.TextField()


class Word(models.Model):
    """A word somebody wrote, and in how many texts: what a misspelled one may have meant."""

    text = models.CharField(max_length=24, unique=True)
    texts = models.PositiveIntegerField(default=0)


class Spelling(models.Model):
    """A word with one letter left out, or whole: two words of which a form is the same are one slip apart."""

    form = models.CharField(max_length=24)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="spellings")

    class Meta:
        indexes = [models.Index(fields=["form", "word"], name="spelling_form")]


class Learned(models.Model):
    """Up to which row the words of a table are known."""

    table = models.CharField(max_length=40, unique=True)
    row = models.BigIntegerField(default=0)
