"""Which buttons somebody gets on an account's page: those the rules would let through, and no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, Custody, CustodyState, RoleHolder, SetupTask
from accounts.rules import (
    attesting,
    backup,
    beside,
    checking,
    credentials,
    custody,
    handoff,
    lifecycle,
    outside,
    own_seasons,
    reassigning,
    roles,
)
from accounts.rules.standing import Standing, standing_of
from registry.people.models import User
from registry.people.rules import may


@dataclass(frozen=True)
class Offer:
    """One button: which verb, its words, where it leads, its icon."""

    key: str
    label: str
    url: str
    icon: str


def offers(account: Account, user: User) -> dict[str, Offer]:
    """The buttons of an account for a person, by verb."""
    return offers_to(standing_of(account, user))


def offers_to(standing: Standing) -> dict[str, Offer]:
    """The same, where the standing is known already."""
    account, shared = standing.account, standing.account.platform.shares_login
    stored = credentials.current_sign_in(account) if shared else []
    waiting = credentials.waiting_among(stored)
    offered = _offered_to(standing)
    allowed = {
        "accept": bool(offered) and may(_check_may_accept, offered, standing.user),
        "decline": bool(offered) and may(_check_may_decline, offered, standing.user),
        "reveal": bool(stored) and may(credentials.check_may_reveal, standing),
        "verify": may(credentials.check_may_try, standing, waiting),
        "refuse": may(credentials.check_may_refuse, standing, waiting, "-"),
        "deposit": may(credentials.check_may_deposit, standing),
        "offer": may(custody.check_may_offer, standing),
        "take_back": may(custody.check_may_take_back, standing),
        "handoff": may(handoff.check_may_offer, standing),
        "attest": may(attesting.check_may_attest, standing),
        "look": may(checking.check_may_look, standing),
        "reassign": may(reassigning.check_may_take, standing),
        "beside": may(beside.check_may_open, standing),
        "backup": may(backup.check_may_name, standing),
        "outside": may(outside.check_may_record, standing),
        "seasons": may(own_seasons.check_may_set, standing),
        "roles": not shared and may(roles.check_may_record, standing, standing.user),
    }
    return {key: _offer(key, account) for key, yes in allowed.items() if yes}


def may_tick(standing: Standing, task: SetupTask) -> bool:
    """Whether this task of the set-up has a button for this person."""
    return may(partial(lifecycle.check_may_tick, done=task.done_at is None), standing, task)


def role_offers(standing: Standing, role: RoleHolder) -> set[str]:
    """What this person may do with a recorded role: "prove", "end"; with one that has ended: "again"."""
    checks = {"prove": roles.check_may_prove, "end": roles.check_may_end}
    if role.ended_at:
        return {"again"} if may(roles.check_may_record, standing, role.person) else set()
    return {verb for verb, check in checks.items() if may(check, standing, role)}


@dataclass(frozen=True)
class RoleLine:
    """One role as a row: in words, how far it is proven, and what this person may do with it."""

    role: RoleHolder
    state: str
    may: set[str]


def role_lines(standing: Standing, rows: Iterable[RoleHolder]) -> list[RoleLine]:
    """Roles as rows of a page, for this person."""
    return [RoleLine(row, roles.state_words(row), role_offers(standing, row)) for row in rows]


def _offered_to(standing: Standing) -> Custody | None:
    """The offer that waits for this person's answer."""
    if not standing.offered:
        return None
    asked = Q(state=CustodyState.OFFERED) | Q(state=CustodyState.OPEN, unverified=True)
    return standing.account.custodies.filter(asked, custodian=standing.user).select_related("account").first()


def _check_may_accept(offered: Custody, user: User) -> None:
    """The offer itself, or the handoff of which it is a part."""
    passing = handoff.of_custody(offered)
    if passing:
        handoff.check_may_accept(passing, user)
    else:
        custody.check_may_accept(offered, user)


def _check_may_decline(offered: Custody, user: User) -> None:
    passing = handoff.of_custody(offered)
    if passing:
        handoff.check_may_answer(passing, user)
    else:
        custody.check_may_decline(offered, user, "-")


def _offer(key: str, account: Account) -> Offer:
    pages = {
        "accept": (_("Accept custody"), "custody-accept", "user-check"),
        "decline": (_("Decline"), "custody-decline", "user-x"),
        "reveal": (_("Reveal login"), "reveal", "eye"),
        "verify": (_("Verify the login"), "verify", "clipboard-check"),
        "refuse": (_("It does not work"), "refuse", "circle-x"),
        "deposit": (_("Deposit the login"), "deposit", "key-round"),
        "offer": (_("Offer custody"), "custody-offer", "arrow-left-right"),
        "take_back": (_("Take the offer back"), "custody-take-back", "undo-2"),
        "handoff": (_("Hand over this account"), "handoff-offer", "arrow-left-right"),
        "attest": (_("Say how it stands"), "attest", "clipboard-check"),
        "look": (_("Say what you saw"), "look", "eye"),
        "reassign": (_("Take the custody from them"), "custody-reassign", "user-x"),
        "beside": (_("Have it accepted here, in person"), "custody-beside", "user-check"),
        "backup": (_("Name the backup"), "backup", "users"),
        "outside": (_("Record an outside co-custodian"), "outside", "users"),
        "seasons": (_("Say in which season"), "own-seasons", "calendar-days"),
        "roles": (_("Who holds which role"), "roles", "users"),
    }
    label, page, icon = pages[key]
    return Offer(key, label, reverse(f"accounts:{page}", args=[account.uuid]), icon)
