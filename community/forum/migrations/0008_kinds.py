import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def become_discussions(apps, schema_editor):
    """The tables before know no announcements and no polls; what was one is read on as a discussion."""
    apps.get_model("forum", "Thread").objects.filter(kind__in=("announcement", "poll")).update(kind="discussion")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0007_keeping_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='thread',
            name='kind',
            field=models.CharField(choices=[('question', 'Question'), ('discussion', 'Discussion'), ('announcement', 'Announcement'), ('poll', 'Poll')], default='question', max_length=12),
        ),
        migrations.RunPython(migrations.RunPython.noop, become_discussions),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('single', 'One choice'), ('several', 'Several choices'), ('ranked', 'Choices in order')], default='single', max_length=8)),
                ('choices', models.JSONField()),
                ('most', models.PositiveSmallIntegerField(default=1)),
                ('anonymous', models.BooleanField(default=False)),
                ('results', models.CharField(choices=[('always', 'At any time'), ('voted', 'After voting'), ('closed', 'When it is closed')], default='always', max_length=8)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('box', models.JSONField(default=dict)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='forum.thread')),
            ],
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picks', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='forum.poll')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'member'), name='poll_vote_once'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('picks', ''), _negated=True), ('at__isnull', False)), models.Q(('at', None), ('picks', '')), _connector='OR'), name='poll_vote_says_all_or_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.PositiveSmallIntegerField(choices=[(1, 'Members'), (2, 'Moderator'), (3, 'Settle')])),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.thread')),
            ],
            options={
                'indexes': [models.Index(fields=['member', '-at'], name='asked_lately')],
                'constraints': [models.UniqueConstraint(fields=('thread', 'member', 'stage'), name='asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.PositiveSmallIntegerField(choices=[(1, 'Members'), (2, 'Moderator'), (3, 'Settle')])),
                ('at', models.DateTimeField()),
                ('asked', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='forum.thread')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'stage'), name='promise_kept_once')],
            },
        ),
    ]
