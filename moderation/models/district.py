"""A district's own sign-in, as the owners set it up."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from community.members.models import Organization

PERSON = settings.AUTH_USER_MODEL


def new_key() -> str:
    return secrets.token_hex(8)


class DistrictSignIn(models.Model):
    """Where an organization's people prove who they are. It vouches for addresses of its domains and for nothing else:
    whether somebody is a member, and what of, is decided here."""

    class Kind(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML"

    key = models.SlugField(max_length=24, unique=True, default=new_key, editable=False)  # in the addresses it is given
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sign_ins")
    name = models.CharField(max_length=60)  # on the button
    kind = models.CharField(max_length=4, choices=Kind.choices)
    domains = models.JSONField(default=list)  # of addresses it may vouch for, in lower case
    listed = models.BooleanField(default=False)  # its button is on the sign-in page for everybody to see
    trusts_addresses = models.BooleanField(default=False)  # it does not say which addresses are verified; all are
    issuer = models.CharField(max_length=300)  # of OpenID Connect; the entity id of SAML
    client_id = models.CharField(max_length=200, blank=True)
    secret = models.TextField(blank=True)  # sealed (community.sealing); never shown again
    metadata = models.TextField(max_length=200_000, blank=True)  # SAML, as it was pasted
    sso_url = models.CharField(max_length=500, blank=True)  # SAML
    certificates = models.JSONField(default=list)  # SAML: those that may sign, in base64
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("organization__name", "id")
