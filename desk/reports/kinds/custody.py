"""Custody over time: who answered for which account from when to when, and which text they accepted (IV.11)."""

import hashlib

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Custody
from desk.reports.cells import Hash, Linked
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.reports.usual import OfDays, OfPerson, OfUnits, begin_of, below, end_of
from desk.rules import reports as rules
from registry.people.models import Unit


class OfCustodies(OfDays, OfUnits, OfPerson):
    """What stood at any time in a period; of whom; in which unit."""

    field_order = ("since", "until", "who", "unit")

    def units(self) -> QuerySet[Unit]:
        return rules.units_to_choose(self.by)


def rows(asked: Asked) -> Rows:
    """Every custody that was offered or held at any time in the period, account by account, in order."""
    chosen, begin = asked.chosen, begin_of(asked.chosen)
    found = Custody.objects.filter(
        below(chosen.get("unit"), "account__unit__"), account__in=rules.accounts_of(asked.by),
        offered_at__lt=end_of(chosen),
    ).exclude(ended_at__lt=begin).exclude(declined_at__lt=begin)  # fmt: skip
    if chosen.get("who"):
        found = found.filter(custodian=chosen["who"])
    told = found.select_related("account__platform", "account__unit", "custodian", "offered_by", "ended_by")
    return Rows(Part(told.order_by("account__unit__path", "account", "pk"), _line))


def _line(row: Custody) -> Line:
    account, text = row.account, row.accepted_text
    interim = _("as interim custodian") if row.interim else _("by an older list") if row.unverified else row.position
    return [
        account.number, Linked(account.name, account.get_absolute_url()), account.unit.name, row.custodian.name,
        str(interim), row.get_state_display(), row.offered_at, row.offered_by.name if row.offered_by else "",
        row.accepted_at, row.accepted_policy,
        Hash(hashlib.sha256(text.encode()).hexdigest()) if text else "", row.ended_at or row.declined_at,
        row.ended_by.name if row.ended_by else "", row.ended_why or row.declined_why,
    ]  # fmt: skip


CUSTODY = Report(
    slug="custody", title=_("Custody of accounts"), check=rules.check_may_ask_about_accounts, form=OfCustodies,
    purpose=_("Who answered for which account from when to when, who offered it, and which text was accepted."),
    rows=rows,
    columns={
        "number": _("Number"), "account": _("Account"), "unit": _("School or department"), "custodian": _("Custodian"),
        "as": _("As"), "state": _("State"), "offered": _("Begun or offered"), "offered_by": _("By"),
        "accepted": _("Accepted"), "policy": _("Policy version"), "text": _("Hash of the text"), "ended": _("Ended"),
        "ended_by": _("Ended by"), "why": _("Why"),
    },
)  # fmt: skip
