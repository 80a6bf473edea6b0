"""What organizations were told about their membership, so that each thing is said once."""

from __future__ import annotations

from django.db import models

from community.members.models import Organization


class MembershipNotice(models.Model):
    """One thing an organization was told. `what` is a kind of notice, `day` the date it is about."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="membership_notices")
    what = models.CharField(max_length=20)
    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "what", "day"], name="membership_notice_once"),
        ]
