"""How old each part of a login is, who checked it, how many know it, and when it last changed: never a value (II.7)."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Rotation, SecretVersion
from accounts.rules.knowing import knowledge
from desk.reports.cells import Linked
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.reports.usual import OfUnits, below
from desk.rules import reports as rules
from registry import clock
from registry.people.models import Unit


class OfLogins(OfUnits):
    """Of one unit, among those of the accounts that whoever asks may ask about."""

    def units(self) -> QuerySet[Unit]:
        return rules.units_to_choose(self.by)


def rows(asked: Asked) -> Rows:
    """What is in the vault now, account by account; nothing that is sealed is read."""
    found = SecretVersion.objects.filter(
        below(asked.chosen.get("unit"), "account__unit__"), is_current=True,
        account__in=rules.accounts_known_of(asked.by),
    ).select_related("account__platform", "account__unit", "deposited_by", "verified_by")  # fmt: skip
    told = found.defer("blob", "wrapped_key", "fingerprint").annotate(
        knowers=Coalesce(Subquery(_knowers()), 0), changed_at=Subquery(_changes()), due_on=Subquery(_due())
    )
    return Rows(Part(told.order_by("account__unit__path", "account", "field", "slot"), _line))


def _knowers() -> QuerySet[Any]:
    """Everybody who knows the version: each person once, each declaration once."""
    of_it = knowledge().filter(secret=OuterRef("pk")).order_by().values("secret")
    people = Count("person", distinct=True) + Count("pk", filter=Q(person=None))
    return of_it.annotate(n=people).values("n")


def _changes() -> QuerySet[Any]:
    same = Q(field="") | Q(field=OuterRef("field"))
    done = Rotation.objects.filter(same, account=OuterRef("account"), closed_version__isnull=False)
    return done.order_by("-closed_at").values("closed_at")[:1]


def _due() -> QuerySet[Any]:
    same = Q(field="") | Q(field=OuterRef("field"))
    return Rotation.objects.standing().filter(same, account=OuterRef("account")).order_by("due_on").values("due_on")[:1]


def _line(row: Any) -> Line:
    account, label = row.account, row.get_field_display()
    return [
        account.number, Linked(account.name, account.get_absolute_url()), account.platform.name, account.unit.name,
        f"{label} {row.slot}" if row.slot else label, row.version, (clock.now() - row.deposited_at).days,
        clock.local(row.deposited_at).date(), row.deposited_by.name, row.get_state_display(),
        clock.local(row.verified_at).date() if row.verified_at else None,
        row.verified_by.name if row.verified_by else "", row.knowers,
        clock.local(row.changed_at).date() if row.changed_at else None, row.due_on,
    ]  # fmt: skip


LOGINS = Report(
    slug="logins", title=_("Audit of logins"), check=rules.check_may_ask_about_logins, form=OfLogins, rows=rows,
    purpose=_("How old each login and password is, who checked it and when, how many people know it. Never a value."),
    columns={
        "number": _("Number"), "account": _("Account"), "platform": _("Platform"), "unit": _("School or department"),
        "field": _("What"), "version": _("Version"), "age": _("Days old"), "deposited": _("Deposited"),
        "deposited_by": _("Deposited by"), "state": _("State"), "verified": _("Verified"),
        "verified_by": _("Verified by"), "knowers": _("Known to"), "changed": _("Last change"),
        "due": _("To change by"),
    },
)  # fmt: skip
