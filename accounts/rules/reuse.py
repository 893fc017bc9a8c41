"""One password on several accounts, found by its keyed fingerprint: nothing is opened to tell (E2.29)."""

from django.db.models import Exists, OuterRef

from accounts.models import Account, AccountState, SecretField, SecretVersion
from accounts.rules.seeing import held_by
from accounts.rules.standing import Standing


def same_password(standing: Standing) -> list[Account]:
    """The other accounts with the same password, among those whose login this person may open anyway.

    Communications hears of all. Others hear of their own accounts only: an answer about the rest would let somebody
    try out whether a password is in use, one deposit at a time.
    """
    account = standing.account
    mine = account.secrets.filter(field=SecretField.PASSWORD, is_current=True).exclude(fingerprint="").first()
    if mine is None:
        return []
    same = SecretVersion.objects.filter(
        account=OuterRef("pk"), field=SecretField.PASSWORD, is_current=True, fingerprint=mine.fingerprint,
        fingerprint_kid=mine.fingerprint_kid,
    )  # fmt: skip
    rows = Account.objects.filter(Exists(same)).exclude(pk=account.pk).exclude(state=AccountState.RETIRED)
    if not standing.communications:
        rows = rows.filter(pk__in=held_by(standing.user))
    return list(rows.select_related("platform", "unit").order_by("pk"))
