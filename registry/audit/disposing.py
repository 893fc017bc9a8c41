"""Removing what two people agreed to: sealed whole segments, with their origins. Their seals stay (security C6).

First what is to go is signed and written down, and only then removed. On SQLite, and where one role does both, that is
one transaction. Where the application may only add, the owner's role removes in a transaction of its own; one that
fails leaves entries where nothing would have to be, which is no fault of the chain, and is done again.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.utils.translation import gettext as _

from registry import clock
from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.models import Entry, Head, Origin, Removal, Schedule, Seal
from registry.audit.notes import signer
from registry.audit.removed import said
from registry.audit.segments import Run, stays, still_held, within
from registry.audit.triggers import lifted, owns_the_trail


class CannotDispose(RuntimeError):  # noqa: N818 (reads as what happened)
    """Nothing was removed, and the sentence says why."""


@dataclass(frozen=True)
class Agreed:
    """What two people agreed to: its number, which entries, under which schedule and authority, and who they are."""

    number: str
    runs: list[Run]
    schedule: Schedule
    authority: str
    names: list[str]


Told = dict[str, Any]
CarryOut = Callable[[str, str], Told]
_carry_out: list[CarryOut] = []


def carries_out(run: CarryOut) -> CarryOut:
    """Decorator: let the room that knows people say what two of them agreed to under a schedule and authority, and have
    it removed. It raises `CannotDispose`.
    """
    _carry_out[:] = [run]
    return run


def carry_out(schedule: str, authority: str) -> Told:
    """Carry out the one disposal that was agreed to so; raises `CannotDispose`."""
    return _carry_out[0](schedule, authority)


def check_can_remove(alias: str) -> None:
    """Raise `CannotDispose` where this connection's role may not remove anything."""
    if not owns_the_trail(connections[alias]):
        raise CannotDispose(
            _("The site's own role can only add to the trail. Set DATABASE_OWNER_URL for this command.")
        )


@act()
def write_down(agreed: Agreed, *, by: Any) -> None:
    """Sign what is to go, and record it. Raises `CannotDispose` where some of it must stay meanwhile,
    registry.keyring.MissingKey without a key for seals.
    """
    Head.objects.select_for_update(no_key=True).get()  # two who dispose at once take turns
    kept = stays(agreed.runs)
    if kept:
        raise CannotDispose(_stays_words(kept))
    entries = Entry.objects.filter(within(agreed.runs)).count()
    segments = Seal.objects.filter(within(agreed.runs, column="last")).count()
    Removal.objects.bulk_create([_signed(agreed.number, *run) for run in agreed.runs])
    facts = {
        "runs": [list(run) for run in agreed.runs], "segments": segments, "entries": entries,
        "schedule": agreed.schedule.number, "years": agreed.schedule.years, "authority": agreed.authority,
        "agreed_by": agreed.names,
    }  # fmt: skip
    record(Event.TRAIL_DISPOSED, by=by, after=facts, reference=agreed.number, rule="two-person acts")


def remove(runs: Iterable[Run], *, alias: str) -> int:
    """Remove the entries and their origins over the owner's connection; returns how many entries. Again: what is left.

    Raises `CannotDispose` where a hold was placed after it was written down.
    """
    runs = list(runs)
    with transaction.atomic(using=alias), lifted(connections[alias]):
        if still_held(runs, using=alias):
            raise CannotDispose(_stays_words(runs))
        Origin.objects.using(alias).filter(within(runs)).delete()
        return Entry.objects.using(alias).filter(within(runs)).delete()[0]


def _signed(number: str, first: int, last: int) -> Removal:
    root = Seal.objects.values_list("root", flat=True).get(last=last)
    made = Removal(disposal=number, first=first, last=last, root=root, signed_at=clock.now(), kid=signer().kid)
    made.signature = b64encode(signer().sign(said(made))).decode()
    return made


def _stays_words(runs: Iterable[Run]) -> str:
    told = ", ".join(f"{first}–{last}" for first, last in runs)
    return _(
        "Entries %(runs)s must stay: they are under hold, or too young by now, or gone. Two people agree again."
    ) % {"runs": told}
