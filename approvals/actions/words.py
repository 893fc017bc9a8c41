"""Words that are kept with a request hold no secret of the accounts it became (invariant 5)."""

from django.utils.translation import gettext as _

from accounts.actions.words import check_says_no_secret, slips_are_noted
from accounts.models import Account
from accounts.rules.slips import check_reads_like_none
from accounts.rules.unrepeatable import Unrepeatable
from approvals.models import Request
from approvals.text import FIELDS, text_of
from registry.people.models import User

__all__ = ["check_reads_plain", "check_says_no_secret_of", "slips_are_noted"]


def check_says_no_secret_of(request: Request, *texts: str, by: User) -> None:
    """Raise `SaysSecret` where a secret of an account of the request stands in one of these texts, `Unrepeatable` where
    one reads as if it said any.

    After an emergency approval there is such an account while the others still decide. Ask it as
    `accounts.actions.words` says: last among the checks, where possible before rows are locked, by an action that is
    `@slips_are_noted`.
    """
    words = "\n".join(text for text in texts if text.strip())
    for account in Account.objects.filter(items__request=request).order_by("pk") if words else ():
        check_says_no_secret(account, words, by=by)
    check_reads_like_none(words)


def check_reads_plain(request: Request) -> None:
    """Raise `Unrepeatable`, naming the field, where the request's own text reads as if it said a secret (E2.30)."""
    for name, text in text_of(request).items():
        try:
            check_reads_like_none(text if isinstance(text, str) else "")
        except Unrepeatable as found:
            label = str(FIELDS.get(name, name))
            words = {"field": label[:1].upper() + label[1:], "why": str(found)}
            raise Unrepeatable(_("%(field)s: %(why)s") % words, rule=found.rule) from None
