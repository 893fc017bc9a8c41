"""The authenticator code of a demo person, now."""

import json
from typing import Any

import pyotp
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry import clock


class Command(BaseCommand):
    """Stands in for the phone of an invented person; refuses on any district that is not a demo."""

    help = "Prints the authenticator code of a demo person, now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=true, or ask the person.", returncode=2)
        found = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__iexact=options["email"]).first()
        if found is None:
            raise CommandError(f"Nobody in the demo has an authenticator under {options['email']}.", returncode=1)
        code = pyotp.TOTP(get_adapter().decrypt(found.data["secret"])).at(clock.now())
        self.stdout.write(json.dumps({"email": options["email"], "code": code}) if options["json"] else code)
