from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=15), timedelta(minutes=60)
LONGEST = timedelta(hours=8)  # a session lasts so long at most
LAST = 1_000  # their place among the rooms of a cohort


def room_for_each_that_is_to_come(apps, schema_editor):
    """Of those that are scheduled and not over. What was cancelled or is over never had one."""
    Room, Session = apps.get_model("cohorts", "Room"), apps.get_model("cohorts", "Session")
    now = timezone.now()
    found = Session.objects.filter(state="scheduled", starts_at__gt=now - LONGEST).select_related("cohort")
    Room.objects.bulk_create(
        (
            Room(
                cohort=session.cohort, session=session, kind="session", slug=f"session-{session.pk.hex}",
                name=session.title if len(session.title) <= 80 else f"{session.title[:79]}…", position=LAST,
                stage=session.cohort.state, opens_at=session.starts_at - OPENS_BEFORE,
                closes_at=session.starts_at + timedelta(minutes=session.minutes) + CLOSES_AFTER,
            )
            for session in found.iterator(chunk_size=500)
            if session.starts_at + timedelta(minutes=session.minutes) > now
        ),
        batch_size=500,
    )


def rooms_as_others(apps, schema_editor):
    """What was said in them stays: they become rooms as others, and those in which nothing was said are put away. Their
    slugs are free for the rooms that come when this is applied again."""
    rooms = apps.get_model("cohorts", "Room").objects
    now, found = timezone.now(), list(rooms.filter(kind="session").only("archived_at", "message_count"))
    for room in found:
        room.kind, room.slug = "plain", f"room-{room.pk.hex}"
        room.archived_at = room.archived_at if room.message_count else now
    rooms.bulk_update(found, ["kind", "slug", "archived_at"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0011_threads'),
    ]

    operations = [
        migrations.AlterField(
            model_name='room',
            name='kind',
            field=models.CharField(choices=[('plain', 'plain'), ('announcements', 'announcements'), ('hours', 'hours'), ('session', 'session')], default='plain', max_length=14),
        ),
        migrations.AddField(
            model_name='room',
            name='session',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='room', to='cohorts.session'),
        ),
        migrations.AddField(
            model_name='room',
            name='opens_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='room',
            name='closes_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(room_for_each_that_is_to_come, rooms_as_others),
    ]
