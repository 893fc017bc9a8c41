"""The accounts as they stood on a day: the register itself today, else what the daily run kept of that day."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.health import UNPROVEN
from accounts.models import Account, AccountPast, AccountState, Attestation, Drill, DrillState, HealthState
from desk.overview.day import AsOf

#: The states of health that an account in use can be in, the worst first.
IN_USE = (HealthState.RISK, HealthState.ATTENTION, HealthState.GOOD, HealthState.RESTING)


@dataclass(frozen=True)
class Standing:
    """Rows of accounts, and what the columns are called there: the account itself, and its health."""

    rows: QuerySet[Any]
    account: str
    health: str
    verified: Q

    @property
    def in_use(self) -> QuerySet[Any]:
        return self.rows.filter(**{f"{self.health}__in": IN_USE})

    @property
    def active(self) -> QuerySet[Any]:
        """Those of which recovery is proven (`accounts.rules.drills.drawn_from`)."""
        return self.rows.filter(state=AccountState.ACTIVE)

    def among(self, accounts: QuerySet[Any]) -> Q:
        """That it is one of these accounts."""
        return Q(**{f"{self.account}__in": accounts.values("account")})


def standing_on(as_of: AsOf) -> Standing:
    """How all accounts stood on that day."""
    if as_of.is_today:
        rows = Account.objects.exclude(state=AccountState.RETIRED).order_by()
        unproven = rows.annotate(unproven=F("health__reasons").bitand(UNPROVEN))
        return Standing(unproven, "pk", "health__state", Q(unproven=0))
    return Standing(AccountPast.objects.on(as_of.day).order_by(), "account", "health", Q(verified=True))


def attested(as_of: AsOf) -> QuerySet[Attestation]:
    """The words that were given within a year."""
    return Attestation.objects.filter(at__gte=as_of.a_year_before, at__lt=as_of.end).order_by()


def proven(as_of: AsOf) -> QuerySet[Drill]:
    """The drills that were passed within a year (`accounts.rules.drills.proven_recoverable`)."""
    passed = Drill.objects.filter(state=DrillState.PASSED, closed_at__gte=as_of.a_year_before)
    return passed.filter(closed_at__lt=as_of.end).order_by()
