"""Whoever was to find somebody for an account that nobody took over has left: who stands in now sees to it."""

from django.db.models import Q

from accounts.actions.handoff import tell
from accounts.models import Handoff
from accounts.rules import custody as holding
from accounts.rules.handoff import unanswered_of
from registry import audit
from registry.people.models import User


def taken_later(person: User) -> Q:
    """The accounts that are to be locked for it, with all others of a departure (docs/decisions/0019)."""
    return Q(pk__in=unanswered_of(person).order_by().values("account"))


@audit.act()
def pass_on_all_of(person: User, *, by: User) -> list[Handoff]:
    """Give each to who stands in for the unit now, inside an act that holds the accounts; they are told."""
    found = list(unanswered_of(person))
    in_force = holding.in_force_now() if found else []
    for row in found:
        row.passed_to = holding.stand_in_among(in_force, row.account, failing=row.giver, instead_of=person)
        row.save(update_fields=["passed_to"])
        audit.record(
            audit.Event.HANDOFF_PASSED_ON, by=by, on=row.account, reference=row.number,
            before={"owner": person.trail_label}, after={"owner": row.passed_to.trail_label},
        )  # fmt: skip
        tell("accounts/handoff_timed_out", row, [row.passed_to], by=by, key=f"after:{person.pk}")
    return found
