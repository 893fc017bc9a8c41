"""Migrations that tighten a rule go over rows that were made before it."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F

from tests.cast import gather
from tests.makers import make_account, make_request

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*targets: tuple[str, str | None]) -> Any:
    """The models as they were after these migrations."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    executor = MigrationExecutor(connection)
    return executor.loader.project_state(list(targets)).apps


def leaves() -> list[tuple[str, str]]:
    return [
        node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in {"accounts", "approvals"}
    ]


def test_custody_that_somebody_offered_to_themselves_is_nobodys_offer(committed_db: None, moment: Any) -> None:
    account = make_account(gather(), "setting_up")
    custodies = migrate(("accounts", "0007_provisional_accounts")).get_model("accounts", "Custody").objects
    custodies.filter(account_id=account.pk).update(offered_by=F("custodian"))
    migrate(*leaves())
    assert set(account.custodies.values_list("interim", "offered_by")) == {
        (False, None),
        (True, account.custodies.get(interim=True).custodian_id),
    }


def test_decisions_name_the_backup_of_the_text_they_were_made_on(committed_db: None, moment: Any) -> None:
    cast = gather()
    request = make_request(cast, "with_both")
    decisions = migrate(("approvals", "0008_decisions_on_paper")).get_model("approvals", "Decision").objects
    assert decisions.count() == 1
    migrate(*leaves())
    assert [one.backup for one in request.rounds.get().decisions.all()] == [cast.backup]
