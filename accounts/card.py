"""The card "May I post?": what one person may do today, what came to an end, and the link that checks it live."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import origins
from accounts.models import Account, Authorization, AuthorizationKind, Platform, Poster, PosterState, posters_url
from accounts.rules.authorizing import ALLOWS, with_people
from accounts.rules.lost import day_of
from accounts.rules.namesakes import namesakes
from accounts.rules.posting import with_place
from accounts.rules.recognise import Recognised, recognise, twin
from accounts.rules.rights import Answer, Holdings, answer_elsewhere, answer_for, holdings_of
from registry import clock
from registry.people.models import User

#: What came to an end is on the card so long: a printed card is not older.
MEMORY = timedelta(days=365)
_SALT = "accounts.card"


@dataclass(frozen=True)
class Asked:
    """What somebody asked about, as far as it is known, and the answer; or several to choose from."""

    account: Account | None = None
    found: Recognised | None = None
    answer: Answer | None = None
    choices: list[Account] = field(default_factory=list)


def token_of(user: User) -> str:
    """What stands in the link of somebody's card: signed, the same each time, and nobody can guess it."""
    return Signer(salt=_SALT).sign_object(user.pk.hex)


def holder_of(token: str) -> User:
    """Whose card a link is about; raises Http404 for a link that we did not make."""
    try:
        return User.objects.select_related("unit").get(pk=UUID(hex=Signer(salt=_SALT).unsign_object(token)))
    except (BadSignature, ValueError, TypeError, AttributeError, User.DoesNotExist):
        raise Http404 from None


def card_of(user: User) -> dict[str, Any]:
    """Everything the card says: accounts with the rights to them, units, authorizations, and what ended."""
    holdings = holdings_of(user)
    return {
        "person": user,
        "communications": holdings.communications,
        "accounts": [_line(account, holdings) for account in holdings.accounts],
        "units": [{"row": row, "url": posters_url(row.place)} for row in holdings.of_units],
        "authorizations": [(row, ALLOWS[row.kind]) for row in holdings.authorizations],  # type: ignore[index]
        "ended": sorted(_ended(user), key=lambda line: line["on"], reverse=True),
        "at": clock.now(),
    }


def ask(text: str, platform: Platform | None, user: User) -> Asked:
    """May `user` post on what `text` names: an address, a number, or a handle, with its platform or without."""
    holdings, found = holdings_of(user), recognise(text, platform)
    if found is not None:
        account = twin(found.platform, found.key)
        answer = answer_for(account, holdings) if account else answer_elsewhere(found.platform, holdings)
        return Asked(account, found, answer)
    named = namesakes(text)
    if len(named) == 1:
        return Asked(named[0], answer=answer_for(named[0], holdings))
    return Asked(choices=named)


def _line(account: Account, holdings: Holdings) -> dict[str, Any]:
    answer = answer_for(account, holdings)
    return {"account": account, "answer": answer, "url": account.get_absolute_url()}


def _ended(user: User) -> Iterator[dict[str, Any]]:
    """What would still be on a card that was printed within a year."""
    since = clock.today() - MEMORY
    for row in with_people(Authorization.objects.filter(person=user, ends_on__gte=since)):
        if row.is_over or not user.is_active:
            on = day_of(row.revoked_at) if row.revoked_at else min(row.ends_on, clock.today())
            words = _("Authorization %(number)s, %(kind)s") % {"number": row.number, "kind": row.get_kind_display()}
            yield {"title": words, "on": on, "word": _("Revoked") if row.revoked_at else _("Ended")}
    gone = with_place(Poster.objects.filter(person=user, designated_at__isnull=False))
    for poster in gone:
        on_day = _poster_ended_on(poster, user)
        if on_day and on_day >= since:
            revoked = poster.state == PosterState.REVOKED
            words = _("Poster of %(place)s") % {"place": poster.place.trail_label}
            yield {"title": words, "on": on_day, "word": _("Revoked") if revoked else _("Ended")}


def _poster_ended_on(poster: Poster, user: User) -> date | None:
    if poster.ends_on and poster.ends_on < clock.today():
        return poster.ends_on
    if poster.closed_at:
        return day_of(poster.closed_at)
    return None if user.is_active else user.left_on or clock.today()


def where_to_ask(answer: Answer, asked: Asked) -> list[dict[str, str]]:
    """What to do about a no: the page of who may post, and the request for the authorization that is missing."""
    if answer.yes:
        return []
    links = []
    kind = AuthorizationKind.CLASSROOM
    if asked.account is not None:
        kind = AuthorizationKind.ONE_OFF
        links.append({"url": posters_url(asked.account), "label": _("Who may post here, and whom to ask")})
    door = origins.where_to_ask_for(kind)
    return [*links, {"url": door, "label": _("Request an authorization")}] if door else links
