"""Tables of the documents that are written by code, from what the code itself goes by.

`python3 manage.py shell -c "from tests.architecture import tables; tables.write()"` renews them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from allauth.account import app_settings as allauth
from django.conf import settings
from django.utils import timezone

from cohorts.timeline import batch
from community import ratelimits
from community.files import actions as files
from community.files import images, packages
from community.forum import forms
from community.forum.actions import answers, words
from community.live import protocol
from community.search import everything
from community.text import rich
from moderation.access import standing
from moderation.access.grants import Grants
from moderation.access.standing import Standing
from moderation.access.verbs import VERBS
from moderation.actions import INVITATION_DAYS
from tests.access import whole as expected
from tests.access.scene import EVERYBODY
from tests.architecture.tree import ROOT
from tests.cast import OUTSIDE

DOCS = ROOT / "community" / "docs"
BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
WORDS = {"yes": "✓", "-": "–"}
SIGN_IN = {
    "request_login_code": "Asking for a code to sign in",
    "login": "Trying to sign in with a password",
    "login_failed": "Wrong passwords",
    "reset_password": "Asking for a code for a new password",
    "reset_password_from_key": "Choosing a new password",
    "change_password": "Changing one's password",
    "reauthenticate": "Answering whether it is oneself",
}
PER = {"ip": "one address of the net", "key": "one account", "user": "one member"}
UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
BUDGETS = {
    "say": "Messages of one member in one room",
    "post": "Questions and replies of one member",
    "vote": "Votes of one member in polls",
    "code_word": "Code words one member types in one session",
    "certificate": "Certificates one member makes",
    "verify": "Codes of certificates, tried from one network address",
    "upload": "Files of one member",
    "fill": "Documents that one member fills in",
    "invite": "Invitations of one moderator",
    "search": "Searches of one member",
    "draft": "Savings of drafts of one member",
    "people": "Pages of people that one member opens",
    "talks": "New talks of one member",
    "report": "Messages of talks reported by one member",
    "suggest": "Suggestions while one member types",
    "archive": "Archives of one member's own words",
    "link": "Tries of one network address to use an invitation link",
    "prove": "Codes to one member who has to prove who they are",
    "district": "Sign-ins with a district from one network address",
    "door": "Tries to use one invitation",
    "calendar": "Fetches of one member's calendar",
    "calendar_guess": "Calendar addresses that never were, tried from one network address",
    "calendar_address": "New calendar addresses of one member",
    "apply": "Applications from one network address",
    "apply_code": "Codes of applications typed from one network address",
    "apply_mail": "Mails to one applicant",
}


def table(head: str, rows: Iterable[Iterable[object]]) -> str:
    names = head.split("|")
    lines = [names, ["---"] * len(names), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(cell.strip() for cell in line)} |\n" for line in lines)


# ---- who may do what ---------------------------------------------------------------------------


def verbs() -> str:
    rows = ((f"`{verb.name}`", verb.sentence, verb.who, f"`{verb.rule}`") for verb in VERBS)
    return table("Verb|What it is|Who|Rule", rows)


def standings() -> str:
    """Asked of the rules, for a member with a seat."""
    now = timezone.now()
    rows = []
    for each in Standing:
        who = Grants(1, standing=each, suspended_until=None)
        entering, writing = standing.may_enter(who, now), standing.may_write(who, now)
        told = entering.sentence or writing.sentence
        rows.append((f"`{each}`", "yes" if entering else "no", "yes" if writing else "no", told))
    return table("Standing|May come in|May write|Is told", rows)


def cells() -> str:
    sentences = {verb.name: verb.sentence for verb in VERBS}
    inside = len(EVERYBODY) - len(OUTSIDE)
    rows = []
    for row in expected.TABLE:
        answers_ = row.cells.split()
        outside = "✓" if "yes" in answers_[inside:] else "✕"
        in_words = (WORDS.get(cell, "✕") for cell in answers_[:inside])
        situation = row.situation.title() if row.situation in EVERYBODY else row.situation
        rows.append((sentences[row.verb], situation, *in_words, outside))
    names = "|".join(name.title() for name in EVERYBODY[:inside])
    return table(f"Verb|Situation|{names}|Outside", rows)


# ---- how often, how much -----------------------------------------------------------------------


def budgets() -> str:
    rows = ((BUDGETS[name], f"{b.most} in {span(b.seconds)}", b.sentence) for name, b in ratelimits.BUDGETS.items())
    return table("What|At most|Beyond it one is told", rows)


def sign_in() -> str:
    limits = allauth.RATE_LIMITS
    return table(
        "What|At most", ((what, "; ".join(map(rate, limits[name].split(",")))) for name, what in SIGN_IN.items())
    )


def rate(text: str) -> str:
    """As django-allauth writes it: 5/300s/key."""
    count, time, per = text.split("/")
    number, unit = re.fullmatch(r"(\d*)(\w)", time).groups()  # type: ignore[union-attr]
    seconds = int(number or 1) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[unit]
    return f"{count} in {span(seconds)} for {PER[per]}"


def span(seconds: int) -> str:
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds % size == 0:
            return f"a {unit}".replace("a hour", "an hour") if seconds == size else f"{seconds // size} {unit}s"
    return f"{seconds} seconds"


def limits() -> str:
    mega = 2**20
    rows = (
        ("Title of a question", f"{words.MAX_TITLE} characters"),
        ("Post", f"{rich.MAX_HTML:,} characters of HTML, {forms.MOST_FILES} files"),
        ("People told by one post", words.MOST_MENTIONS),
        ("Message", f"{protocol.MAX_BODY:,} characters, {protocol.MAX_ATTACHMENTS} files"),
        ("Kinds of reactions on one post", answers.MOST_REACTIONS),
        ("Kinds of reactions on one message", batch.MOST_REACTIONS),
        ("Search", f"{everything.FEW} of each kind are shown on one page, {everything.MANY} of one kind"),
        ("File", f"{files.MAX_BYTES // mega} MiB"),
        ("Picture", f"{images.MAX_BYTES // mega} MiB, {images.MAX_PIXELS:,} dots, {images.MAX_FRAMES} frames"),
        ("Office file, unpacked", f"{packages.MAX_UNPACKED // mega} MiB in {packages.MAX_ENTRIES:,} parts"),
        ("Request", f"{settings.MAX_BODY_BYTES // mega} MiB"),
        ("Frame of the live wire", f"{protocol.MAX_FRAME_BYTES // 1024} KiB"),
        ("Invitation", f"{INVITATION_DAYS} days"),
        ("Session", f"{settings.SESSION_COOKIE_AGE // 86_400} days"),
        ("Code to sign in", span(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)),
    )
    return table("What|At most", rows)


# ---- in the documents --------------------------------------------------------------------------

TABLES: dict[str, Callable[[], str]] = {
    function.__name__: function for function in (verbs, standings, cells, budgets, sign_in, limits)
}


def filled(text: str) -> str:
    """A document with its tables as they should be."""
    return BLOCK.sub(lambda block: block[1] + TABLES[block[2]]() + block[3], text)


def documents() -> list[Path]:
    return sorted(DOCS.rglob("*.md"))


def write() -> None:
    for path in documents():
        text = path.read_text(encoding="utf-8")
        path.write_text(filled(text), encoding="utf-8")
