"""Which accounts and requests somebody asks about: by their numbers, or by a unit and a period."""

import re
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass
from approvals.models import Request
from approvals.workflow import Status
from registry import clock
from registry.audit.days import FIRST_DAY, LAST_DAY
from registry.people.models import Unit
from registry.people.refusal import Refused

_NUMBER = re.compile(r"(?P<kind>[AR])-?0*(?P<number>[0-9]{1,15})", re.IGNORECASE)
#: More than this is a copy of the register, and that is a report.
MOST = 500

Picked = tuple[list[Account], list[Request]]


def picked(*, numbers: str, unit: Unit | None, since: date | None, until: date | None) -> Picked:
    """The accounts that are or were ours, and the requests that were sent, of these numbers or of this unit and time.

    An account brings its requests with it. Raises `Refused` for numbers of nothing, for nothing, and for too much.
    """
    by_number = [_NUMBER.fullmatch(word) for word in re.split(r"[\s,;]+", numbers.strip()) if word]
    if not all(by_number):
        raise Refused(_("Enter numbers like A-0037 and R-0412."), rule="Minn. Stat. 13.03", field="numbers")
    known = [(match["kind"].upper(), int(match["number"])) for match in by_number if match]
    accounts, requests = _ours(), _sent()
    if known:
        named = Q(pk__in=[number for kind, number in known if kind == "A"])
        asked = Q(pk__in=[number for kind, number in known if kind == "R"])
        _check_all(accounts.filter(named).count() + requests.filter(asked).count(), len(set(known)))
    else:
        named, asked = _of(unit, since, until, "opened_at", "retired_at"), _of(unit, since, until, "submitted_at")
    ours = list(accounts.filter(named)[: MOST + 1])
    theirs = list(requests.filter(asked | Q(items__account__in=ours)).distinct()[: MOST + 1])
    _check_some(len(ours), len(theirs))
    return ours, theirs


def _ours() -> QuerySet[Account]:
    rows: QuerySet[Account] = Account.objects.exclude(klass__in=AccountClass.not_ours()).order_by("pk")
    return rows


def _sent() -> QuerySet[Request]:
    return Request.objects.exclude(status=Status.DRAFT).order_by("pk")


def _of(unit: Unit | None, since: date | None, until: date | None, begun: str, ended: str = "") -> Q:
    """Of a unit and all below it, that was there at some time of the period."""
    found = Q(unit__path__startswith=unit.path) if unit else Q()
    if any(day and not FIRST_DAY <= day < LAST_DAY for day in (since, until)):
        raise Refused(_("Look at the years again, or leave the days empty."), rule="Minn. Stat. 13.03")
    if until:
        found &= Q(**{f"{begun}__lt": clock.midnight(until + timedelta(days=1))})
    if since:
        first = clock.midnight(since)
        found &= Q(**{f"{ended}__gte": first}) | Q(**{ended: None}) if ended else Q(**{f"{begun}__gte": first})
    return found


def _check_all(found: int, asked: int) -> None:
    if found < asked:
        message = _("Not all of these numbers are an account of ours or a request that was sent. Look at them again.")
        raise Refused(message, rule="Minn. Stat. 13.03", field="numbers")


def _check_some(accounts: int, requests: int) -> None:
    if not accounts and not requests:
        raise Refused(_("Nothing fits. Choose another unit or period."), rule="Minn. Stat. 13.03")
    if max(accounts, requests) > MOST:
        message = _("That is more than %(most)s. Choose less, or take the report of the register.") % {"most": MOST}
        raise Refused(message, rule="Minn. Stat. 13.03")
