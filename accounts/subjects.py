"""How the trail finds and opens what this room has."""

import re
from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts import by_words
from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    AnswerSaid,
    Authorization,
    AuthorizationKind,
    Campaign,
    ClosedHow,
    ClosingKind,
    ConflictEnd,
    CustodyState,
    Found,
    Kit,
    LockedOut,
    PacketState,
    PlatformState,
    RoleLevel,
    TombstoneWhy,
)
from accounts.rules.holds import held
from registry import audit
from registry.audit.coded import add_words
from registry.audit.subjects import MOST_NAMED, add_subject, add_whole

_CAMPAIGN = re.compile(r"c-0*([0-9]{1,15})", re.IGNORECASE)
_KIT = re.compile(r"k-0*([0-9]{1,15})", re.IGNORECASE)
_FOUND = re.compile(r"f-0*([0-9]{1,15})", re.IGNORECASE)
_AUTHORIZATION = re.compile(r"z-?0*([0-9]{1,15})", re.IGNORECASE)


def accounts(text: str) -> list[str]:
    """Accounts by number, address, or words of handle and name; retired ones too."""
    rows = Account.objects.filter(by_words.named(text)) if text.strip("@ ") else Account.objects.none()
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


def found(text: str) -> list[str]:
    """Files of the adoption desk, by number or by the account they are about."""
    number = _FOUND.fullmatch(text.strip())
    about = Account.objects.filter(klass__in=AccountClass.not_ours(), uuid__in=accounts(text))
    which = Q(pk=int(number[1])) if number else Q(account__in=about)
    return [str(uuid) for uuid in Found.objects.filter(which).values_list("uuid", flat=True)[:MOST_NAMED]]


def campaigns(text: str) -> list[str]:
    """Campaigns by number."""
    number = _CAMPAIGN.fullmatch(text.strip())
    rows = Campaign.objects.filter(pk=int(number[1])) if number else Campaign.objects.none()
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


def of_an_account(account: str) -> dict[str, list[str]]:
    """What hangs on an account: custodies, logins, rotations, handoffs, packets, and whatever else of this room is of
    one account and has entries of its own.
    """
    return _hanging(account__uuid=account)


@audit.keeps_origins
def _entries_held() -> Q:
    """What the trail has of accounts under hold and of all that hangs on them stays whole, addresses and browsers too
    (E4.57). As many queries for many holds as for one.
    """
    accounts_held = Account.objects.filter(pk__in=held()).values_list("uuid", flat=True)
    kept = Q(object_type=Account.trail_kind, object_id__in=[str(uuid) for uuid in accounts_held])
    for kind, ids in _hanging(account__in=held()).items():
        kept |= Q(object_type=kind, object_id__in=ids)
    return kept


def _hanging(**which: Any) -> dict[str, list[str]]:
    of_one: list[Any] = [model for model in apps.get_app_config("accounts").get_models() if _is_of_an_account(model)]
    return {model.trail_kind: _ids_in(model, which) for model in of_one}


def _ids_in(model: Any, which: dict[str, Any]) -> list[str]:
    name = "uuid" if any(field.name == "uuid" for field in model._meta.get_fields()) else "pk"
    return [str(each) for each in model.objects.filter(**which).values_list(name, flat=True)]


def _is_of_an_account(model: Any) -> bool:
    return hasattr(model, "trail_id") and any(field.name == "account" for field in model._meta.get_fields())


add_subject("campaign", view="campaigns:campaign", finds=campaigns)
add_subject("account", view="accounts:account", finds=accounts)
add_subject("authorization", view="accounts:authorization", finds=authorizations)
add_subject("kit", view="accounts:kit", finds=kits)
add_subject("found", view="accounts:found", finds=found)
add_whole("account", of_an_account)
add_words("account", state=AccountState.choices, klass=AccountClass.choices)
# What is told on the account, by the noun of what happened: one code has a word in each.
add_words("custody", state=CustodyState.choices)
add_words("packet", state=PacketState.choices)
add_words("closing", kind=ClosingKind.choices)
add_words("role", level=RoleLevel.choices)
add_words("recovery", why=LockedOut.choices)
add_words("tombstone", why=TombstoneWhy.choices)
add_words("found", kind=AccountClass.choices, how=[*ClosedHow.choices, *ConflictEnd.choices], answer=AnswerSaid.choices)
add_words("platform", state=PlatformState.choices)
add_words("authorization", kind=AuthorizationKind.choices)
