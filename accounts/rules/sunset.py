"""A platform ends for us: who says so, by when, and how far its accounts have come (E4.56)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Closing, ClosingState, Platform, PlatformState, Sunset
from registry import clock
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "E4.56"
ENDS = (PlatformState.WITHDRAWN, PlatformState.SHUT_DOWN)


@dataclass(frozen=True)
class Progress:
    """How many of a platform's accounts have ended, have their records kept, and are late."""

    sunset: Sunset
    total: int
    kept: int
    ended: int
    late: int


def check_may_see(user: User) -> None:
    """Raise `Refused` unless they read the whole register's ends: Communications and superintendent."""
    if not powers.reads_whole_trail(user):
        raise Refused(_("This is for Communications and the superintendent."), rule=RULE)


def check_may_begin(user: User, platform: Platform) -> None:
    """Raise `Refused` unless Communications may say by when everything there ends; once for each platform."""
    if not powers.has_power(user, Power.END_ACCOUNTS):
        raise Refused(_("Communications says by when a platform ends."), rule=RULE)
    if Sunset.objects.filter(platform=platform).exists():
        raise Stale(_("The end of %(platform)s is planned already.") % {"platform": platform.name})


def check_day(ends_on: date) -> None:
    """Raise `Refused` for a day that is over."""
    if ends_on < clock.today():
        raise Refused(_("Enter today or a later day."), rule=RULE, field="ends_on")


def concerned(platform: Platform) -> Q:
    """The accounts that end with it: all of ours in use there, and those that are being closed."""
    gone = (AccountState.SETTING_UP, AccountState.RETIRED, AccountState.FOUND)
    return Q(platform=platform) & ~Q(state__in=gone)


def board() -> list[Progress]:
    """Every platform that ends, with how far it has come; one query."""
    closings, late = "closings", Q(closings__state=ClosingState.UNDER_WAY, ends_on__lt=clock.today())
    rows = Sunset.objects.select_related("platform").annotate(
        total=Count(closings), kept=Count(closings, filter=~Q(closings__archive="")),
        ended=Count(closings, filter=Q(closings__state=ClosingState.DONE)), late=Count(closings, filter=late),
    )  # fmt: skip
    return [Progress(row, row.total, row.kept, row.ended, row.late) for row in rows]


def ends_of(sunset: Sunset) -> list[Closing]:
    """Its accounts, those that are not over first."""
    rows = sunset.closings.exclude(state=ClosingState.CALLED_OFF).select_related("account__platform", "account__unit")
    return sorted(rows, key=lambda row: (row.state == ClosingState.DONE, row.account_id))


def being_set_up(platform: Platform) -> int:
    """How many accounts there are being set up: their requests are withdrawn instead."""
    return Account.objects.filter(platform=platform, state=AccountState.SETTING_UP).count()
