"""Who may open, post on or answer for what, today: a line for each right of each person (II.4, II.7)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account, BackupCustodian, Custody, CustodyState, Poster, RoleHolder
from accounts.rules.roles import state_words
from desk.reports.cells import Linked
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.reports.usual import OfPerson, OfUnits, below
from desk.rules import reports as rules
from registry.people import powers
from registry.people.models import Appointment, Unit

OF_ACCOUNT = ("account__platform", "account__unit")
IN_HAND = (*CustodyState.in_hand(),)


class OfAccess(OfUnits, OfPerson):
    """Of whom; in which unit."""

    field_order = ("who", "unit")

    def units(self) -> QuerySet[Unit]:
        return rules.units_to_choose(self.by)


def rows(asked: Asked) -> Rows:
    """Custodians, backups, posters, holders of roles; then the offices that open the vault, and administrators."""
    unit, who = asked.chosen.get("unit"), asked.chosen.get("who")
    accounts = rules.accounts_of(asked.by).filter(below(unit))
    of_it = Q(account__in=accounts)
    units = Unit.objects.filter(pk__in=accounts.values("unit"))
    held = Custody.objects.filter(of_it, _is(who, "custodian"), state__in=IN_HAND)
    backups = BackupCustodian.objects.filter(of_it, _is(who, "person"), ended_at=None)
    designated = Poster.objects.standing().filter(of_it | Q(unit__in=_above(units)), _is(who, "person"))
    roles = RoleHolder.objects.filter(of_it, _is(who, "person"), ended_at=None)
    offices = Appointment.objects.in_force().filter(_is(who, "person"), _opens() | Q(unit__in=_above(units)))
    return Rows(
        Part(held.select_related(*OF_ACCOUNT, "custodian", "offered_by").order_by("account", "pk"), _of_custody),
        Part(backups.select_related(*OF_ACCOUNT, "person", "named_by").order_by("account", "pk"), _of_backup),
        Part(
            designated.select_related(*OF_ACCOUNT, "unit", "person", "designated_by").order_by("account", "pk"),
            _of_poster,
        ),
        Part(
            roles.select_related(*OF_ACCOUNT, "person", "recorded_by", "proven_by").order_by("account", "pk"), _of_role
        ),
        Part(
            offices.select_related("person", "unit", "on_behalf_of__person", "appointed_by").order_by("office", "pk"),
            _of_office,
        ),
    )


def _is(who: Any, column: str) -> Q:
    return Q(**{column: who}) if who else Q()


def _opens() -> Q:
    return Q(office__in=powers.OPENS_THE_VAULT, on_behalf_of=None)


def _above(units: QuerySet[Unit]) -> set[int]:
    """The units that the accounts are of, and all above them: what is said of these covers the accounts."""
    return {number for unit in units for number in unit.path_ids()}


def _where(account: Account) -> list[object]:
    return [Linked(f"{account.name}, {account.number}", account.get_absolute_url()), account.unit.name]


def _of_custody(row: Custody) -> Line:
    right = _("Interim custodian") if row.interim else _("Custodian")
    if row.state == CustodyState.ACCEPTED:
        right = _("Custodian to be")
    by = row.offered_by.name if row.offered_by else ""
    return [
        row.custodian.name,
        right,
        *_where(row.account),
        not row.unverified,
        row.accepted_at or row.offered_at,
        None,
        by,
    ]


def _of_backup(row: BackupCustodian) -> Line:
    return [row.person.name, _("Backup"), *_where(row.account), True, row.since, None, row.named_by.name]


def _of_poster(row: Poster) -> Line:
    where = _where(row.account) if row.account else [_("every account there"), row.unit.name if row.unit else ""]
    by = row.designated_by.name if row.designated_by else ""
    return [row.person.name, _("Poster"), *where, row.may_reveal, row.starts_on, row.ends_on, by]


def _of_role(row: RoleHolder) -> Line:
    right = f"{row.get_level_display()}: {state_words(row)}"
    return [row.person.name, right, *_where(row.account), False, row.since, None, row.recorded_by.name]


def _of_office(row: Appointment) -> Line:
    opens = row.office in powers.OPENS_THE_VAULT and row.on_behalf_of_id is None
    by = row.appointed_by.name if row.appointed_by else ""
    where = [_("every account") if opens else _("no login, by the office"), row.unit.name if row.unit else ""]
    return [row.person.name, row.designation, *where, opens, row.starts_on, row.last_day, by]


ACCESS = Report(
    slug="access", title=gettext_lazy("Who may do what on which account"), form=OfAccess, rows=rows,
    check=rules.check_may_ask_about_accounts,
    purpose=gettext_lazy("Custodians, backups, posters, roles and the offices that open logins, as they stand today."),
    columns={
        "person": gettext_lazy("Person"), "right": gettext_lazy("As"), "account": gettext_lazy("Account"),
        "unit": gettext_lazy("School or department"), "opens": gettext_lazy("May open the login"),
        "since": gettext_lazy("Since"), "until": gettext_lazy("Until"), "by": gettext_lazy("By"),
    },
)  # fmt: skip
