"""Loads the demo district, and says who can sign in and how."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.demo import load
from desk.demo.district import EVERYONE, Cast
from desk.demo.founding import PASSWORD
from registry import clock
from registry.outbox.delivery import deliver_due
from registry.people.models import Office


class Command(BaseCommand):
    """The demo district; a second run changes nothing and prints the same."""

    help = "Loads the demo district through the real actions; refuses unless DEMO=true."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=470)
        parser.add_argument("--as-of", help="the day it stands at, like 2026-11-22; today if left out")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo district: set DEMO=true to load invented people.", returncode=2)
        as_of = _day(options["as_of"])
        try:
            if not load.is_loaded():
                load.load(as_of=as_of, seed=options["seed"])
                deliver_due()  # those of the last days: nothing is late when the site first answers
        except load.HalfLoadedError as error:
            raise CommandError(
                "There are people here, but no complete demo. Use an empty database: remove var/ or set DATABASE_URL.",
                returncode=1,
            ) from error
        self._print(as_json=options["json"])

    def _print(self, *, as_json: bool) -> None:
        people = [
            {"name": cast.name, "email": cast.email, "password": PASSWORD, "office": _office(cast)} for cast in EVERYONE
        ]
        if as_json:
            self.stdout.write(json.dumps({"people": people}))
            return
        self.stdout.write(f'Everybody signs in with the password "{PASSWORD}". For example:')
        shown = [
            person for person in people if person["office"] or person["name"] in ("Maya Lindqvist", "Erik Solberg")
        ]
        for person in shown:
            self.stdout.write(f"  {person['email']:<42} {person['name']:<16} {person['office'] or 'staff'}")
        self.stdout.write(f"  and {len(people) - len(shown)} more: demo --json lists all.")
        self.stdout.write("Authenticator codes: manage.py demo_code EMAIL")


def _office(cast: Cast) -> str:
    if cast.office is None:
        return ""
    label = str(Office(cast.office).label)
    return f"designee of {cast.designee_of}, {label.lower()}" if cast.designee_of else label.lower()


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError as error:
        raise CommandError(f"{text} is not a date like 2026-11-22.", returncode=2) from error
