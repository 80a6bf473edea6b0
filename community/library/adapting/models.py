"""What a template was made from."""

from __future__ import annotations

from django.db import models


class Lineage(models.Model):
    """One adaptation: of which template, of which version of it, by which school."""

    document = models.OneToOneField("library.Document", on_delete=models.CASCADE, related_name="lineage")
    parent = models.ForeignKey("library.Document", on_delete=models.PROTECT, related_name="adaptations")
    root = models.ForeignKey("library.Document", on_delete=models.PROTECT, related_name="+")  # top of the tree
    organization = models.ForeignKey("members.Organization", on_delete=models.PROTECT, related_name="+")
    from_number = models.PositiveSmallIntegerField()  # the version of the parent that is in it
    left_number = models.PositiveSmallIntegerField(default=0)  # up to this one they did not want what changed
    at = models.DateTimeField()
