"""The accounts as they stood on a day: the register's health today, else what the daily run kept of that day."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.health import UNPROVEN
from accounts.models import AccountHealth, AccountPast, AccountState, Attestation, Drill, HealthState
from accounts.rules.drills import passed_by
from desk.overview.day import AsOf

#: The states of health that an account in use can be in, the worst first.
IN_USE = (HealthState.RISK, HealthState.ATTENTION, HealthState.GOOD, HealthState.RESTING)


@dataclass(frozen=True)
class Standing:
    """One row for each account, and what the columns are called there; ``place`` is put before those of the account's
    own row.
    """

    rows: QuerySet[Any]
    health: str
    verified: Q
    place: str

    @property
    def in_use(self) -> QuerySet[Any]:
        return self.rows.filter(**{f"{self.health}__in": IN_USE})

    @property
    def active(self) -> QuerySet[Any]:
        """Those of which recovery is proven (`accounts.rules.drills.drawn_from`)."""
        return self.rows.filter(**{f"{self.place}state": AccountState.ACTIVE})

    def among(self, accounts: QuerySet[Any]) -> Q:
        """That it is one of these accounts."""
        return Q(account__in=accounts.values("account"))


def standing_on(as_of: AsOf) -> Standing:
    """How all accounts stood on that day."""
    if as_of.is_today:
        rows = AccountHealth.objects.order_by().annotate(unproven=F("reasons").bitand(UNPROVEN))
        return Standing(rows, "state", Q(unproven=0), "account__")
    return Standing(AccountPast.objects.on(as_of.day).order_by(), "health", Q(verified=True), "")


def attested(as_of: AsOf) -> QuerySet[Attestation]:
    """The words that were given within a year."""
    return Attestation.objects.filter(at__gte=as_of.a_year_before, at__lt=as_of.end).order_by()


def proven(as_of: AsOf) -> QuerySet[Drill]:
    """The drills that prove an account."""
    return passed_by(as_of.day).order_by()
