"""`manage.py import_people FILE`: who works here, by the district's own list; a result per row."""

import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.actions import people_import as actions
from desk.actions.people_import import Outcome, Result
from desk.importing.absent import Absent, absent_from, how_many_leave, most_leavers
from desk.importing.columns import NotAList
from desk.importing.lines import Line, lines_of
from desk.importing.reading import rows_of
from desk.importing.units import units_by_name
from registry import heartbeat
from registry.people.models import Appointment, Office, User

Row = dict[str, Any]


class Command(BaseCommand):
    """Invites who is new, corrects who is here, closes out who is gone. It gives nobody an office, and takes none."""

    help = "Brings in the people of a CSV or XLSX file: email, name, unit, title, last day. Runs any number of times."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--allow-leavers", type=int, default=0, metavar="N", help="let so many people leave by it")
        parser.add_argument("--by", metavar="EMAIL", help="who brings it (default: the system administrator)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines, ignored = lines_of(rows_of(options["file"]))
        except NotAList as error:
            raise CommandError(str(error), returncode=2) from None
        if not lines:
            raise CommandError("There is nobody in this list.", returncode=2)
        by, absent = _whose(options["by"]), absent_from(lines)
        too_many = _too_many_leave(lines, absent, options["allow_leavers"])
        if too_many and not options["dry_run"]:
            raise CommandError(f"{too_many} Nothing was changed.", returncode=1)
        with heartbeat.while_running("command"):
            rows = _do(lines, absent, by=by, really=not options["dry_run"])
        counts = Counter(row["result"] for row in rows)
        if not options["dry_run"]:
            actions.note_import(counts, by=by)
        self._print(rows, counts, ignored, **options)
        if too_many:
            raise CommandError(too_many, returncode=1)
        if counts[Result.REFUSED]:
            raise CommandError("Some rows were refused; the others were done.", returncode=1)

    def _print(self, rows: list[Row], counts: Counter[str], ignored: list[str], **options: Any) -> None:
        if options["json"]:
            said = {"dry_run": options["dry_run"], "rows": rows, "counts": counts, "ignored_columns": ignored}
            self.stdout.write(json.dumps(said))
            return
        for row in rows:
            where = f"line {row['line']}" if row["line"] else "not in it"
            self.stdout.write(f"{where:<10} {row['result']:<9} {row['email']}  {row['words']}".rstrip())
        if ignored:
            self.stdout.write(f"Columns that are not read: {', '.join(ignored)}. An office is given by appointment.")
        total = ", ".join(f"{count} {result}" for result, count in sorted(counts.items()))
        self.stdout.write(f"{'Would be: ' if options['dry_run'] else ''}{total}")


def _do(lines: list[Line], absent: Absent, *, by: User, really: bool) -> list[Row]:
    units, rows = units_by_name(), []
    for line in lines:
        done = actions.one(partial(actions.bring_in, line, units=units, by=by), really=really)
        rows.append(_row(line.number, line.email, done))
    for person in absent.gone:
        done = actions.one(partial(actions.leave, person, by=by), really=really)
        rows.append(_row(None, person.email, done))
    return rows + [_row(None, person.email, Outcome(Result.KEPT, words)) for person, words in absent.kept]


def _row(number: int | None, email: str, done: Outcome) -> Row:
    return {"line": number, "email": email, "result": done.result.value, "words": done.words}


def _whose(email: str | None) -> User:
    """Who brings the list: whoever is named, or the system administrator."""
    offices = Appointment.objects.in_force().filter(office=Office.SYSTEM_ADMINISTRATOR, on_behalf_of=None)
    rows = User.objects.filter(is_active=True)
    rows = rows.filter(email=email.lower()) if email else rows.filter(pk__in=offices.values("person"))
    found = rows.order_by("pk").first()
    if found is None:
        words = f"Nobody with the address {email} works here." if email else "Nobody is system administrator."
        raise CommandError(f"{words} Say with --by who brings the list.", returncode=2)
    return found


def _too_many_leave(lines: list[Line], absent: Absent, allowed: int) -> str:
    """Why so many may not leave without a word; empty where few do. A list that was cut off ends nobody's work."""
    count, most = how_many_leave(lines, absent), max(most_leavers(), allowed)
    if count <= most:
        return ""
    said = f"By this list {count} people would leave, more than {most}."
    return f"{said} If that is right, say so: --allow-leavers {count}."
