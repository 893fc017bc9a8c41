"""How an account is, as its page says it to who looks after it."""

from accounts import health
from accounts.health.words import sentences
from accounts.models import Account
from accounts.rules import ways_in


def care_of(account):
    """The reasons of an account in words, worked out now."""
    account = Account.objects.select_related("platform", "unit").get(pk=account.pk)
    return sentences(account, health.bits_of(account), ways_in.map_of(account))
