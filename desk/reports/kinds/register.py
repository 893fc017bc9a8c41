"""The register: every account with who answers for it and how it is. Open to everybody who signs in (domain.md)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.finding import matching, search
from accounts.listing import open_custody
from accounts.models import Account, AccountClass, AccountState, BackupCustodian
from desk.reports.cells import Linked
from desk.reports.forms import OfUnits
from desk.reports.frame import Asked, Line, Part, Report, Rows
from registry import clock
from registry.people.models import User


class OfAccounts(OfUnits):
    """Of one unit, in one state, of one class; retired accounts where they are asked for."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All but retired")), *AccountState.choices]
    )
    klass = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *AccountClass.choices])


def check(user: User) -> None:
    """Whoever signs in may read the register, and so have it as a list."""


def rows(asked: Asked) -> Rows:
    """The accounts, unit by unit."""
    chosen: Mapping[str, Any] = asked.chosen
    lists = {name: [chosen[name]] for name in ("state", "klass") if chosen.get(name)}
    filters = {"unit": chosen.get("unit"), **lists}
    backups = BackupCustodian.objects.filter(ended_at=None).select_related("person")
    found = matching(filters, search(filters)).select_related("platform", "unit", "health")
    held = found.prefetch_related(open_custody(), Prefetch("backups", backups, to_attr="backed"))
    return Rows(Part(held.order_by("unit__path", "pk"), _line))


def _line(account: Any) -> Line:
    health = getattr(account, "health", None)
    return [
        account.number, Linked(account.name, account.get_absolute_url()), account.platform.name,
        account.get_klass_display(), account.unit.name, account.get_state_display(),
        health.get_state_display() if health else "", ", ".join(row.custodian.name for row in account.held),
        ", ".join(row.person.name for row in account.backed), _day(account),
    ]  # fmt: skip


def _day(account: Account) -> Any:
    return clock.local(account.activated_at).date() if account.activated_at else None


REGISTER = Report(
    slug="register", title=_("Register of accounts"), check=check, form=OfAccounts, rows=rows,
    purpose=_("Every account with its school, its custodian and its health: what the register says today."),
    columns={
        "number": _("Number"), "account": _("Account"), "platform": _("Platform"), "kind": _("Kind"),
        "unit": _("School or department"), "state": _("State"), "health": _("Health"), "custodian": _("Custodian"),
        "backup": _("Backup"), "active_since": _("Active since"),
    },
)  # fmt: skip
