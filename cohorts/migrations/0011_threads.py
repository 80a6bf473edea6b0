"""With what each conversation of replies began: a column, its index, and what is known of the messages there are.

Nothing here makes SQLite build the table of messages anew, forward or back: a trigger hangs on it.
"""

import django.db.models.deletion
from django.db import migrations, models

BATCH = 500  # rows read and written at once


def fill(apps, schema_editor):
    """Room by room in the order in which things were said: what a reply answers was said before it, and is filled."""
    Message = apps.get_model("cohorts", "Message")
    replies = Message.objects.filter(reply_to__isnull=False)
    for room_id in list(replies.order_by().values_list("room_id", flat=True).distinct()):
        seq = 0
        while rows := list(replies.filter(room_id=room_id, seq__gt=seq).order_by("seq").only("reply_to", "seq")[:BATCH]):
            found = Message.objects.filter(pk__in={row.reply_to_id for row in rows})
            roots = {pk: root or pk for pk, root in found.values_list("pk", "root_id")}
            for row in rows:
                row.root_id = roots[row.pk] = roots[row.reply_to_id]
            Message.objects.bulk_update(rows, ["root"], batch_size=BATCH)
            seq = rows[-1].seq
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0010_later'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='root',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cohorts.message'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('root__isnull', False)), fields=['root', 'seq'], name='message_of_thread'),
        ),
    ]
