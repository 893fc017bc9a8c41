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
    """What an act added to the database and changed in it, table by table."""

    added: list[Table] = field(default_factory=list)
    changed: list[Table] = field(default_factory=list)

    @classmethod
    def of(cls, act: Callable[[], Any]) -> tuple["Snapshot", Any]:
        """Run `act`, and see what it did."""
        before = {table.name: set(table.rows) for table in _tables()}
        made = act()
        taken = cls()
        for table in _tables():
            was = before[table.name]
            known = {row[0] for row in was}
            new = [row for row in table.rows if row not in was]
            taken.added.append(Table(table.name, table.columns, [row for row in new if row[0] not in known]))
            taken.changed.append(Table(table.name, table.columns, [row for row in new if row[0] in known]))
        return taken, made

    def lay_out(self) -> None:
        """The same rows again, in a database that has none of them."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.added:
                if table.rows:
                    cursor.executemany(_insert(table), table.rows)
            for table in self.changed:
                for row in table.rows:
                    sets = ", ".join(f'"{column}" = %s' for column in table.columns)
                    cursor.execute(f'UPDATE "{table.name}" SET {sets} WHERE "{table.columns[0]}" = %s', [*row, row[0]])
            for statement in connection.ops.sequence_reset_sql(no_style(), list(_models())):
                cursor.execute(statement)


def _models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]


def _tables() -> list[Table]:
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
