"""Which rows hold these words: SQLite's FTS5 and PostgreSQL's full text behind one small interface.

Newest first by default, for that is what both databases can stop early at: ranking a word that stands in every third
of 200,000 posts costs 100 to 240 ms, its newest 25 less than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from markupsafe import Markup, escape

from community.db import writing
from community.finding.wording import Term

BEGIN, END = "\x02", "\x03"  # around what was found; no stored text holds them (plain.clean)
SNIPPET_WORDS = 26
TITLES = 5  # rows whose title says it stand first


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found: its own id, what it is about, and its words with the found ones marked."""

    id: int
    subject: Any
    title: Markup
    snippet: Markup


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for in one table. `titles`: only there. `marks`: of the row itself."""

    terms: Sequence[Term]
    marks: Sequence[str] = ()
    titles: bool = False
    any_of: bool = False  # one of the terms is enough, and those rows come first that hold most


def find(
    table: type[Model], asked: Asked, within: QuerySet[Any, Any], *, most: int, before: int | None = None
) -> list[Hit]:
    """Rows that hold it all, newest first; all rows when nothing is asked. `within`: the subjects this person may read,
    as the rules say; decided for each row. `before`: only rows older than this one."""
    if asked.terms and all(term.excluded for term in asked.terms):
        return []  # neither database looks for what is not there
    name, subject = table._meta.db_table, table._meta.fields[1]
    column = f'{name}."{subject.column}"'
    correlated = within.filter(pk=RawSQL(column, ())).values("pk")  # noqa: S611  a column of ours
    try:
        visible, visible_params = correlated.query.sql_with_params()
    except EmptyResultSet:
        return []
    side: Sqlite | Postgres = POSTGRES if connection.vendor == "postgresql" else SQLITE
    if asked.terms or asked.marks:
        statement, params = side.statement(name, str(subject.column), asked)
    else:
        statement, params = everything(name, str(subject.column)), []
    older = f"AND {name}.id < %s" if before is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(visible=visible, older=older),
            [*params, *visible_params, *([before] if before is not None else []), most],
        )
        rows = cursor.fetchall()
    key = subject.related_model._meta.pk  # type: ignore[union-attr]
    return [Hit(pk, key.to_python(found), marked(title), marked(snippet)) for pk, found, title, snippet in rows]


def holding(table: type[Model], asked: Asked) -> RawSQL:
    """The subjects that hold it, for `pk__in`. It asks no rules: for querysets that did."""
    side: Sqlite | Postgres = POSTGRES if connection.vendor == "postgresql" else SQLITE
    name, subject = table._meta.db_table, table._meta.fields[1]
    statement, params = side.subjects(name, str(subject.column), asked)
    return RawSQL(statement, params)  # noqa: S611  values are parameters


def titles_first(
    table: type[Model], asked: Asked, within: QuerySet[Any, Any], *, most: int, before: int | None = None
) -> tuple[list[Hit], list[Hit]]:
    """On the first page, rows whose title says it all; and all of them, newest first, one more than `most` when there
    are older ones. Titles are looked for apart only where they may lie behind what one page holds."""
    hits = find(table, asked, within, most=most + 1, before=before)
    if before is not None or not asked.terms:
        return [], hits
    if len(hits) > most:
        return find(table, replace(asked, titles=True), within, most=TITLES), hits
    words = sum(not term.excluded for term in asked.terms)
    said = [hit for hit in hits if hit.title.count("<mark>") >= words]
    return said[:TITLES], hits


def tidy(tables: Sequence[type[Model]]) -> None:
    """SQLite keeps what was deleted until its segments are merged; PostgreSQL's vacuum comes by itself."""
    if connection.vendor == "sqlite":
        for table in tables:
            name = f"{table._meta.db_table}_fts"
            with writing(), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608  no values


def everything(table: str, subject: str) -> str:
    return (
        f'SELECT id, "{subject}", title, substr(body, 1, 180) FROM {table} '  # noqa: S608  no values
        "WHERE EXISTS ({visible}) {older} ORDER BY id DESC LIMIT %s"
    )


def marked(text: str) -> Markup:
    """Found words between <mark>, everything else as text."""
    return Markup(str(escape(text)).replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S704  escaped


class Sqlite:
    """An FTS5 table beside each table of words, kept equal by triggers."""

    def words(self, asked: Asked) -> str:
        """The MATCH expression."""
        where = "title" if asked.titles else "title about body"
        positive = [self.term(term) for term in asked.terms if not term.excluded]
        parts = [f"marks : {literal(mark)}" for mark in asked.marks]
        if positive:
            joined = " OR " if asked.any_of else " AND "
            parts.append(f"{{{where}}} : ({joined.join(positive)})")
            if not asked.titles:
                parts.append(f"{{title body}} : ({' OR '.join(positive)})")
        excluded = [self.term(term) for term in asked.terms if term.excluded]
        without = f" NOT {{title body}} : ({' OR '.join(excluded)})" if excluded else ""
        return f"({' AND '.join(f'({part})' for part in parts)}){without}"

    def term(self, term: Term) -> str:
        return literal(term.text) + (" *" if term.begins else "")

    def statement(self, table: str, subject: str, asked: Asked) -> tuple[str, list[Any]]:
        words = self.words(asked)
        order = f"bm25({table}_fts), {table}_fts.rowid DESC" if asked.any_of else f"{table}_fts.rowid DESC"
        statement = (
            f'SELECT {table}.id, {table}."{subject}", highlight({table}_fts, 1, %s, %s), '  # noqa: S608  no values
            f"snippet({table}_fts, 3, %s, %s, '…', {SNIPPET_WORDS}) "
            f"FROM {table}_fts CROSS JOIN {table} ON {table}.id = {table}_fts.rowid "
            f"WHERE {table}_fts MATCH %s AND EXISTS ({{visible}}) {{older}} ORDER BY {order} LIMIT %s"
        )
        return statement, [BEGIN, END, BEGIN, END, words]

    def subjects(self, table: str, subject: str, asked: Asked) -> tuple[str, list[Any]]:
        found = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s"  # noqa: S608  no values
        return f'SELECT "{subject}" FROM {table} WHERE id IN ({found})', [self.words(asked)]  # noqa: S608


class Postgres:
    """A generated column beside each table's words: A the title, B the text, C what it is about, D its marks."""

    def words(self, asked: Asked) -> list[tuple[str, list[Any]]]:
        """Pieces of a tsquery, all of which must hold, with their parameters."""
        where = "A" if asked.titles else "ABC"
        positive = [term for term in asked.terms if not term.excluded]
        pieces: list[tuple[str, list[Any]]] = [("%s::tsquery", [f"{mark}:D"]) for mark in asked.marks]
        if positive:
            pieces.append(self.joined(positive, where, "||" if asked.any_of else "&&"))
            if not asked.titles:
                pieces.append(self.joined(positive, "AB", "||"))
        excluded = [term for term in asked.terms if term.excluded]
        if excluded:
            statement, params = self.joined(excluded, "AB", "||")
            pieces.append((f"!!{statement}", params))
        return pieces

    def joined(self, terms: Sequence[Term], where: str, how: str) -> tuple[str, list[Any]]:
        params: list[Any] = []
        for term in terms:
            params += [term.text, f":*{where}" if term.begins else f":{where}"]
        one = r"regexp_replace(phraseto_tsquery('finding', %s)::text, '''(?=\s|$)', '''' || %s, 'g')::tsquery"
        return f"({f' {how} '.join([one] * len(terms))})", params

    def statement(self, table: str, subject: str, asked: Asked) -> tuple[str, list[Any]]:
        words = self.words(asked)
        params = [param for _, given in words for param in given]
        query = " && ".join(piece for piece, _ in words)
        order = f"ts_rank({table}.vector, asked.q) DESC, {table}.id DESC" if asked.any_of else f"{table}.id DESC"
        marking = f"StartSel={BEGIN}, StopSel={END}"
        statement = (
            f"WITH asked AS MATERIALIZED (SELECT {query} AS q), shown AS MATERIALIZED (SELECT asked.q, {table}.* "  # noqa: S608
            f"FROM {table}, asked WHERE numnode(asked.q) > 0 AND {table}.vector @@ asked.q "
            f"AND EXISTS ({{visible}}) {{older}} ORDER BY {order} LIMIT %s) "
            f"SELECT id, \"{subject}\", ts_headline('finding', title, q, '{marking}, HighlightAll=true'), "
            f"ts_headline('finding', body, q, '{marking}, MaxWords={SNIPPET_WORDS}, MinWords=12') FROM shown"
        )
        return statement, params

    def subjects(self, table: str, subject: str, asked: Asked) -> tuple[str, list[Any]]:
        words = self.words(asked)
        query = " && ".join(piece for piece, _ in words)
        params = [param for _, given in words for param in given]
        return f'SELECT "{subject}" FROM {table} WHERE vector @@ ({query})', params  # noqa: S608  no values


def literal(text: str) -> str:
    """As FTS5 takes any text at all."""
    return '"' + text.replace('"', '""') + '"'


SQLITE, POSTGRES = Sqlite(), Postgres()
