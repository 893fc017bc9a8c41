"""`manage.py prepare_database`: what a new release needs before it serves; running it again changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from registry import keyring


class Command(BaseCommand):
    """Migrates (which also makes the triggers, the rights and the cache's table), and remembers which keys are ours."""

    help = "Migrates as the owner's role and writes down the check values of the keys, so that wrong ones are found."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where the keys are not those of this database."""
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        try:
            keyring.remember_checks()
        except (ImproperlyConfigured, keyring.MissingKey) as problem:
            raise CommandError(str(problem)) from None
