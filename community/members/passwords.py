"""Which passwords will not do, as NIST SP 800-63B says it: too short, known from a breach, or what anybody would try.

No rules about capitals and signs. Nothing is sent anywhere: the list lies beside this file.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from community.members.models import Member

LEAST = 15  # without a second step that always stands beside it
LIST = Path(__file__).with_name("breached.bin")  # management/commands/breached_passwords.py makes it
PREFIX = 8  # bytes of each hash: one password in two quadrillion is refused by chance
REST = 8  # what must be left of a password when the obvious words are taken out of it

BREACHED = "This password is on lists of stolen ones, and would be tried first. Please choose another."
REPEATED = "This is one short piece over and over. Please choose another; a sentence is easiest."
OBVIOUS = "This is little more than your own or the community’s name. Please choose another; a sentence is easiest."


def fingerprint(password: str) -> bytes:
    """Capitals do not make a stolen password another one."""
    return hashlib.sha256(unicodedata.normalize("NFKC", password).casefold().encode()).digest()[:PREFIX]


@lru_cache(maxsize=1)
def breached() -> bytes:
    return LIST.read_bytes()


class At:
    """The list as something that can be looked into by number, without being taken apart."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __len__(self) -> int:
        return len(self.data) // PREFIX

    def __getitem__(self, number: int) -> bytes:
        return self.data[number * PREFIX : (number + 1) * PREFIX]


def is_breached(password: str) -> bool:
    wanted, known = fingerprint(password), At(breached())
    place = bisect_left(known, wanted)
    return place < len(known) and known[place] == wanted


def is_repeated(password: str) -> bool:
    """passwordpassword, abcabcabcabcabc"""
    return re.fullmatch(r"(.{1,8}?)\1+.{0,2}", password, re.DOTALL) is not None


def is_obvious(password: str, words: list[str]) -> bool:
    """Whether hardly anything is left without the names that everybody knows."""
    left = re.sub(r"[\W_]+", "", password.casefold())
    for word in sorted((w for w in words if len(w) >= 3), key=len, reverse=True):
        left = left.replace(word, "")
    return len(left) < REST


class Unguessable:
    """One of Django's password validators."""

    def validate(self, password: str, user: Member | None = None) -> None:
        if is_breached(password):
            raise ValidationError(BREACHED, code="breached")
        if is_repeated(password):
            raise ValidationError(REPEATED, code="repeated")
        if is_obvious(password, names_around(user)):
            raise ValidationError(OBVIOUS, code="obvious")

    def get_help_text(self) -> str:
        return "Not one that is known from a breach."


def names_around(user: Member | None) -> list[str]:
    """The community's name and address, and the person's own, word by word."""
    texts = [settings.COMMUNITY_NAME, settings.COMMUNITY_URL, *([user.name, user.email, user.handle] if user else [])]
    return [word for text in texts for word in re.split(r"[\W_]+", str(text).casefold()) if word]
