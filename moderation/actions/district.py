"""Setting up districts' own sign-ins."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser

from community import fetching
from community.db import writing
from community.members.models import Organization
from community.sealing import seal
from community.text import plain
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.actions.refused import Refused
from moderation.actions.seating import usable_domain
from moderation.models import DistrictSignIn

SECRET = "district client secret"  # noqa: S105  what it is sealed for, not the secret
OF_EVERYBODY = {
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
    "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.com", "zoho.com", "comcast.net", "att.net",
}  # fmt: skip
NO_METADATA = "This is not the metadata of a SAML identity provider. Paste the whole XML file it gives out."


def add_sign_in(actor: Grants, organization: Organization, **given: Any) -> DistrictSignIn:
    """Open with the commit. `given` as in `usable`. Raises Denied, Refused."""
    desk.may_set_sign_in(actor, timezone.now()).require()
    facts = usable(given, None)
    with writing():
        require_own_domains(facts["domains"], None)
        made: DistrictSignIn = DistrictSignIn.objects.create(
            organization=organization, made_by_id=actor.member_id, **facts
        )
        write_down(actor, "add_sign_in", made)
    return made


def change_sign_in(actor: Grants, sign_in: DistrictSignIn, **given: Any) -> DistrictSignIn:
    """An empty secret keeps the one there is. Raises Denied, Refused."""
    desk.may_set_sign_in(actor, timezone.now()).require()
    facts = usable(given, sign_in)
    with writing():
        require_own_domains(facts["domains"], sign_in)
        for name, value in facts.items():
            setattr(sign_in, name, value)
        sign_in.save(update_fields=list(facts))
        write_down(actor, "change_sign_in", sign_in)
    return sign_in


def close_sign_in(actor: Grants, sign_in: DistrictSignIn) -> None:
    """Nobody signs in by it any more; who is signed in stays so."""
    desk.may_set_sign_in(actor, timezone.now()).require()
    with writing():
        if DistrictSignIn.objects.filter(pk=sign_in.pk, closed_at=None).update(closed_at=timezone.now()):
            write_down(actor, "close_sign_in", sign_in)


def write_down(actor: Grants, verb: str, sign_in: DistrictSignIn) -> None:
    audit.record(
        actor.member_id, verb, kind="sign_in", subject=sign_in.pk, label=f"{sign_in.name}, {sign_in.organization.name}",
        reason=f"{sign_in.get_kind_display()} for {', '.join(sign_in.domains)}",
    )  # fmt: skip


def require_own_domains(domains: Sequence[str], mine: DistrictSignIn | None) -> None:
    """In a transaction. Two that vouch for one address would each open the other's members."""
    others = DistrictSignIn.objects.select_for_update().filter(closed_at=None)
    for other in others.exclude(pk=mine.pk) if mine else others:
        taken = set(domains) & set(other.domains)
        if taken:
            raise Refused("domains", f"{min(taken)} is vouched for by another sign-in already.")


def usable(given: dict[str, Any], before: DistrictSignIn | None) -> dict[str, Any]:
    """Cleaned and tried out, or refused at the field: name, kind, domains, listed, trusts_addresses, and either issuer,
    client_id and secret, or metadata."""
    name = plain.clean_line(given["name"])[:60]
    if plain.is_blank(name):
        raise Refused("name", "Give the button a name, such as “Cedar Unified staff”.")
    domains = list(dict.fromkeys(usable_domain(domain) for domain in given["domains"]))
    if not domains:
        raise Refused("domains", "Which mail domains may it vouch for? Without one it signs nobody in.")
    common = OF_EVERYBODY & set(domains)
    if common:
        raise Refused("domains", f"{min(common)} belongs to everybody, so no district can vouch for it.")
    facts = {"name": name, "kind": given["kind"], "domains": domains, "listed": given["listed"]}
    if given["kind"] == DistrictSignIn.Kind.SAML:
        return {**facts, "trusts_addresses": True, "client_id": "", "secret": "", **read_metadata(given["metadata"])}
    return {**facts, "trusts_addresses": given["trusts_addresses"], **usable_provider(given, before)}


def usable_provider(given: dict[str, Any], before: DistrictSignIn | None) -> dict[str, Any]:
    issuer, client_id = given["issuer"].strip(), plain.clean_line(given["client_id"])
    if not issuer:
        raise Refused("issuer", "Write the provider's address, such as https://login.example.org.")
    if not client_id:
        raise Refused("client_id", "Write the client ID that the district gave you.")
    issuer = issuer.removesuffix(fetching.WELL_KNOWN).rstrip("/")
    try:
        found = fetching.discover(issuer)
    except fetching.Unreachable as error:
        raise Refused("issuer", str(error)) from error
    kept = before.secret if before is not None and before.kind == DistrictSignIn.Kind.OIDC else ""
    secret = seal(given["secret"].strip(), SECRET) if given["secret"].strip() else kept
    return {
        "issuer": found["issuer"], "client_id": client_id, "secret": secret, "metadata": "", "sso_url": "",
        "certificates": [],
    }  # fmt: skip


def read_metadata(text: str) -> dict[str, Any]:
    """Who signs, with what, and where people are sent. Nothing is fetched: what is pasted is all there is."""
    text = text.strip()
    if not text:
        raise Refused("metadata", "Paste the metadata XML of the district's identity provider.")
    if len(text) > 200_000:
        raise Refused("metadata", "This is too long for the metadata of one identity provider.")
    try:
        found = Parser.parse(text.encode())["idp"]
        issuer, place = str(found["entityId"]), str(found["singleSignOnService"]["url"])
    except Exception as error:  # whatever the XML library makes of what somebody pasted
        raise Refused("metadata", NO_METADATA) from error
    several = found.get("x509certMulti", {}).get("signing", [])
    certificates = [one for one in map(bare, several or [found.get("x509cert", "")]) if one]
    schemes = {"https", "http"} if settings.PRIVATE_PROVIDERS else {"https"}
    if urlsplit(place).scheme not in schemes or len(place) > 500 or len(issuer) > 300:
        raise Refused("metadata", "Its sign-in address does not begin with https://.")
    if not certificates or not all(map(is_good, certificates)):
        raise Refused("metadata", "There is no valid certificate in it, so nothing it signs could be checked.")
    return {"issuer": issuer, "sso_url": place, "certificates": certificates, "metadata": text}


def bare(certificate: str) -> str:
    """Without the lines around it."""
    return re.sub(r"-----[A-Z ]+-----|\s", "", certificate or "")


def is_good(certificate: str) -> bool:
    """Readable, and not expired."""
    try:
        read = x509.load_der_x509_certificate(base64.b64decode(certificate, validate=True))
    except ValueError:
        return False
    return bool(read.not_valid_after_utc > timezone.now())
