"""`manage.py found_district`: the first offices, once, while no appointment exists."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.people.actions import Founder, found_district
from registry.people.refusal import Refused

PARTS = ("superintendent", "communications_director", "alternate", "system_administrator")


class Command(BaseCommand):
    """Names four different people. Each gets a letter with a link to set a password; nothing secret is printed."""

    help = "Fill the first four offices, once. Letters carry the links to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One pair of e-mail and name for each office."""
        for part in PARTS:
            parser.add_argument(f"--{part.replace('_', '-')}", nargs=2, metavar=("EMAIL", "NAME"), required=True)
        parser.add_argument("--name", default="", help="The district's name (default: DISTRICT_NAME).")
        parser.add_argument("--short-name", default="", help="What lists call it.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say why not (exit 1)."""
        founders = {part: Founder(email=options[part][0], name=options[part][1]) for part in PARTS}
        try:
            holders = found_district(
                name=options["name"],
                short_name=options["short_name"],
                superintendent=founders["superintendent"],
                communications_director=founders["communications_director"],
                alternate=founders["alternate"],
                system_administrator=founders["system_administrator"],
            )
        except Refused as refused:
            raise CommandError(str(refused)) from None
        rows = [{"office": str(office), "name": user.name, "email": user.email} for office, user in holders.items()]
        if options["json"]:
            self.stdout.write(json.dumps({"people": rows}))
            return
        for row in rows:
            self.stdout.write(f"{row['office']}: {row['name']} <{row['email']}>")
        self.stdout.write(
            "Each of them gets a letter with a link to set a password. Send them with: manage.py deliver_mail"
        )
