"""The trail's own command. Exit status: 0 whole, 1 a finding, 2 misuse."""

import json
import sys
from argparse import ArgumentTypeError
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections

from registry.audit.act import act, record
from registry.audit.checking import look, write_down
from registry.audit.disposing import CannotDispose, carry_out
from registry.audit.events import Event
from registry.audit.exporting import as_lines
from registry.audit.models import Entry, Seal
from registry.audit.notes import note_of
from registry.audit.sealing import seal_due
from registry.audit.verifying import Checkpoint, Report, altered_origins
from registry.clock import midnight


class Command(BaseCommand):
    help = "Checks, seals, copies and disposes of the audit trail."

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand for each verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|seal|export|dispose")
        check = verbs.add_parser("verify", help="Checks that no entry was edited, deleted, inserted or moved.")
        check.add_argument(
            "--checkpoint", metavar="FILE",
            help="Seals kept elsewhere (TRAIL_ANCHOR_FILE), or a line `SIZE ROOT`; - reads it from standard input.",
        )  # fmt: skip
        check.add_argument("--from", dest="start", type=int, default=1, metavar="N", help="Begin at entry N.")
        check.add_argument("--origins", action="store_true", help="Check network addresses and browsers too.")
        verbs.add_parser("seal", help="Seals what the day before did not, and prints the newest seal as a signed note.")
        copy = verbs.add_parser("export", help="Prints entries as lines of JSON, oldest first.")
        copy.add_argument("--since", type=_day, required=True, metavar="DATE", help="The first day, like 2026-08-01.")
        gone = verbs.add_parser("dispose", help="Removes the old entries that two people agreed to remove.")
        gone.add_argument("--schedule", required=True, metavar="ID", help="The schedule they agreed under: S-0001.")
        gone.add_argument("--authority", required=True, metavar="TEXT", help="The authority they named.")
        for verb in verbs.choices.values():
            verb.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {"verify": self.verify, "seal": self.seal, "export": self.export, "dispose": self.dispose}
        verbs[options["verb"]](options)

    def verify(self, options: dict[str, Any]) -> None:
        """Prints the result; a whole chain is written down as checked, a broken one is left as it was found."""
        if options["start"] < 1:
            raise CommandError("Entries are numbered from 1.", returncode=2)
        report = look(start=options["start"], checkpoint=_checkpoint(options["checkpoint"]))
        if options["origins"] and not report.finding:
            found = next(altered_origins(connections[DEFAULT_DB_ALIAS]), None)
            report = Report(**{**vars(report), "finding": found})
        if not report.finding:
            write_down(report, by=None, way="command")
        self.stdout.write(json.dumps(asdict(report)) if options["json"] else _in_words(report))
        if report.finding:
            sys.exit(1)

    def seal(self, options: dict[str, Any]) -> None:
        """Seals where it is due, and prints the newest seal."""
        seal_due(by=None)
        seal = Seal.objects.order_by("-last").first()
        if seal is None:
            raise CommandError("There is nothing to seal yet: the trail is empty.", returncode=1)
        note = note_of(seal)
        told = {"first": seal.first, "last": seal.last, "root": seal.root, "kid": seal.kid, "note": note}
        self.stdout.write(json.dumps(told) if options["json"] else note)

    def export(self, options: dict[str, Any]) -> None:
        """Prints the entries, one a line; that they were copied is an entry too, written first."""
        _note_export(options["since"])
        for line in as_lines(Entry.objects.filter(at__gte=midnight(options["since"])).order_by("seq")):
            self.stdout.write(line)

    def dispose(self, options: dict[str, Any]) -> None:
        """Removes what two people agreed to, and says what it was; without their agreement, nothing."""
        try:
            told = carry_out(options["schedule"], options["authority"])
        except CannotDispose as problem:
            raise CommandError(str(problem), returncode=1) from None
        runs = ", ".join(f"{first}–{last}" for first, last in told["runs"])
        words = f"{told['number']}: {told['entries']} entries in {told['segments']} segments removed: {runs}."
        self.stdout.write(json.dumps(told) if options["json"] else words)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a date like 2026-08-01") from None


def _checkpoint(path: str | None) -> Checkpoint | None:
    if not path:
        return None
    try:
        return Checkpoint.parse(sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise CommandError(f"The checkpoint cannot be read: {problem}", returncode=2) from problem


@act()
def _note_export(since: date) -> None:
    record(Event.TRAIL_EXPORTED, by=None, after={"since": since.isoformat(), "format": "ndjson"})


def _in_words(report: Report) -> str:
    if report.finding:
        return f"BROKEN at entry {report.finding.seq} ({report.finding.kind}): {report.finding.sentence}"
    return f"{report.checked} entries checked, none changed, none missing. Checkpoint: {report.last} {report.root}"
