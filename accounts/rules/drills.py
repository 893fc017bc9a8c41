"""Recovery drills: what is drawn, who tries it, and how many accounts are proven recoverable (E2.28)."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    Drill,
    DrillState,
    DrillStep,
    Exposure,
    ExposureKind,
)
from accounts.rules.control import seen
from accounts.rules.credentials import current_sign_in, to_verify
from accounts.rules.standing import Standing
from registry import clock
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

#: A passed drill proves an account for so long.
HOLDS = timedelta(days=365)
JULY = 7
DONE = (DrillState.PASSED, DrillState.FAILED)


@dataclass(frozen=True)
class Proven:
    """How many of the active accounts somebody got into within a year, with what is stored; and on which day."""

    proven: int
    active: int
    as_of: date

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down; None where no account is active."""
        return self.proven * 100 // self.active if self.active else None


def school_year(day: date) -> int:
    """The calendar year in which the school year of a day began, in July."""
    return day.year if day.month >= JULY else day.year - 1


def drawn_from() -> QuerySet[Account]:
    """The accounts a sample is drawn from, and that the figure is about: official and active."""
    return Account.objects.filter(klass__in=AccountClass.official(), state=AccountState.ACTIVE)


def draw(numbers: Iterable[int], *, size: int, seed: str) -> list[int]:
    """A random sample of these numbers; the same seed draws the same from the same."""
    every = sorted(numbers)
    return sorted(random.Random(seed).sample(every, min(size, len(every))))  # noqa: S311 (a sample, not a secret)


def passed_by(day: date) -> QuerySet[Drill]:
    """The drills that prove an account at the end of a day: passed within the 12 months up to it."""
    since, over = clock.midnight(day - HOLDS), clock.midnight(day + timedelta(days=1))
    return Drill.objects.filter(state=DrillState.PASSED, closed_at__gte=since, closed_at__lt=over)


def proven_recoverable(day: date | None = None) -> Proven:
    """How many active accounts have a passed drill within the 12 months up to a day (today unless told); one query."""
    until = day or clock.today()
    rows = drawn_from().annotate(is_proven=Exists(passed_by(until).filter(account=OuterRef("pk"))))
    counted = rows.aggregate(active=Count("pk"), proven=Count("pk", filter=Q(is_proven=True)))
    return Proven(counted["proven"], counted["active"], until)


def check_may_see(user: User) -> None:
    """Raise `Refused` unless this person may read what came of the drills: Communications and the superintendent."""
    if not powers.reads_whole_trail(user):
        raise Refused(_("The drills are for Communications and the superintendent."), rule="domain: who may do what")


def check_may_plan(user: User) -> None:
    """Raise `Refused` unless this person may say how often it is proven that one can get in."""
    if not powers.has_power(user, Power.PLAN_PROOFS):
        raise Refused(_("The communications director says how often."), rule="domain: recovery map")


def check_may_start(standing: Standing) -> None:
    """Raise `Refused` unless this person may ask for a drill that nobody drew: Communications, one at a time."""
    check_drills(standing)
    if standing.account.drills.filter(state=DrillState.OPEN).exists():
        raise Stale(_("A drill of this account is open already."))


def check_may_drill(standing: Standing, drill: Drill) -> None:
    """Raise `Refused` unless this person may say what came of this drill: a member of Communications."""
    if drill.state != DrillState.OPEN:
        raise Stale(_("This drill is over."))
    check_drills(standing)


def check_may_pass(standing: Standing, drill: Drill) -> None:
    """Raise `Refused` unless this person got in with what is stored, as far as can be told from here.

    With a shared login they opened it after the drill began, as it is stored now; with roles, somebody else has seen
    that they hold full control.
    """
    check_may_drill(standing, drill)
    account = standing.account
    if not account.platform.shares_login:
        if not seen(account).filter(person=standing.user).exists():
            raise Refused(
                _("You have no full control that somebody has seen: somebody who has drills it."), rule="II.7"
            )
        return
    if to_verify(account):
        raise Refused(_("A new deposit waits: verify it first, then drill."), rule="II.7")
    if not has_opened_since(standing, drill):
        raise Refused(_("Reveal the login first, and sign in with exactly what is stored."), rule="II.7")


def has_opened_since(standing: Standing, drill: Drill) -> bool:
    """Whether this person opened what is stored now, after the drill began."""
    wanted = {version.pk for version in current_sign_in(standing.account)}
    shown = Exposure.objects.filter(
        secret__in=wanted, person=standing.user, kind=ExposureKind.REVEALED, reveal__failed_at=None,
        reveal__at__gte=drill.opened_at,
    )  # fmt: skip
    return bool(wanted) and set(shown.values_list("secret_id", flat=True)) == wanted


def check_drills(standing: Standing) -> None:
    """Raise `Refused` unless this person drills this account at all: Communications, while it is active."""
    if standing.system_administrator:
        raise Refused(_("System administrators never open a login."), rule="domain: who may do what")
    if not standing.communications:
        raise Refused(_("Communications drills whether one can get in."), rule="domain: recovery map")
    if standing.account.state != AccountState.ACTIVE:
        raise Stale(_("Only an active account is drilled."))


def steps_for(account: Account) -> list[DrillStep]:
    """The steps at which a drill of this account can end."""
    if account.platform.shares_login:
        return [step for step in DrillStep if step != DrillStep.ROLE]
    return [DrillStep.ROLE, DrillStep.PLATFORM, DrillStep.GONE]


def unmended(accounts: QuerySet[Account]) -> QuerySet[Drill]:
    """The failed drills of active accounts with no passed one since: getting back in is work that is not done."""
    later = Drill.objects.filter(account=OuterRef("account"), state__in=DONE, closed_at__gt=OuterRef("closed_at"))
    rows = Drill.objects.filter(state=DrillState.FAILED, account__in=accounts, account__state=AccountState.ACTIVE)
    return rows.exclude(Exists(later)).select_related("account__platform", "account__unit").order_by("pk")
