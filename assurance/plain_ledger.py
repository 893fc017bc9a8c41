"""Who knows what, counted in plain Python from what happened, by the values themselves: nothing of the product in it."""

from collections import defaultdict
from dataclasses import dataclass

Due = tuple[int, str]


@dataclass
class Value:
    """One value that was stored: as long as it is not over, the platform may take it, also where it was put aside for
    one that nobody got in with: then nothing is stored now.
    """

    text: object
    verified: bool = False
    over: bool = False
    aside: bool = False


class PlainLedger:
    """By account and field the values that may still be taken; by person the values they know, and from where."""

    def __init__(self) -> None:
        self.stored: dict[Due, list[Value]] = defaultdict(list)
        self.known: dict[object, list[tuple[str, object, object]]] = defaultdict(list)

    def begin(self, account: int, field: str, mark: object) -> None:
        """A verified value that was there before the count began."""
        self.stored[account, field] = [Value(mark, verified=True)]

    def current(self, account: int, field: str) -> object:
        """What is stored now."""
        rows = [row for row in self.stored[account, field] if not row.over]
        return rows[-1].text if rows else None

    def deposited(self, account: int, field: str, text: str, by: object) -> None:
        """Somebody stored a value, and knows it; the same once more changes nothing but that."""
        self.known[by].append((field, text, None))
        if self._is_current(account, field) != text:
            self.stored[account, field].append(Value(text))

    def listed(self, account: int, codes: list[str], by: object) -> None:
        """A new list of codes makes the old ones void."""
        self.stored[account, "backup_code"] = [Value(code, verified=True) for code in codes]
        self.known[by] += [("backup_code", code, None) for code in codes]

    def seen(self, account: int, field: str, by: object) -> None:
        """Somebody was shown what is stored now."""
        self.known[by].append((field, self._is_current(account, field), None))

    def told(self, account: int, whom: object, source: object) -> None:
        """Somebody is said to have been told the password."""
        self.known[whom].append(("password", self._is_current(account, "password"), source))

    def untold(self, source: object) -> None:
        """That was wrong."""
        for person, rows in self.known.items():
            self.known[person] = [row for row in rows if row[2] != source or source is None]

    def took_all(self, by: object) -> None:
        """Somebody took everything that is stored now."""
        for (account, field), rows in self.stored.items():
            now = [self._is_current(account, field)] if field != "backup_code" else [row.text for row in rows]
            self.known[by] += [(field, text, None) for text in now if text is not None]

    def verified(self, account: int, fields: tuple[str, ...]) -> None:
        """What waits works: everything before it is over."""
        for field in fields:
            rows = self.stored[account, field]
            last = self._last(rows)
            if last and not last.verified:
                last.verified = True
                for row in rows[: rows.index(last)]:
                    row.over = True

    def refused(self, account: int, fields: tuple[str, ...]) -> None:
        """What waits does not work: what worked last is stored again."""
        for field in fields:
            last = self._last(self.stored[account, field])
            if last and not last.verified:
                self.stored[account, field].remove(last)
                self._bring_back(account, field)

    def due(self, person: object) -> set[Due]:
        """Where something that may still be taken is known to somebody."""
        known = {(field, text) for field, text, _source in self.known[person]}
        return {
            (account, field)
            for (account, field), rows in self.stored.items()
            for row in rows
            if not row.over and (field, row.text) in known
        }

    def _is_current(self, account: int, field: str) -> object:
        last = self._last(self.stored[account, field])
        return last.text if last else None

    def _last(self, rows: list[Value]) -> Value | None:
        """The newest; what was brought back stands last."""
        return rows[-1] if rows and not (rows[-1].over or rows[-1].aside) else None

    def _bring_back(self, account: int, field: str) -> None:
        rows = self.stored[account, field]
        worked = [row for row in rows if row.verified and not row.over]
        if worked:
            rows.remove(worked[-1])
            rows.append(worked[-1])
        for row in rows if not worked else []:
            row.aside = True
