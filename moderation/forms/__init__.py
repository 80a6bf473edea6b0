"""Forms of the desk and of the door."""

from __future__ import annotations

from moderation.forms.desk import AgreementForm, InviteForm, OrganizationForm, ReasonForm, SuspendForm
from moderation.forms.door import JoinForm

__all__ = ["AgreementForm", "InviteForm", "JoinForm", "OrganizationForm", "ReasonForm", "SuspendForm"]
