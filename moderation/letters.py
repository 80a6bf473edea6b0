"""Letters to applicants: a sensible first draft for each decision, and the mail as it would go out."""

from __future__ import annotations

from django.conf import settings
from django.template import loader

from community import mail
from moderation.actions import INVITATION_DAYS
from moderation.models import Application

ACTS = ("admit", "ask", "waitlist", "decline")
LINK = "[the private link: only in the mail itself]"


def draft(act: str, application: Application, moderator: str) -> str:
    """With everything filled in; the moderator changes what does not fit."""
    given = {
        "name": application.name.split()[0], "school": application.school, "moderator": moderator,
        "community": settings.COMMUNITY_NAME,
    }  # fmt: skip
    return str(loader.get_template(f"letters/{act}.txt", using="jinja2").render(given)).strip()


def preview(
    act: str, application: Application, letter: str, *, moderator: str, organization: str = ""
) -> tuple[str, str]:  # fmt: skip
    """Subject and words of the mail."""
    if act == "admit":
        return mail.write(
            "invitation", name=application.name, inviter=moderator, organization=organization, letter=letter,
            link=LINK, days=INVITATION_DAYS,
        )  # fmt: skip
    return mail.write("application_asked" if act == "ask" else "application_letter", letter=letter, link=LINK)
