"""Documents that are there already learn what kind of file their newest version is."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Document, Version = apps.get_model("library", "Document"), apps.get_model("library", "Version")
    newest = Version.objects.filter(document=OuterRef("pk")).order_by("-number").values("upload__kind")[:1]
    Document.objects.filter(versions__isnull=False).update(file_kind=Subquery(newest))


class Migration(migrations.Migration):

    dependencies = [
        ("files", "0001_initial"),
        ("library", "0004_starter_finding"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
