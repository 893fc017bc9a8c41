"""Whoever brings a file of a password manager knows what is in it: what of it is stored is known to them."""

from collections.abc import Iterable, Iterator

from accounts.managers import Brought
from accounts.models import Exposure, ExposureKind, SecretVersion
from accounts.rules.knowing import KEYS, may_still_open
from accounts.sealing import holding_one_of
from registry import audit, clock
from registry.people.models import User


@audit.act()
def note_known(entries: Iterable[Brought], *, by: User) -> int:
    """Write down each stored key (password, seed, code, answer) of any account that these entries hold; how many.

    For acts: to whichever account an entry belongs and whatever becomes of the file, its value is known. What somebody
    is known to know already is not written down twice. An address gets nobody in, and is left aside.
    """
    found = {row.pk: row for row in _stored(entries)}
    known = set(
        Exposure.objects.filter(person=by, secret__in=found, withdrawn_at=None).values_list("secret", flat=True)
    )
    rows = [
        Exposure(secret=row, kind=ExposureKind.BROUGHT, person=by, at=clock.now())
        for row in found.values()
        if row.pk not in known
    ]
    Exposure.objects.bulk_create(rows)
    return len(found)


def _stored(entries: Iterable[Brought]) -> Iterator[SecretVersion]:
    values: dict[str, set[str]] = {field: set() for field in KEYS}
    for entry in entries:
        for (field, _slot), value in entry.values.items():
            if field in values:
                values[field].add(value.expose())
    for name, texts in values.items():
        yield from holding_one_of(texts, may_still_open().filter(field=name))
