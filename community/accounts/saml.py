"""SAML 2.0: a request with our number in it, and a signed answer that must name it. Unasked answers are refused.

python3-saml checks signatures, times and addresses; what it lets pass when it is missing is demanded here. The answer
is posted by another site, so it comes without the browser's session: what it said is sealed and carried there.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from onelogin.saml2.auth import OneLogin_Saml2_Auth as Library
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from community.accounts.district import arrive, refused, safe
from community.sealing import seal_facts, unseal_facts
from moderation.models import DistrictSignIn

PURPOSE = "saml answer"
CARRIED_S = 60
EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
EMAIL_NAMES = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "email", "mail", "emailAddress", "Email",
)  # fmt: skip
VERIFIED_NAMES = ("email_verified", "http://schemas.auth0.com/email_verified")


def start(request: HttpRequest, sign_in: DistrictSignIn) -> HttpResponse:
    """To the district's own page, with a number that this browser's session remembers for ten minutes."""
    library = Library(as_asked(request, sign_in), arranged(sign_in))
    place = library.login(return_to="")
    state = {"next": safe(request.POST.get("next", ""))}
    statekit.stash_state(request, provider_id=sign_in.key, state=state, state_id=library.get_last_request_id())
    return redirect(place)


def answered(request: HttpRequest, sign_in: DistrictSignIn) -> HttpResponse:
    """What the provider had the browser post. Genuine or not is decided at once, whose browser it is in `finish`."""
    library = Library(as_asked(request, sign_in), arranged(sign_in))
    try:
        library.process_response()
        said = said_by(library, sign_in) if library.is_authenticated() and not library.get_errors() else None
    except Exception:  # whatever the XML libraries make of what anybody may post here
        said = None
    if said is None:
        return refused(request, "failed")
    carried = seal_facts({**said, "key": sign_in.key}, PURPOSE)
    return redirect(f"{reverse('district_finish', args=[sign_in.key])}?a={carried}")


def finish(request: HttpRequest, sign_in: DistrictSignIn) -> HttpResponse:
    """In the browser that asked, once: the number is used up."""
    try:
        said = unseal_facts(request.GET.get("a", ""), PURPOSE, within_s=CARRIED_S)
    except ValueError:
        return refused(request, "failed")
    if said["key"] != sign_in.key:
        return refused(request, "failed")
    state = statekit.unstash_state(request, provider_id=sign_in.key, state_id=said["asked"])
    if state is None:
        return refused(request, "failed")
    return arrive(
        request, sign_in, address=said["address"], verified=said["verified"], next_place=str(state.get("next") or "")
    )


def said_by(library: Library, sign_in: DistrictSignIn) -> dict[str, Any] | None:
    """The address in a good answer, and which request it answers; None when it lacks what makes it safe."""
    response = library.get_last_response_xml()
    asked = library.get_last_response_in_response_to()
    if not asked or not confirmed(library, sign_in, asked):
        return None
    attributes = library.get_attributes()
    found = next((attributes[name] for name in EMAIL_NAMES if attributes.get(name)), None)
    if found is None and library.get_nameid_format() == EMAIL_FORMAT:
        found = [library.get_nameid()]
    if response is None or found is None or len(found) != 1:
        return {"asked": asked, "address": "", "verified": False}
    denied = any(value.lower() in {"false", "0", "no"} for name in VERIFIED_NAMES for value in attributes.get(name, []))
    return {"asked": asked, "address": str(found[0] or ""), "verified": not denied}


def confirmed(library: Library, sign_in: DistrictSignIn, asked: str) -> bool:
    """For us and nobody else, at our address, in answer to this request, with an end: all of it said, not just not
    contradicted, and all of it in the part that is signed."""
    document = Xml.to_etree(library.get_last_response_xml())
    audiences = [node.text for node in Xml.query(document, "//saml:Assertion/saml:Conditions//saml:Audience")]
    if audiences != [entity_id(sign_in)]:
        return False
    path = "//saml:Assertion/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
    return any(
        node.get("InResponseTo") == asked and node.get("Recipient") == acs(sign_in) and node.get("NotOnOrAfter")
        for node in Xml.query(document, path)
    )


# ---- how the library wants to be told --------------------------------------------------------------


def arranged(sign_in: DistrictSignIn) -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {
            "entityId": entity_id(sign_in),
            "assertionConsumerService": {"url": acs(sign_in), "binding": Constants.BINDING_HTTP_POST},
            "NameIDFormat": EMAIL_FORMAT,
        },
        "idp": {
            "entityId": sign_in.issuer,
            "singleSignOnService": {"url": sign_in.sso_url, "binding": Constants.BINDING_HTTP_REDIRECT},
            "x509certMulti": {"signing": sign_in.certificates},
        },
        "security": {
            "requestedAuthnContext": False, "wantAttributeStatement": False, "wantNameId": False,
            "rejectDeprecatedAlgorithm": True, "allowRepeatAttributeName": True, "allowSingleLabelDomains": True,
        },
    }  # fmt: skip


def as_asked(request: HttpRequest, sign_in: DistrictSignIn) -> dict[str, Any]:
    """The request as seen from outside, whatever stands between: the address is ours, not the header's."""
    parts = urlsplit(settings.COMMUNITY_URL)
    return {
        "https": "on" if parts.scheme == "https" else "off", "http_host": parts.netloc, "script_name": request.path,
        "get_data": {}, "post_data": {"SAMLResponse": request.POST.get("SAMLResponse", "")},
    }  # fmt: skip


def entity_id(sign_in: DistrictSignIn) -> str:
    return settings.COMMUNITY_URL + reverse("district_metadata", args=[sign_in.key])


def acs(sign_in: DistrictSignIn) -> str:
    return settings.COMMUNITY_URL + reverse("district_answer", args=[sign_in.key])


def metadata(sign_in: DistrictSignIn) -> bytes:
    """What the district's administrator loads into their side."""
    written = OneLogin_Saml2_Settings(arranged(sign_in), sp_validation_only=True).get_sp_metadata()
    return written.encode() if isinstance(written, str) else bytes(written)
