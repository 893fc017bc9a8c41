"""The letters about custody that hung on an office which is over."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, Custody, CustodyState
from accounts.notices import Facts
from accounts.rules.handoff import live_of
from registry import outbox
from registry.outbox.models import Letter
from registry.people.models import Appointment


@outbox.letter("accounts/interim_passed_on")
def interim_passed_on(letter: Letter) -> Facts | None:
    """To who holds it meanwhile by office, to who did until now, and to Communications; dropped once it is over."""
    now = _custody(letter.ids["custody"])
    if now.state != CustodyState.OPEN:
        return None
    was = _custody(letter.ids["was"])
    facts = _facts(now.account, reverse("accounts:custody-offer", args=[now.account.uuid]))
    return facts | {
        "now": now.custodian, "was": was.custodian, "mine": now.custodian_id == letter.to_id,
        "lost": was.custodian_id == letter.to_id,
    }  # fmt: skip


@outbox.letter("accounts/office_over")
def office_over(letter: Letter) -> Facts | None:
    """To the custodian, to who administers the unit and to Communications; dropped once somebody is asked."""
    held = _custody(letter.ids["custody"])
    if held.state != CustodyState.OPEN or live_of(held.account):
        return None
    office = Appointment.objects.select_related("unit").get(pk=letter.ids["office"])
    facts = _facts(held.account, reverse("accounts:handoff-offer", args=[held.account.uuid]))
    return facts | {"holder": held.custodian, "office": office.designation, "mine": held.custodian_id == letter.to_id}


def _custody(number: int) -> Custody:
    return Custody.objects.select_related("account__platform", "account__unit", "custodian").get(pk=number)


def _facts(account: Account, path: str) -> Facts:
    reason = _("You look after this account, administer its unit, or are of Communications.")
    return {"account": account, "path": path, "reason": reason, "reference": account.number}
