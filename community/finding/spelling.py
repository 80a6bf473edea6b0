"""What a word that nobody wrote may have meant: one or two letters more, fewer, other or exchanged.

A word and its forms with one letter left out are kept; two words that share a form are one slip apart, most pairs two
slips apart share one as well (the symmetric deletions of Garbe's SymSpell). Nobody is told a word they could not read:
what is proposed is searched for first, with the rights of whoever asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from community.finding.models import Spelling, Word

WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,24}(?![^\W\d_])")
MOST_NEAR = 200


def words_in(texts: Iterable[str]) -> Counter[str]:
    """Words worth knowing, and in how many of these texts each stands."""
    return Counter(word for text in texts for word in set(WORD.findall(text.lower())))


def forms(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def learn(counted: Counter[str]) -> None:
    """Inside a transaction."""
    known = dict(Word.objects.filter(text__in=list(counted)).values_list("text", "pk"))
    for times in set(counted.values()):
        old = [known[word] for word, n in counted.items() if n == times and word in known]
        Word.objects.filter(pk__in=old).update(texts=F("texts") + times)
    fresh = Word.objects.bulk_create(
        [Word(text=word, texts=n) for word, n in sorted(counted.items()) if word not in known], batch_size=500
    )
    Spelling.objects.bulk_create(
        [Spelling(form=form, word=word) for word in fresh for form in sorted(forms(word.text))], batch_size=500
    )


def nearest(words: Iterable[str]) -> dict[str, str]:
    """For each of these words that nobody wrote, the most written one near it. Two queries, however many."""
    asked = {word for word in words if WORD.fullmatch(word)}
    asked -= set(Word.objects.filter(text__in=asked, texts__gt=0).values_list("text", flat=True))
    wanted = {form for word in asked for form in forms(word)}
    near = list(
        Word.objects.filter(spellings__form__in=wanted).distinct().order_by("-texts").values_list("text", "texts")
        [:MOST_NEAR]
    )  # fmt: skip
    found = {}
    for word in asked:
        slips = 1 if len(word) < 6 else 2
        ranked = [(distance(word, other), -n, other) for other, n in near]
        best = min((entry for entry in ranked if entry[0] <= slips), default=None)
        if best is not None:
            found[word] = best[2]
    return found


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or exchange with their neighbor (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, theirs in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != theirs)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[-1]
