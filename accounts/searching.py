"""Accounts, handles that were ours, schools and platforms, as one search over all rooms finds them.

Everybody who signs in sees the register (domain.md, who may do what), impostors too, marked.
"""

from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import by_words
from accounts.models import Account, AccountState, Platform, Tombstone
from accounts.rules.namesakes import in_plain_letters
from registry.folding import folded
from registry.people.models import Unit, User
from registry.searching import COUNTED, Found, Hit, part, words_of

Thing = TypeVar("Thing", Unit, Platform)


def found(text: str, user: User) -> list[Found]:
    """What is meant: accounts, then handles that were ours, then schools and platforms with all that they have."""
    meant, rows = text, _accounts(text)
    plain = in_plain_letters(text)
    if not rows and plain != text:
        meant, rows = plain, _accounts(plain)
    return [
        part("accounts", _("Accounts"), rows, _account, _register(q=meant)),
        part("tombstones", _("Handles that were ours"), _buried(meant), _tombstone, reverse("accounts:tombstones")),
        part("units", _("Schools and departments"), _with_words(meant, Unit.objects.all()), _unit),
        part("platforms", _("Platforms"), _with_words(meant, Platform.objects.all()), _platform),
    ]


def _accounts(text: str) -> list[Account]:
    """Those of that very handle first, what is retired last."""
    handle, wanted = text.removeprefix("@").strip(), by_words.search(text)
    rows = Account.objects.select_related("platform", "unit").order_by()
    same = Q(platform__in=list(Platform.objects.values_list("pk", flat=True)), key=folded(handle))
    first = {row.pk: row for row in rows.filter(same)[:COUNTED]}
    more = {row.pk: row for row in rows.filter(wanted)[: COUNTED + 1]}

    def order(row: Account) -> tuple[bool, bool, str]:
        return (row.pk not in first, row.state == AccountState.RETIRED, row.handle.casefold())

    return sorted((first | more).values(), key=order)[: COUNTED + 1]


def _buried(text: str) -> list[Tombstone]:
    meant = Q()
    for word in words_of(text):
        meant &= Q(handle__icontains=word)
    rows = Tombstone.objects.filter(meant, lifted_at=None).select_related("platform", "account")
    return list(rows[: COUNTED + 1])


def _with_words(text: str, rows: "QuerySet[Thing]") -> list[Thing]:
    """Names are folded here: there are few, and databases do not agree on accents."""
    words = words_of(text)
    return [row for row in rows if all(word in folded(row.name) for word in words)][: COUNTED + 1]


def _account(row: Account) -> Hit:
    meta = " · ".join([row.number, row.platform.name, row.group or row.display_name, row.unit.name])
    return Hit(row.name, row.get_absolute_url(), meta, platform=row.platform, account=row)


def _tombstone(row: Tombstone) -> Hit:
    meta = _("%(why)s, %(platform)s: whoever has it now is not the district") % {
        "why": row.get_why_display(), "platform": row.platform.name,
    }  # fmt: skip
    return Hit(row.name, row.account.get_absolute_url(), meta, platform=row.platform)


def _unit(row: Unit) -> Hit:
    return Hit(row.name, _register(unit=row.pk), _("Its accounts"), "school")


def _platform(row: Platform) -> Hit:
    return Hit(row.name, _register(platform=row.slug), _("Accounts there"), platform=row)


def _register(**filters: object) -> str:
    return f"{reverse('accounts:list')}?{urlencode(filters)}"
