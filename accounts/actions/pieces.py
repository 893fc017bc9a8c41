"""The pieces of work of some accounts, while reasons are put to them: read at once, written at once.

However many secrets of an account must change, it is asked and written as often as for one, and each who sees to some
of them gets one letter (a coach who leaves knows several logins, several ways into each).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.actions.owners import tell_owners
from accounts.actions.words import LONGEST
from accounts.models import Account, ReasonKind, Rotation, RotationReason
from accounts.rules.knowing import KEYS
from accounts.rules.owning import Hands, hands_for
from accounts.rules.reasons import Due, terms
from accounts.rules.renewal import code_of, has_reason, say_the_same, standing_reasons
from registry import audit, clock
from registry.calendar import WorkingDays
from registry.people.models import Departure, DepartureWhy, User


@dataclass
class Piece:
    """One open rotation: its reasons that stand, and what is added to it, each with the field it was asked for."""

    rotation: Rotation
    reasons: list[RotationReason]
    added: list[tuple[RotationReason, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = (self.rotation.owner_id, self.rotation.due_on, self.rotation.field)
        self.previous = self.rotation.owner

    @property
    def has_changed(self) -> bool:
        now = self.rotation
        return self.before != (now.owner_id, now.due_on, now.field)


class Pieces:
    """What is open of accounts that the act around it holds. Put reasons to it, then `settle` it."""

    def __init__(self, accounts: Iterable[Account], *, by: User | None) -> None:
        self.accounts = {account.pk: account for account in accounts}
        self.by = by
        self.open: dict[tuple[int, str], Piece] = {}
        self.absorbed: list[tuple[Piece, Piece]] = []
        rows = Rotation.objects.filter(account__in=self.accounts, closed_at=None).select_related("owner")
        for row in rows.prefetch_related("reasons__declaration").order_by("pk"):
            row.account = self.accounts[row.account_id]
            self.open[row.account_id, row.field] = Piece(row, standing_reasons(row))

    @cached_property
    def hands(self) -> Hands:
        return hands_for(self.accounts)

    @cached_property
    def days(self) -> dict[bool, date]:
        """By when, for what is urgent and what is not."""
        said, working, today = terms(), WorkingDays(), clock.today()
        return {True: working.after(said.urgent_days, today), False: working.after(said.other_days, today)}

    @cached_property
    def dismissed(self) -> frozenset[object]:
        """Who was closed out at once: what they know does not wait until tomorrow (E3.37)."""
        rows = Departure.objects.filter(why=DepartureWhy.DISMISSED)
        return frozenset(rows.values_list("person_id", flat=True))

    def put(self, due: Due, words: str = "", *, reported: bool = False) -> tuple[Piece, bool]:
        """Have it changed for this reason as well; the piece of work, and whether the reason is new to it. What is
        `reported` is kept each time, but for the same words of the same person.
        """
        piece = self._piece(due)
        is_known = self._has_said(piece, due, words) if reported else has_reason(piece.rotation, piece.reasons, due)
        if is_known:
            return piece, False
        row = RotationReason(
            rotation=piece.rotation, kind=due.kind, words=words[:LONGEST], added_by=self.by, person=due.person,
            declaration=due.declaration,
        )  # fmt: skip
        piece.reasons.append(row)
        piece.added.append((row, due.field))
        piece.rotation.due_on = min(piece.rotation.due_on, self._due_on(due))
        return piece, True

    def _has_said(self, piece: Piece, due: Due, words: str) -> bool:
        """Whether whoever acts has reported it already, in these words, and nothing was deposited since."""
        by = self.by and self.by.pk
        own = [row for row in piece.reasons if (row.added_by_id, row.words) == (by, words[:LONGEST])]
        return has_reason(piece.rotation, own, due)

    def _piece(self, due: Due) -> Piece:
        """Where it belongs: the whole sign-in, where that must change, is all of its keys."""
        account = due.account.pk
        if due.field == "" or (due.field in KEYS and (account, "") in self.open):
            self._gather(account)
        field_ = "" if due.field in KEYS and (account, "") in self.open else due.field
        if (account, field_) not in self.open:
            rotation = Rotation(
                account=self.accounts[account], field=field_, due_on=self._due_on(due), opened_by=self.by
            )
            self.open[account, field_] = Piece(rotation, [])
        return self.open[account, field_]

    def _due_on(self, due: Due) -> date:
        if due.kind == ReasonKind.LEAVER and due.person and due.person.pk in self.dismissed:
            return clock.today()
        return self.days[due.kind in ReasonKind.urgent()]

    def _gather(self, account: int) -> None:
        """Make one of what is open of the keys: the first becomes the whole sign-in, the others part of it."""
        parts = [self.open.pop((account, name)) for name in KEYS if (account, name) in self.open]
        whole = self.open.get((account, "")) or next(iter(parts), None)
        if whole is None:
            return
        whole.rotation.field = ""
        self.open[account, ""] = whole
        for part in parts:
            if part is not whole:
                self._absorb(part, whole)

    def _absorb(self, part: Piece, whole: Piece) -> None:
        self.absorbed.append((part, whole))
        for row in part.reasons:
            if not any(say_the_same(one, row) for one in whole.reasons):
                whole.reasons.append(row)
        whole.rotation.due_on = min(whole.rotation.due_on, part.rotation.due_on)
        for row, asked in part.added:
            row.rotation = whole.rotation
            whole.added.append((row, asked))

    def settle(self) -> None:
        """Give each to who may see to it, write it all down, and tell who has something new to do."""
        pieces = list(self.open.values())
        if not pieces:
            return
        for piece in pieces:
            piece.rotation.owner = self.hands.owner_for(piece.rotation, piece.reasons)
        new = [piece for piece in pieces if piece.rotation.pk is None]
        told = [piece for piece in pieces if piece in new or piece.has_changed]
        self._close_absorbed()
        self._write(new, [piece for piece in told if piece not in new])
        for piece in pieces:
            self._record(piece, is_new=piece in new)
        tell_owners([piece.rotation for piece in told], by=self.by)

    def _write(self, new: Sequence[Piece], changed: Sequence[Piece]) -> None:
        if changed:
            Rotation.objects.bulk_update([piece.rotation for piece in changed], ["owner", "due_on", "field"])
        Rotation.objects.bulk_create([piece.rotation for piece in new])
        rows = [row for piece in self.open.values() for row, _asked in piece.added]
        for row in rows:
            row.rotation_id = row.rotation.pk
        RotationReason.objects.bulk_create(rows)

    def _close_absorbed(self) -> None:
        for part, whole in self.absorbed:
            moved = [row.pk for row in part.reasons if row in whole.reasons and row.pk]
            if part.rotation.pk is None:
                continue
            RotationReason.objects.filter(pk__in=moved).update(rotation=whole.rotation)
            part.rotation.closed_at, part.rotation.closed_by = clock.now(), self.by
            part.rotation.dropped_why = _("It is part of the change of the whole sign-in.")
            part.rotation.save(update_fields=["closed_at", "closed_by", "dropped_why"])
            self._say(audit.Event.ROTATION_MERGED, part.rotation, part.rotation.field)

    def _record(self, piece: Piece, *, is_new: bool) -> None:
        now = piece.rotation
        owner = str(now.owner or "")
        for index, (row, asked) in enumerate(piece.added):
            event = audit.Event.ROTATION_REASON_ADDED if index or not is_new else audit.Event.ROTATION_OPENED
            facts = {"reason": str(row.kind), "due": now.due_on.isoformat(), "owner": owner}
            self._say(event, now, asked, after=facts)
        if not is_new and piece.before[2] != now.field:
            self._say(audit.Event.ROTATION_MERGED, now, piece.before[2])
        if not is_new and piece.before[0] != now.owner_id:
            before = {"owner": piece.previous.name if piece.previous else ""}
            after = {"owner": now.owner.name if now.owner else ""}
            self._say(audit.Event.ROTATION_PASSED_ON, now, now.field, before=before, after=after)

    def _say(self, event: audit.Event, rotation: Rotation, field_: str, **facts: Any) -> None:
        audit.record(
            event, by=self.by, on=rotation.account, field=code_of(field_), reference=str(rotation.uuid), **facts
        )
