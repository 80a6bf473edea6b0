"""Take back every open invitation that has a newer one beside it, so that 0004 can promise that there is none."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Now


def keep_the_newest(apps, schema_editor):
    invitations = apps.get_model("moderation", "Invitation").objects.filter(used_at=None, revoked_at=None)
    newest = invitations.values("email").annotate(newest=models.Max("id")).values_list("newest", flat=True)
    invitations.exclude(id__in=list(newest)).update(revoked_at=Now())


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_append_only_log")]
    operations = [migrations.RunPython(keep_the_newest, migrations.RunPython.noop)]
