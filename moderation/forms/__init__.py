"""Forms of the desk and of the door."""

from __future__ import annotations

from moderation.forms.desk import AgreementForm, InviteForm, LinkForm, OrganizationForm, ReasonForm, SuspendForm
from moderation.forms.door import JoinForm, UseLinkForm

__all__ = [
    "AgreementForm",
    "InviteForm",
    "JoinForm",
    "LinkForm",
    "OrganizationForm",
    "ReasonForm",
    "SuspendForm",
    "UseLinkForm",
]
