"""`searched__holds`: whether the words of an account hold a piece of text, asked of the index of words."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Contains
from django.db.models.sql.compiler import SQLCompiler

from accounts.search_triggers import WORDS

#: What is shorter has no trigram, and is looked for row by row.
SHORTEST = 3


class SearchedField(models.TextField[Any, Any]):
    """Text that is folded before it is kept, and has an index of its words (`accounts.search_triggers`)."""

    def deconstruct(self) -> Any:
        """A text like any other to migrations: the index is no column of ours."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


@SearchedField.register_lookup
class Holds(Contains):
    """As `contains`, by the index; on PostgreSQL that is what `contains` does by itself."""

    lookup_name = "holds"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The operator of `contains`."""
        return str(connection.operators["contains"] % rhs)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_extra: Any) -> Any:
        """A phrase of FTS5; the same as `contains` where the text is too short for a trigram."""
        text = str(self.rhs)
        if len(text) < SHORTEST:
            return super().as_sql(compiler, connection)
        quote = connection.ops.quote_name
        row = f"{quote(self.lhs.alias)}.{quote('id')}"
        phrase = '"' + text.replace('"', '""') + '"'
        return f"{row} IN (SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s)", [phrase]  # noqa: S608 (ours)
