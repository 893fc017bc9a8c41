"""Sends the letters that wait; once, or for as long as it runs."""

import json
import signal
from dataclasses import asdict
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from registry.outbox import rounds
from registry.outbox.delivery import Round, deliver_due


class Command(BaseCommand):
    help = "Sends the letters that wait. May run anywhere, any number of times, at the same time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="Go on until told to stop (SIGTERM, Ctrl-C).")
        parser.add_argument("--interval", type=float, default=5.0, metavar="SECONDS", help="Pause between two looks.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exits 1 where a letter had to be given up, in a single run."""
        if options["interval"] <= 0:
            raise CommandError("The interval must be more than nothing.", returncode=2)
        if options["loop"]:
            self._go_on(options["interval"])
            return
        done = deliver_due()
        self.stdout.write(json.dumps(asdict(done)) if options["json"] else _in_words(done))
        if done.failed:
            raise CommandError("A letter was given up. The trail says which.", returncode=1)

    def _go_on(self, interval: float) -> None:
        stop = Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        try:
            while not stop.is_set():
                self._round()
                stop.wait(interval)
        finally:
            rounds.end()

    def _round(self) -> None:
        rounds.begin_round()
        done = deliver_due()
        if done != Round():
            self.stdout.write(_in_words(done))
            self.stdout.flush()
        close_old_connections()


def _in_words(done: Round) -> str:
    return f"{done.sent} sent, {done.put_off} put off, {done.dropped} dropped, {done.failed} given up."
