"""Django's migrate, and what must hold after each one: triggers, rights, the cache's table."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string

from registry.audit import triggers


class Command(migrate.Command):
    help = f"{migrate.Command.help} Then makes the trail append-only again, and gives the application its rights."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrates as the owner where there is one (DATABASE_OWNER_URL). Override without a signal: nothing may skip
        it."""
        alias = options["database"] = triggers.owner_of(options["database"])
        connection = connections[alias]
        only_looking = options.get("plan") or options.get("check_unapplied")
        made = [] if only_looking else _make_triggers(connection)  # first, or the check for them would stop us
        super().handle(*args, **options)
        if only_looking or not triggers.has_tables(connection):
            return
        call_command("createcachetable", database=alias, verbosity=0)
        made += _make_triggers(connection)
        for install in settings.AFTER_MIGRATE:
            import_string(install)(connection)
        role = triggers.application_role(alias)
        if role:
            triggers.grant_application_role(connection, role)
        if made and options["verbosity"] >= 1:
            self.stdout.write(f"The trail is append-only: {len(made)} triggers made.")


def _make_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    return triggers.install_triggers(connection) if triggers.has_tables(connection) else []
