"""The week's letters about accounts that need care. Reasons in their own words, never whose a way in is."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import health
from accounts.models import AccountHealth, Custody, CustodyState, HealthReport, HealthState
from accounts.notices import Facts
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/care_worse", can_wait=True)
def care_worse(letter: Letter) -> Facts | None:
    """To who answers for accounts that got worse: which, and why; dropped once none of them needs care any more."""
    report = HealthReport.objects.get(pk=letter.ids["report"])
    held = Custody.objects.filter(custodian=letter.to, state=CustodyState.OPEN).values("account")
    rows = AccountHealth.objects.filter(account__in=held, told_on=report.on, place__lt=2)
    found = list(rows.select_related("account__platform").order_by("place", "account"))
    if not found:
        return None
    first = found[0].account
    alone = len(found) == 1
    path = first.get_absolute_url() if alone else f"{reverse('accounts:list')}?{urlencode({'custodian': letter.to_id})}"
    return {
        "accounts": [{"account": row.account, "state": row.get_state_display(), "why": _why(row)} for row in found],
        "count": len(found), "account": first, "path": path, "reason": _("You answer for these accounts."),
        "reference": first.number if alone else "",
    }  # fmt: skip


@outbox.letter("accounts/care_week", can_wait=True)
def care_week(letter: Letter) -> Facts | None:
    """To Communications: how many accounts need care this week; dropped once none does."""
    report = HealthReport.objects.get(pk=letter.ids["report"])
    if not AccountHealth.objects.filter(place__lt=2).exists():
        return None
    states = [("health", HealthState.RISK.value), ("health", HealthState.ATTENTION.value)]
    path = f"{reverse('accounts:list')}?{urlencode(states)}"
    return {"report": report, "path": path, "reason": _("You are of Communications.")}


def _why(row: AccountHealth) -> list[Any]:
    return [reason.words for reason in health.reasons_in(row.reasons) if reason.bit & health.WORRIES]
