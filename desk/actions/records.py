"""Public records are begun, looked through, and made; and what is held about somebody is taken out (ch. 13)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.rules.students import check_names_nobody
from desk.models import Disclosure, Look
from desk.records.cells import Text
from desk.records.covering import check_only_covers, plain
from desk.records.making import Made, file_of
from desk.records.picking import picked
from desk.rules import records as rules
from registry import audit, clock
from registry.people.models import Unit, User


@audit.act()
def begin(
    *, subject: str, numbers: str, unit: Unit | None, since: date | None, until: date | None, by: User
) -> Disclosure:  # fmt: skip
    """Pick what was asked for. Raises `Refused` where nothing fits, or too much."""
    rules.check_may_give_records(by)
    check_names_nobody(subject, "subject")
    accounts, requests = picked(numbers=numbers, unit=unit, since=since, until=until)
    made: Disclosure = Disclosure.objects.create(subject=subject.strip(), begun_by=by)
    made.accounts.set(accounts)
    made.requests.set(requests)
    facts = {"accounts": len(accounts), "requests": len(requests)}
    audit.record(audit.Event.RECORDS_BEGUN, by=by, on=made, after=facts)
    return made


@audit.act()
def look_through(disclosure: Disclosure, said: Mapping[Text, str | None], *, by: User) -> int:
    """Keep of each text what goes out of it, parts of it covered; None for one that stays. Says how many.

    Raises `Refused` for words that were not there.
    """
    rules.check_may_give_records(by)
    disclosure = _locked(disclosure)
    for text, goes_out in said.items():
        if goes_out is not None:
            check_only_covers(text.words, goes_out)
        facts: dict[str, Any] = {
            "seen_hash": text.seen_hash, "goes": goes_out is not None,
            "text": "" if goes_out is None else _kept(text, goes_out), "at": clock.now(), "by": by,
        }  # fmt: skip
        place: dict[str, Any] = {"disclosure": disclosure, "table": text.table, "row": text.row, "field": text.field}
        Look.objects.update_or_create(**place, defaults=facts)
    stays = sum(goes_out is None for goes_out in said.values())
    audit.record(audit.Event.RECORDS_LOOKED, by=by, on=disclosure, after={"texts": len(said), "left_out": stays})
    return len(said)


@audit.act()
def make(disclosure: Disclosure, *, by: User) -> tuple[Disclosure, Made]:
    """Make the file of it. Raises `Stale` for a text that nobody has looked at."""
    rules.check_may_give_records(by)
    disclosure = _locked(disclosure)
    made = file_of(disclosure, by)
    disclosure.made_at, disclosure.made_by = clock.now(), by
    disclosure.sha256, disclosure.rows = made.sha256, made.rows
    disclosure.save(update_fields=["made_at", "made_by", "sha256", "rows"])
    facts = {"rows": made.rows, "texts_left_out": made.texts_left_out, "sha256": made.sha256}
    audit.record(audit.Event.RECORDS_MADE, by=by, on=disclosure, after=facts)
    return disclosure, made


@audit.act()
def note_data(person: User, *, form: str, rows: int, by: User) -> None:
    """Write down that somebody took out what is held about a person, as which kind of file, or saw it."""
    rules.check_may_have_data_of(by, person)
    event = audit.Event.DATA_SHOWN if form == "page" else audit.Event.DATA_TAKEN
    audit.record(event, by=by, on=person, after={"form": form, "rows": rows})


def _locked(disclosure: Disclosure) -> Disclosure:
    rows = Disclosure.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=disclosure.pk)


def _kept(text: Text, goes_out: str) -> str:
    """As it stands where nothing was covered: a browser's own line ends change nothing."""
    return text.words if plain(goes_out) == plain(text.words) else plain(goes_out)
