"""The trail's own command. Exit status: 0 whole, 1 a finding, 2 misuse."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections

from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.verifying import Checkpoint, Report, altered_origins, verify


class Command(BaseCommand):
    help = "Checks the audit trail."

    def add_arguments(self, parser: CommandParser) -> None:
        """`verify` is the only subcommand so far."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify")
        check = verbs.add_parser("verify", help="Checks that no entry was edited, deleted, inserted or moved.")
        check.add_argument(
            "--checkpoint", metavar="FILE", help="A line `SIZE ROOT` kept elsewhere; - reads it from standard input."
        )
        check.add_argument("--from", dest="start", type=int, default=1, metavar="N", help="Begin at entry N.")
        check.add_argument("--origins", action="store_true", help="Check network addresses and browsers too.")
        check.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the result; a whole chain is written down as checked, a broken one is left as it was found."""
        connection = connections[DEFAULT_DB_ALIAS]
        if options["start"] < 1:
            raise CommandError("Entries are numbered from 1.", returncode=2)
        report = verify(connection, start=options["start"], checkpoint=_checkpoint(options["checkpoint"]))
        if options["origins"] and not report.finding:
            report = Report(**{**vars(report), "finding": next(altered_origins(connection), None)})
        if not report.finding:
            _write_down(report)
        self.stdout.write(json.dumps(asdict(report)) if options["json"] else _in_words(report))
        if report.finding:
            sys.exit(1)


def _checkpoint(path: str | None) -> Checkpoint | None:
    if not path:
        return None
    try:
        return Checkpoint.parse(sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise CommandError(f"The checkpoint cannot be read: {problem}", returncode=2) from problem


@act()
def _write_down(report: Report) -> None:
    facts = {"first": report.first, "last": report.last, "checked": report.checked, "root": report.root}
    record(Event.TRAIL_VERIFIED, by=None, after=facts)


def _in_words(report: Report) -> str:
    if report.finding:
        return f"BROKEN at entry {report.finding.seq} ({report.finding.kind}): {report.finding.sentence}"
    return f"{report.checked} entries checked, none changed, none missing. Checkpoint: {report.last} {report.root}"
