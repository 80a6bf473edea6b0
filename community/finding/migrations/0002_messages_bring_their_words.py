"""A message's words come in with its row: one statement less for everything that is said.

Should a migration let SQLite remake the table of messages, this trigger is gone, and words come in by
`completing.complete` until one makes it again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER cohorts_message_words AFTER INSERT ON cohorts_message WHEN new.deleted_at IS NULL BEGIN
  INSERT INTO finding_messagewords (message_id, marks, title, about, body)
  VALUES (new.id, 'by' || new.author_id || CASE WHEN new.files = '[]' THEN '' ELSE ' files' END, '', '',
          substr(new.body, 1, 60000));
END
"""
POSTGRES = """
CREATE FUNCTION cohorts_message_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO finding_messagewords (message_id, marks, title, about, body)
  SELECT id, 'by' || author_id || CASE WHEN files::text = '[]' THEN '' ELSE ' files' END, '', '', substr(body, 1, 60000)
  FROM said WHERE deleted_at IS NULL ORDER BY seq;
  RETURN NULL;
END $$;
CREATE TRIGGER cohorts_message_words AFTER INSERT ON cohorts_message REFERENCING NEW TABLE AS said
FOR EACH STATEMENT EXECUTE FUNCTION cohorts_message_words();
"""


def make(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def unmake(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER cohorts_message_words ON cohorts_message")
            cursor.execute("DROP FUNCTION cohorts_message_words()")
        else:
            cursor.execute("DROP TRIGGER cohorts_message_words")


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_words"), ("cohorts", "0001_initial")]

    operations = [migrations.RunPython(make, unmake)]
