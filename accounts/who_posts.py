"""The page "Who may post here?" of an account or a unit, ready to be drawn (II.4)."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.listing import open_custody
from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    Custody,
    CustodyState,
    Place,
    Poster,
    posters_url,
    unit_of,
)
from accounts.rules import posting as rules
from accounts.rules.rights import answer_for, holdings_of
from accounts.rules.standing import communications_staff
from accounts.telling import administrators
from registry.people import powers
from registry.people.models import User
from registry.people.rules import may

#: Accounts of a unit on its page; the register has them all.
MOST = 50
BEFORE = 20


def page_of(place: Place, user: User) -> dict[str, Any]:
    """Who may post here and by what right, what waits, what was before, and what this person may do about it."""
    seen = rules.visible_to(place, user)
    offices, urls = powers.offices_of(user), _urls(place, user)
    return {
        "place": place,
        "unit": unit_of(place),
        "account": place if isinstance(place, Account) else None,
        "answer": answer_for(place, holdings_of(user)) if isinstance(place, Account) else None,
        "posters": [(row, rules.designates_by(offices, row.place)) for row in posters_of(place)],
        "proposals": [(row, "designate" in urls and row.person_id != user.pk) for row in _proposals(seen)],
        "before": list(rules.with_place(_before(seen)).order_by("-closed_at", "-pk")[:BEFORE]),
        "communications": communications_staff(),
        "administrators": administrators(place),
        "urls": urls,
        **(_of_account(place) if isinstance(place, Account) else _of_unit(place)),
    }


def posters_of(place: Place) -> "QuerySet[Poster]":
    """Who is designated here, or for a unit above: in force first, then those to come."""
    return rules.with_place(Poster.objects.standing().covering(place)).order_by("starts_on", "pk")


def _of_account(account: Account) -> dict[str, Any]:
    open_rows = Custody.objects.filter(account=account, state=CustodyState.OPEN)
    return {
        "held": list(open_rows.select_related("custodian")),
        "backups": list(account.backups.filter(ended_at=None).select_related("person")),
    }


def _of_unit(unit: Any) -> dict[str, Any]:
    """The official accounts of the unit and below, with who looks after each and who is designated for it alone."""
    own = Prefetch("posters", Poster.objects.in_force().select_related("person"), to_attr="designated")
    rows = Account.objects.filter(unit__path__startswith=unit.path, klass__in=AccountClass.official())
    rows = rows.exclude(state=AccountState.RETIRED).select_related("platform", "unit").order_by("handle", "pk")
    found = list(rows.prefetch_related(open_custody(), own)[: MOST + 1])
    return {"accounts": found[:MOST], "more": len(found) > MOST}


def _proposals(seen: "QuerySet[Poster]") -> "QuerySet[Poster]":
    return rules.with_place(seen.filter(state="proposed")).order_by("pk")


def _before(seen: "QuerySet[Poster]") -> "QuerySet[Poster]":
    return seen.filter(Q(state__in=("refused", "revoked", "ended")) | Q(pk__in=Poster.objects.over().values("pk")))


def _urls(place: Place, user: User) -> dict[str, str]:
    urls = {}
    if may(rules.check_may_designate, place, user):
        urls["designate"] = posters_url(place, "designate-")
    elif may(rules.check_may_propose, place, user):
        urls["propose"] = posters_url(place, "propose-")
    return urls
