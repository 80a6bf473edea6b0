"""Who or what an application could be mixed up with: the same address or domain, a similar name or school.

The database gives candidates by the beginnings of words, at most MOST of each kind; what is similar is decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Exists, OuterRef, Q

from community.members.models import Member, Organization, OrganizationDomain
from moderation.access import applications as rules
from moderation.access.grants import Grants
from moderation.access.standing import Standing
from moderation.models import Application, Invitation

MOST = 200
SHOWN = 12
SIMILAR = 0.8
# Half of all people share these: they say nothing about who somebody is.
_PUBLIC = (
    "gmail.com googlemail.com yahoo.com ymail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com "
    "aol.com proton.me protonmail.com pm.me gmx.com gmx.net mail.com zoho.com fastmail.com comcast.net att.net "
    "sbcglobal.net verizon.net cox.net bellsouth.net charter.net earthlink.net"
)
PUBLIC_MAIL = frozenset(_PUBLIC.split())
# In the names of schools these words tell nothing apart.
_COMMON = (
    "the of and a an at in for school schools microschool microschools academy academies district districts charter "
    "public private unified independent elementary middle high learning education educational center centre county "
    "city system studio pod pods collective co op coop network regional area community house inc llc"
)
COMMON = frozenset(_COMMON.split())
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """One thing to look at before deciding. `weight`: the heaviest first."""

    kind: str  # member, application, invitation
    subject: str  # what its page is found by
    name: str
    detail: str
    why: str
    weight: int
    shut_out: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """Possible duplicates, and organizations this person may belong to. Suggestions, both."""

    alike: list[Alike]
    organizations: Sequence[tuple[Organization, str]]


def likeness_of(who: Grants, application: Application) -> Likeness:
    """Four queries, however many there are."""
    rules.may_see_applications(who).require_sight()
    found = [*people(application), *applications(application), *invitations(application)]
    found.sort(key=lambda one: (-one.weight, one.name))
    return Likeness(found[:SHOWN], organizations(application))


def people(application: Application) -> list[Alike]:
    candidates = Member.objects.select_related("organization").filter(near(application, "organization__name"))
    found = []
    for member in candidates.order_by("pk")[:MOST]:
        school = member.organization.name if member.organization else ""
        why, weight = reason(application, member.email, member.name, school)
        if why:
            out = member.standing in {Standing.REMOVED, Standing.SUSPENDED}
            found.append(
                Alike("member", member.handle, member.name, school, why, weight + (10 if out else 1), shut_out=out)
            )
    return found


def applications(application: Application) -> list[Alike]:
    others = Application.objects.exclude(pk=application.pk).exclude(stage=Application.Stage.UNPROVEN)
    found = []
    for other in others.filter(near(application, "school")).order_by("-submitted_at")[:MOST]:
        why, weight = reason(application, other.email, other.name, other.school)
        if why:
            found.append(Alike("application", str(other.pk), other.name, f"{other.school}, {other.stage}", why, weight))
    return found


def invitations(application: Application) -> list[Alike]:
    """Those that were not used: who came by one is among the people."""
    unused = Invitation.objects.filter(used_at=None).exclude(application=application).select_related("organization")
    found = []
    for invitation in unused.filter(near(application, "organization__name")).order_by("-sent_at")[:MOST]:
        why, weight = reason(application, invitation.email, invitation.name, invitation.organization.name)
        if why:
            state = "taken back" if invitation.revoked_at else f"sent {invitation.sent_at:%B} {invitation.sent_at.day}"
            detail = f"{invitation.organization.name}, {state}"
            found.append(Alike("invitation", "", invitation.name or invitation.email, detail, why, weight))
    return found


def organizations(application: Application) -> Sequence[tuple[Organization, str]]:
    """By mail domain, then by name."""
    domain = own_domain(application.email)
    theirs = Exists(OrganizationDomain.objects.filter(organization=OuterRef("pk"), domain=domain))
    similar = beginnings("name", significant(application.school))
    found = Organization.objects.annotate(by_domain=theirs).filter(Q(by_domain=True) | similar)
    by_domain, by_name = [], []
    for organization in found.order_by("name")[:MOST]:
        if domain and organization.by_domain:
            by_domain.append((organization, f"its people use @{domain}"))
        elif alike(significant(organization.name), significant(application.school)):
            by_name.append((organization, "similar name"))
    return [*by_domain, *by_name][:5]


def near(application: Application, school_field: str) -> Q:
    """Whoever could be alike: wide enough for what `reason` looks for, narrow enough for the database."""
    local, _, domain = application.email.partition("@")
    same_box = Q(email__istartswith=local.partition("+")[0], email__iendswith=f"@{domain}")
    found = same_box | beginnings("name", words(application.name)[-1:]) | misspelled(words(application.name))
    found |= beginnings(school_field, significant(application.school))
    if own_domain(application.email):
        found |= Q(email__iendswith=f"@{domain}")
    return found


def beginnings(field: str, of: list[str]) -> Q:
    """Rows with a word that begins like one of these. An accent in it is where the beginning ends."""
    found = Q(pk__in=[])
    for word in of:
        beginning = re.match(r"[a-z0-9]{0,4}", word)
        if beginning and len(beginning[0]) > 2:
            found |= Q(**{f"{field}__icontains": beginning[0]})
    return found


def misspelled(name: list[str]) -> Q:
    """Bellmont for Belmont: both names begin alike, if not for long."""
    if len(name) < 2 or not (name[0][:2] + name[-1][:3]).isascii():
        return Q(pk__in=[])
    return Q(name__icontains=name[0][:2]) & Q(name__icontains=name[-1][:3])


def reason(application: Application, email: str, name: str, school: str) -> tuple[str, int]:
    """Why these are alike, in words, and how much that weighs; empty when they are not."""
    if email == application.email:
        return "Same address", 9
    if mailbox(email) == mailbox(application.email):
        return "Same mailbox", 8
    person = alike(words(name), words(application.name))
    domain = own_domain(email) != "" and own_domain(email) == own_domain(application.email)
    place = alike(significant(school), significant(application.school))
    found = [
        said
        for said, is_so in (("similar name", person), ("same mail domain", domain), ("similar school", place))
        if is_so
    ]
    weight = 4 * person + 2 * domain + 2 * place
    return ", ".join(found).capitalize(), weight


def mailbox(email: str) -> str:
    """What mail to it ends up in: nadia+school@gmail.com and na.dia@gmail.com are one."""
    local, _, domain = email.lower().partition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in {'gmail.com', 'googlemail.com'} else local}@{domain}"


def own_domain(email: str) -> str:
    """The domain, unless everybody could have an address there."""
    domain = email.lower().rpartition("@")[2]
    return "" if domain in PUBLIC_MAIL else domain


def words(text: str) -> list[str]:
    """In small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))


def significant(name: str) -> list[str]:
    """The words of a school's name that tell it from others; all of them when there are no such."""
    every = words(name)
    return [word for word in every if word not in COMMON] or every


def alike(ours: list[str], theirs: list[str]) -> bool:
    if not ours or not theirs:
        return False
    return SequenceMatcher(None, " ".join(sorted(ours)), " ".join(sorted(theirs))).ratio() >= SIMILAR
