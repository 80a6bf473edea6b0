"""The one row of the access epoch."""

from __future__ import annotations

from django.db import migrations


def add_row(apps, schema_editor):
    apps.get_model("members", "AccessEpoch").objects.get_or_create(id=1)


def remove_row(apps, schema_editor):
    apps.get_model("members", "AccessEpoch").objects.filter(id=1).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(add_row, remove_row)]
