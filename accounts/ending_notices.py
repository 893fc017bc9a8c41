"""The letters about legal holds, accounts that are not to be trusted, and new handles."""

from django.utils.translation import gettext as _

from accounts.models import Account, Compromise, LegalHold, Tombstone
from accounts.notices import Facts
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/hold_placed")
def hold_placed(letter: Letter) -> Facts | None:
    """To everybody concerned: nothing may be deleted; never why. Dropped once it is lifted."""
    hold = _hold(letter)
    return None if hold.lifted_at else _facts(hold.account, hold=hold)


@outbox.letter("accounts/hold_lifted")
def hold_lifted(letter: Letter) -> Facts:
    """The same once it is over."""
    hold = _hold(letter)
    return _facts(hold.account, hold=hold)


@outbox.letter("accounts/compromised")
def compromised(letter: Letter) -> Facts | None:
    """To everybody concerned: nobody posts, and do not trust it; dropped once it is secure again."""
    row = _compromise(letter)
    return None if row.over_at else _facts(row.account, row=row)


@outbox.letter("accounts/secured")
def secured(letter: Letter) -> Facts:
    """To the same: it is ours again."""
    row = _compromise(letter)
    return _facts(row.account, row=row)


@outbox.letter("accounts/renamed")
def renamed(letter: Letter) -> Facts:
    """To everybody concerned: the new handle, and that the old one may be anybody's from now on."""
    rows = Tombstone.objects.select_related("platform", "account__platform", "account__unit")
    buried = rows.get(pk=letter.ids["tombstone"])
    return _facts(buried.account, buried=buried)


def _hold(letter: Letter) -> LegalHold:
    return LegalHold.objects.select_related("account__platform", "account__unit").get(pk=letter.ids["hold"])


def _compromise(letter: Letter) -> Compromise:
    rows = Compromise.objects.select_related("account__platform", "account__unit", "marked_by", "over_by")
    return rows.get(pk=letter.ids["compromise"])


def _facts(account: Account, **more: object) -> Facts:
    reason = _("You look after this account, post there, administer its unit, or are of Communications.")
    path = account.get_absolute_url()
    return {"account": account, "path": path, "reason": reason, "reference": account.number, **more}
