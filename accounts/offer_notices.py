"""The letters about a custody that is offered and not answered: to who is asked, and to who finds somebody else."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Custody, CustodyState
from accounts.notices import Facts
from accounts.rules.handoff import terms, waits_because
from registry import clock, outbox
from registry.calendar import WorkingDays
from registry.outbox.models import Letter


@outbox.letter("accounts/offer_waits")
def offer_waits(letter: Letter) -> Facts | None:
    """To whoever is asked, the working day before an answer is due; dropped once they answered."""
    custody = _custody(letter)
    if custody.state != CustodyState.OFFERED:
        return None
    page = reverse("accounts:custody-accept", args=[custody.account.uuid])
    due = WorkingDays().after(terms().answer_days, clock.local(custody.offered_at).date())
    reason = _("You are asked to look after this account.")
    return {**_facts(custody, page, reason), "due": due, "missing": waits_because(custody.custodian)}


@outbox.letter("accounts/offer_timed_out")
def offer_timed_out(letter: Letter) -> Facts | None:
    """To who holds it meanwhile, who offered it and Communications; dropped once somebody else is asked."""
    custody = _custody(letter)
    if custody.account.custodies.filter(pk__gt=custody.pk).exists():
        return None
    holder = custody.account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    page = reverse("accounts:custody-offer", args=[custody.account.uuid])
    reason = _("You answer for this account meanwhile, offered it, or are of Communications.")
    mine = holder is not None and holder.custodian_id == letter.to_id
    return {**_facts(custody, page, reason), "holder": holder and holder.custodian, "mine": mine}


def _custody(letter: Letter) -> Custody:
    rows = Custody.objects.select_related("account__platform", "account__unit", "custodian")
    return rows.get(pk=letter.ids["custody"])


def _facts(custody: Custody, path: str, reason: str) -> Facts:
    account = custody.account
    return {"account": account, "custody": custody, "path": path, "reason": reason, "reference": account.number}
