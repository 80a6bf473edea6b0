"""Of two invitations to one address only the newer works, even when two moderators send them in the same moment."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_keep_the_newest_invitation")]
    operations = [
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None), ("used_at", None)),
                fields=("email",),
                name="invitation_one_open_per_address",
            ),
        ),
    ]
