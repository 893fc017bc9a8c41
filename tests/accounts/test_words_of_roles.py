"""What the pages say of a role: how far it is proven, and what follows once it has ended; no database is asked."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import RoleLevel
from accounts.rules import roles
from tests.accounts.parts_of import Rows

SEEN = datetime(2025, 11, 10, 18, tzinfo=UTC)
NAME: Any = SimpleNamespace(name="Erik Solberg", is_active=True)
WITNESS: Any = SimpleNamespace(name="Ana Ruiz")


def role(*, custodies: Any = (), **facts: Any) -> Any:
    account = SimpleNamespace(platform=SimpleNamespace(name="Facebook"), custodies=Rows(custodies))
    plain = {"account": account, "person": NAME, "level": RoleLevel.EDITOR, "to_remove_since": None}
    return SimpleNamespace(**({**plain, "proven_at": None, "proven_by": None, "prove_by": None} | facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "not proven yet"),
        ({"proven_at": SEEN}, "not proven yet"),
        ({"proven_at": SEEN, "proven_by": WITNESS}, "seen by Ana Ruiz, November 10, 2025"),
        (
            {"proven_at": SEEN, "proven_by": WITNESS, "prove_by": date(2026, 11, 10)},
            "seen by Ana Ruiz, November 10, 2025; to be seen again by November 10, 2026",
        ),
        ({"to_remove_since": SEEN}, "no longer looks after it: take it away"),
        (
            {"to_remove_since": SEEN, "person": SimpleNamespace(is_active=False)},
            "no longer works here: take the role away",
        ),
    ],
)
def test_how_far_a_role_is_proven(facts, words):
    assert roles.state_words(role(**facts)) == words


def test_what_follows_once_a_role_has_ended() -> None:
    take = "Take the role away on Facebook as well: Mooring only writes it down."
    stays = "Erik Solberg stays the custodian and answers for the account, without a role on it."
    assert roles.what_follows(role()) == [take]
    assert roles.what_follows(role(level=RoleLevel.FULL)) == [take]
    assert roles.what_follows(role(custodies=["theirs"])) == [take, stays]
    assert roles.what_follows(role(to_remove_since=SEEN, custodies=["theirs"])) == [
        "You say that you have looked on Facebook, and Erik Solberg has no role there any more.",
        "The task is done, and who took the role away stands in the trail.",
    ]
    assert roles.ended_words(role()) == "Role ended: Erik Solberg. You can record it again below."
    assert roles.ended_words(role(to_remove_since=SEEN)) == "Confirmed: Erik Solberg has no role any more."
