from django.db import migrations, models


def become_discussions(apps, schema_editor):
    """The tables before know no announcements; what was one is read on as a discussion."""
    apps.get_model("forum", "Thread").objects.filter(kind="announcement").update(kind="discussion")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0004_anonymous'),
    ]

    operations = [
        migrations.AlterField(
            model_name='thread',
            name='kind',
            field=models.CharField(choices=[('question', 'Question'), ('discussion', 'Discussion'), ('announcement', 'Announcement')], default='question', max_length=12),
        ),
        migrations.RunPython(migrations.RunPython.noop, become_discussions),
    ]
