# Rooms of those who lead a cohort, and how long rooms keep what is said in them

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LEADERS = "leaders:"  # before the slug of one that is put away; no room has a colon there


def settle(schema_editor):
    """A table with waiting checks can be neither altered nor indexed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def put_away(apps, schema_editor):
    """Before there were rooms for those who lead, everybody of a cohort read its rooms. So going back leaves theirs to
    nobody, as a talk without people; their words stay, and coming again they are theirs."""
    for room in apps.get_model("cohorts", "Room").objects.filter(kind="leaders", cohort__isnull=False):
        room.slug, room.cohort, room.kind = f"{LEADERS}{room.cohort_id}:{room.slug}"[:60], None, "plain"
        room.save(update_fields=["slug", "cohort", "kind"])
    settle(schema_editor)


def fetch_again(apps, schema_editor):
    Cohort = apps.get_model("cohorts", "Cohort")
    for room in apps.get_model("cohorts", "Room").objects.filter(cohort=None, slug__startswith=LEADERS):
        _, cohort_id, slug = room.slug.split(":", 2)
        room.cohort, room.slug, room.kind = Cohort.objects.filter(pk=cohort_id).first(), slug, "leaders"
        if room.cohort is not None:
            room.save(update_fields=["slug", "cohort", "kind"])
    settle(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0012_session_rooms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='cohort',
            name='leading_changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='room',
            name='keeps_changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='room',
            name='keeps_changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='room',
            name='keeps_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='room',
            name='keeps_step',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='room',
            name='kind',
            field=models.CharField(choices=[('plain', 'plain'), ('announcements', 'announcements'), ('hours', 'hours'), ('leaders', 'leaders'), ('session', 'session')], default='plain', max_length=14),
        ),
        migrations.RunPython(fetch_again, put_away),
    ]
