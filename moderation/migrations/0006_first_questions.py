"""The one row of the policy, and the questions an application begins with until moderators change them."""

from __future__ import annotations

from django.db import migrations

QUESTIONS = (
    {
        "key": "kind",
        "kind": "choice",
        "label": "Which of these is closest to you?",
        "choices": [
            "A private microschool",
            "A microschool run by a district",
            "A charter school or charter microschool",
            "Exploring: not open yet",
        ],
    },
    {"key": "role", "kind": "short", "label": "What is your role there?"},
    {
        "key": "links",
        "kind": "long",
        "label": "Links that help us know you",
        "help": "A website, an article, a page of your school or district. One line each.",
        "required": False,
    },
    {
        "key": "hope",
        "kind": "long",
        "label": "What do you hope to find here, and what could you share?",
        "help": "A few sentences are enough.",
    },
    {
        "key": "affirm",
        "kind": "affirm",
        "label": "I am not here as a parent, a reporter or a regulator, and I keep what is said here to myself.",
    },
)


def fill(apps, schema_editor):
    apps.get_model("moderation", "Policy").objects.get_or_create(
        id=1, defaults={"second_step_for": ["owner", "moderator"]}
    )
    question = apps.get_model("moderation", "Question")
    for position, row in enumerate(QUESTIONS):
        question.objects.get_or_create(key=row["key"], defaults={**row, "position": position})


def empty(apps, schema_editor):
    apps.get_model("moderation", "Policy").objects.all().delete()
    apps.get_model("moderation", "Question").objects.filter(key__in=[row["key"] for row in QUESTIONS]).delete()


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_door")]
    operations = [migrations.RunPython(fill, empty)]
