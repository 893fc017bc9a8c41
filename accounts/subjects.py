"""How the trail finds and opens what this room has."""

import re

from accounts import finding
from accounts.models import Account, Authorization, Campaign, Kit
from registry.audit.subjects import MOST_NAMED, add_subject

_CAMPAIGN = re.compile(r"c-0*([0-9]{1,15})", re.IGNORECASE)
_KIT = re.compile(r"k-0*([0-9]{1,15})", re.IGNORECASE)
_AUTHORIZATION = re.compile(r"z-?0*([0-9]{1,15})", re.IGNORECASE)


def accounts(text: str) -> list[str]:
    """Accounts by number, address, or words of handle and name; retired ones too."""
    rows = Account.objects.filter(finding.named(text)) if text.strip("@ ") else Account.objects.none()
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)[:MOST_NAMED]]


def authorizations(text: str) -> list[str]:
    """Authorizations by number."""
    number = _AUTHORIZATION.fullmatch(text.strip())
    rows = Authorization.objects.filter(pk=int(number[1])) if number else Authorization.objects.none()
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


def kits(text: str) -> list[str]:
    """Break-glass kits by number."""
    number = _KIT.fullmatch(text.strip())
    rows = Kit.objects.filter(pk=int(number[1])) if number else Kit.objects.none()
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


def campaigns(text: str) -> list[str]:
    """Campaigns by number."""
    number = _CAMPAIGN.fullmatch(text.strip())
    rows = Campaign.objects.filter(pk=int(number[1])) if number else Campaign.objects.none()
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


add_subject("campaign", view="campaigns:campaign", finds=campaigns)
add_subject("account", view="accounts:account", finds=accounts)
add_subject("authorization", view="accounts:authorization", finds=authorizations)
add_subject("kit", view="accounts:kit", finds=kits)
