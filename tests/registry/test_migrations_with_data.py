"""Migrations that tighten a rule go over rows that were made before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from accounts.models import Custody
from approvals.models import Decision
from tests.cast import Cast, gather
from tests.makers import make_account, make_request


@contextmanager
def without(rule: str) -> Iterator[None]:
    """As the table was before the constraint; at the end its rows must keep it again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        return
    constraint = next(one for one in Custody._meta.constraints if one.name == rule)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Custody, constraint)
    yield
    with connection.schema_editor() as editor:
        editor.add_constraint(Custody, constraint)


@pytest.mark.django_db(transaction=True)
def test_custody_that_somebody_offered_to_themselves_is_nobodys_offer(committed_db: None, moment: Any) -> None:
    account = make_account(gather(), "setting_up")
    with without("custody_offered_by_another"):
        account.custodies.update(offered_by=F("custodian"))
        import_module("accounts.migrations.0008_custody_by_another").forget_who_offered_to_themselves(apps, None)
    interim = account.custodies.get(interim=True)
    assert (account.custodies.get(interim=False).offered_by, interim.offered_by) == (None, interim.custodian)


def test_decisions_name_the_backup_of_the_text_they_were_made_on(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    Decision.objects.update(backup=None)
    import_module("approvals.migrations.0009_decision_names_backup").name_the_backup(apps, None)
    assert [one.backup for one in request.rounds.get().decisions.all()] == [cast.backup]
