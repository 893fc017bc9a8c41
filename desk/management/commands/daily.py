"""The chores of a day. May run anywhere, any number of times, at the same time."""

import json
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import credentials
from approvals import actions as approvals
from registry import clock


class Command(BaseCommand):
    """Asks seats that had nobody, expires unused approvals, destroys superseded secrets, clears old sessions."""

    help = "Runs the daily chores; running it again changes nothing more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="act as if it were noon (UTC) of this day, like 2026-11-22")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with clock.at(_noon(options["date"])) if options["date"] else nullcontext():
            done = {
                "seats_asked_again": approvals.reopen_waiting(by=None),
                "approvals_expired": approvals.expire_due(clock.now()),
                "secrets_destroyed": credentials.destroy_due(clock.now()),
            }
            call_command("clearsessions")
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        for name, count in done.items():
            self.stdout.write(f"{name.replace('_', ' ').capitalize()}: {count}")


def _noon(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError as error:
        raise CommandError(f"{text} is not a date like 2026-11-22.", returncode=2) from error
