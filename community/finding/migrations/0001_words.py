"""Tables of words, and what each database finds them by."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("finding_postwords", "finding_messagewords", "finding_documentwords")
COLUMNS = "marks, title, about, body"
NEW = ", ".join(f"new.{column}" for column in COLUMNS.split(", "))
OLD = ", ".join(f"old.{column}" for column in COLUMNS.split(", "))

SQLITE = """
CREATE VIRTUAL TABLE {t}_fts USING fts5(
  {c}, content='{t}', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2", prefix='2 3'
);
CREATE TRIGGER {t}_added AFTER INSERT ON {t} BEGIN
  INSERT INTO {t}_fts(rowid, {c}) VALUES (new.id, {new});
END;
CREATE TRIGGER {t}_gone AFTER DELETE ON {t} BEGIN
  INSERT INTO {t}_fts({t}_fts, rowid, {c}) VALUES ('delete', old.id, {old});
END;
CREATE TRIGGER {t}_changed AFTER UPDATE ON {t} BEGIN
  INSERT INTO {t}_fts({t}_fts, rowid, {c}) VALUES ('delete', old.id, {old});
  INSERT INTO {t}_fts(rowid, {c}) VALUES (new.id, {new});
END;
"""
# English stems, but no word is left out as too common: "when" and "here" are looked for, too, as in SQLite.
LANGUAGE = """
CREATE TEXT SEARCH DICTIONARY finding_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION finding (COPY = english);
ALTER TEXT SEARCH CONFIGURATION finding ALTER MAPPING REPLACE english_stem WITH finding_stem;
"""
# What looks like a tag to the parser is somebody's words about one.
POSTGRES = """
ALTER TABLE {t} ADD COLUMN vector tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('finding', translate(title, '<>', '  ')), 'A')
  || setweight(to_tsvector('finding', translate(body, '<>', '  ')), 'B')
  || setweight(to_tsvector('finding', translate(about, '<>', '  ')), 'C')
  || setweight(to_tsvector('simple', marks), 'D')
) STORED;
CREATE INDEX {t}_vector ON {t} USING gin (vector) WITH (fastupdate = off);
"""


def make(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(LANGUAGE)
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(POSTGRES.format(t=table))
            continue
        with editor.connection.cursor() as cursor:
            script = SQLITE.format(t=table, c=COLUMNS, new=NEW, old=OLD)
            for statement in statements(script):
                cursor.execute(statement)


def statements(script: str) -> list[str]:
    """One by one: `executescript` would commit what went before."""
    first, *triggers = script.strip().split("CREATE TRIGGER ")
    return [first.strip().rstrip(";"), *(f"CREATE TRIGGER {rest.strip().rstrip(';')}" for rest in triggers)]


def unmake(apps: Any, editor: Any) -> None:
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {table} DROP COLUMN vector")
            continue
        for trigger in ("added", "gone", "changed"):
            editor.execute(f"DROP TRIGGER {table}_{trigger}")
        editor.execute(f"DROP TABLE {table}_fts")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TEXT SEARCH CONFIGURATION finding")
        editor.execute("DROP TEXT SEARCH DICTIONARY finding_stem")


def words(subject: str, model: str, name: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                subject,
                models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="words", to=model),
            ),
            ("marks", models.CharField(blank=True, max_length=100)),
            ("title", models.CharField(blank=True, max_length=200)),
            ("about", models.CharField(blank=True, max_length=200)),
            ("body", models.TextField()),
        ],
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cohorts", "0001_initial"),
        ("forum", "0002_kept_from_an_organization"),
        ("library", "0002_kept_from_an_organization"),
    ]

    operations = [
        words("post", "forum.post", "PostWords"),
        words("message", "cohorts.message", "MessageWords"),
        words("document", "library.document", "DocumentWords"),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=24, unique=True)),
                ("texts", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=24)),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spellings", to="finding.word"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["form", "word"], name="spelling_form")]},
        ),
        migrations.CreateModel(
            name="Learned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=40, unique=True)),
                ("row", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(make, unmake),
    ]
