"""The plan of an end, and whether it makes sense: its last day, what takes the account's place, what a hold forbids."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass, AccountState, Closing, ClosingKind, ClosingState, ClosingWhy
from accounts.rules.closing import RULE
from accounts.rules.holds import is_held
from registry import clock
from registry.people.refusal import Refused


@dataclass(frozen=True)
class Plan:
    """How, why and by when an account ends, and what takes its place."""

    kind: str
    why: str
    planned_on: date
    words: str = ""
    replaced_by: Account | None = None

    @property
    def facts(self) -> dict[str, str]:
        """The same as the trail keeps it."""
        other = self.replaced_by.trail_label if self.replaced_by else ""
        return {"kind": self.kind, "last_day": self.planned_on.isoformat(), "replaced_by": other}


def check_plan(account: Account, plan: Plan, *, since: date | None = None) -> None:
    """Raise `Refused` for a last day that is over (one that was planned before may be, `since`), for an account that
    cannot take its place, and for closing what is under legal hold: that can be parked (E4.57).
    """
    if plan.planned_on < clock.today() and plan.planned_on != since:
        raise Refused(_("Enter today or a later day."), rule=RULE, field="planned_on")
    if plan.replaced_by:
        check_may_replace(account, plan.replaced_by)
    elif plan.why == ClosingWhy.MERGED:
        raise Refused(_("Choose the account that takes its place."), rule=RULE, field="replaced_by")
    if plan.kind != ClosingKind.PARK:
        check_may_go(account)


def check_may_replace(account: Account, other: Account) -> None:
    """Raise `Refused` unless the other account is one of ours that stays."""
    if other.pk == account.pk:
        raise Refused(_("Another account takes its place, not itself."), rule=RULE, field="replaced_by")
    ends = Closing.objects.filter(account=other, state=ClosingState.UNDER_WAY).exists()
    if other.klass not in AccountClass.official() or other.state in AccountState.over() or ends:
        message = _("%(account)s cannot take its place: it is not one of ours that stays.")
        raise Refused(message % {"account": other.trail_label}, rule=RULE, field="replaced_by")


def check_may_go(account: Account) -> None:
    """Raise `Refused` while its records are under legal hold."""
    if is_held(account):
        raise Refused(held_words(), rule="E4.57", field="kind")


def held_words() -> str:
    """What is said where a hold stands in the way."""
    return _("Its records are under legal hold: it can be parked, not closed nor given up.")
