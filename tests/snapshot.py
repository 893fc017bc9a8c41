"""Rows that real actions made once, laid out again for the next test: the same rows, in a hundredth of the time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

Row = tuple[Any, ...]


@dataclass
class Table:
    name: str
    columns: list[str]
    rows: list[Row]


@dataclass
class Snapshot:
    """What an act added to the database, changed in it and removed from it, table by table."""

    added: list[Table] = field(default_factory=list)
    changed: list[Table] = field(default_factory=list)
    removed: list[Table] = field(default_factory=list)

    @classmethod
    def of(cls, act: Callable[[], Any]) -> tuple["Snapshot", Any]:
        """Run `act`, and see what it did."""
        before = tables()
        made = act()
        return cls.between(before, tables()), made

    @classmethod
    def between(cls, before: list[Table], after: list[Table]) -> "Snapshot":
        """What leads from one state of the database to the other."""
        taken = cls()
        for old, new in zip(before, after, strict=True):
            if old.rows == new.rows:
                continue
            was, known, kept = set(old.rows), {row[0] for row in old.rows}, {row[0] for row in new.rows}
            fresh = [row for row in new.rows if row not in was]
            taken.added.append(Table(new.name, new.columns, [row for row in fresh if row[0] not in known]))
            taken.changed.append(Table(new.name, new.columns, [row for row in fresh if row[0] in known]))
            taken.removed.append(Table(new.name, new.columns, [row for row in old.rows if row[0] not in kept]))
        return taken

    def lay_out(self) -> None:
        """The same rows again, in a database that has none of them."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in reversed(self.removed):
                for row in table.rows:
                    cursor.execute(f'DELETE FROM "{table.name}" WHERE "{table.columns[0]}" = %s', row[:1])
            for table in self.added:
                if table.rows:
                    cursor.executemany(_insert(table), table.rows)
            for table in self.changed:
                for row in table.rows:
                    sets = ", ".join(f'"{column}" = %s' for column in table.columns)
                    cursor.execute(f'UPDATE "{table.name}" SET {sets} WHERE "{table.columns[0]}" = %s', [*row, row[0]])
            grown = {table.name for table in self.added if table.rows}
            _count_on([model for model in _models() if model._meta.db_table in grown])


def count_anew() -> None:
    """Numbers go on from what is there: an earlier test's, rolled back, leave the sequences of PostgreSQL where they were."""
    _count_on(_models())


def _count_on(counted: list[type[models.Model]]) -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), counted)
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("\n".join(statements))  # one round trip


def _models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]


def tables() -> list[Table]:
    """The whole database as it stands, a table for each model."""
    found = []
    with connection.cursor() as cursor:
        for model in _models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            rows = [
                tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in cursor.fetchall()
            ]
            found.append(Table(model._meta.db_table, [column[0] for column in cursor.description], rows))
    return found


def _insert(table: Table) -> str:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join(["%s"] * len(table.columns))})'
