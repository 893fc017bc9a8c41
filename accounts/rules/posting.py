"""Who designates whom to post (II.4; domain.md, who may do what): the custodian proposes, the unit's administrator and
Communications designate, nobody designates themselves.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    BackupCustodian,
    Custody,
    CustodyState,
    Place,
    Poster,
    PosterState,
    unit_of,
)
from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Office, Unit, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "II.4"


def designates(place: Place, user: User) -> bool:
    """Whether an office of theirs says who may post here; a designee's does not."""
    return designates_by(powers.offices_of(user), place)


def designates_by(offices: Iterable[Appointment], place: Place) -> bool:
    """The same, of offices that are known already."""
    for row in offices:
        given = powers.powers_from(row)
        near = Power.DESIGNATE_UNIT_POSTERS in given and row.unit_id in unit_of(place).path_ids()
        if near or Power.DESIGNATE_POSTERS in given:
            return True
    return False


def looks_after(place: Place, user: User) -> bool:
    """Whether they are custodian or backup of the account, or of one of the unit and below."""
    here = Q(account=place) if isinstance(place, Account) else Q(account__unit__path__startswith=place.path)
    held = Custody.objects.filter(here, custodian=user, state=CustodyState.OPEN, unverified=False)
    return held.exists() or BackupCustodian.objects.filter(here, person=user, ended_at=None).exists()


def check_may_propose(place: Place, user: User) -> None:
    """Raise `Refused` unless they look after the account (or one of the unit), or could designate themselves."""
    if not (looks_after(place, user) or designates(place, user)):
        raise Refused(_("Who looks after an account proposes its posters. Ask them to propose you."), rule=RULE)
    _check_open(place)


def check_may_designate(place: Place, user: User) -> None:
    """Raise `Refused` unless they are administrator of the unit (or above it), or of Communications."""
    if not designates(place, user):
        raise Refused(_("The unit’s administrator and Communications say who may post here."), rule=RULE)
    _check_open(place)


def check_may_answer(poster: Poster, user: User) -> None:
    """Raise `Refused` unless they may designate here, and the proposal waits and is not about themselves."""
    check_may_designate(poster.place, user)
    check_another(poster.person, user)
    if poster.state != PosterState.PROPOSED:
        raise Stale(_("This proposal was answered already: %(state)s.") % {"state": _state_words(poster)})


def check_may_revoke(poster: Poster, user: User) -> None:
    """Raise `Refused` unless they may designate here, and there is something to revoke."""
    if not designates(poster.place, user):
        raise Refused(_("The unit’s administrator and Communications say who may post here."), rule=RULE)
    if poster.state != PosterState.DESIGNATED:
        raise Stale(_("There is nothing to revoke: %(state)s.") % {"state": _state_words(poster)})


def check_says_why(why: str) -> None:
    """Raise `Refused` without a reason: the people concerned read it."""
    if not why.strip():
        raise Refused(_("Say why: the people concerned read it."), rule=RULE)


def check_can_be_poster(place: Place, person: User, *, may_reveal: bool) -> None:
    """Raise `Refused` where this person cannot be poster here, or need not be."""
    if not person.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")
    if powers.is_communications(person):
        raise Refused(_("%(name)s is of Communications, and may post already.") % {"name": person.name}, rule=RULE)
    if isinstance(place, Account) and looks_after(place, person):
        raise Refused(_("%(name)s looks after it, and may post already.") % {"name": person.name}, rule=RULE)
    if may_reveal:
        _check_may_open(place, person)


def check_another(person: User, user: User) -> None:
    """Raise `Refused` for somebody who would designate themselves."""
    if person.pk == user.pk:
        raise Refused(_("Somebody else must designate you: nobody designates themselves."), rule=RULE)


def check_dates(starts_on: date, ends_on: date | None) -> None:
    """Raise `Refused` for days that make no sense: nothing is designated for the past."""
    if starts_on < clock.today():
        raise Refused(_("Choose a first day that is today or later."), rule=RULE)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Choose a last day that is not before the first."), rule=RULE)


def visible_to(place: Place, user: User) -> "QuerySet[Poster]":
    """The rows of a place somebody may see: designations everybody, proposals those they concern and who decides."""
    rows = Poster.objects.at(place)
    if designates(place, user) or looks_after(place, user):
        return rows
    return rows.filter(Q(state=PosterState.DESIGNATED) | Q(person=user) | Q(proposed_by=user))


def the_poster(user: User, uuid: UUID) -> Poster:
    """The designation or proposal with its place; raises Http404 where there is none for this person."""
    found = with_place(Poster.objects.filter(uuid=uuid)).first()
    if found is None or not visible_to(found.place, user).filter(pk=found.pk).exists():
        raise Http404
    return found


def with_place(rows: "QuerySet[Poster]") -> "QuerySet[Poster]":
    """The rows with all that their lines say, in the same query."""
    return rows.select_related(
        "account__platform", "account__unit", "unit", "person", "proposed_by", "designated_by", "closed_by"
    )


def reveals_somewhere(user: User) -> bool:
    """Whether somebody is poster with the right to reveal, and so needs a second factor."""
    return Poster.objects.standing().filter(person=user, may_reveal=True).exists()


def _check_open(place: Place) -> None:
    if isinstance(place, Unit):
        return
    if place.klass not in AccountClass.official():
        raise Refused(_("The district does not run this account. Nobody posts on it for the district."), rule="IV.6")
    if place.state in AccountState.over():
        raise Stale(_("This account is closed. Nobody posts on it any more."))
    if place.is_suspended:
        message = _("The account is suspended until every office has approved it. Nobody posts on it until then.")
        raise Refused(message, rule="E1.16")


def _check_may_open(place: Place, person: User) -> None:
    if isinstance(place, Account) and not place.platform.shares_login:
        message = _("On %(platform)s people sign in under names of their own: there is no login to open.")
        raise Refused(message % {"platform": place.platform.name}, rule=RULE)
    if powers.holds(person, Office.SYSTEM_ADMINISTRATOR):
        raise Refused(_("System administrators never open a login."), rule="domain: who may do what")


def _state_words(poster: Poster) -> str:
    names = {"name": poster.closed_by.name if poster.closed_by else ""}
    said = {
        PosterState.PROPOSED: _("it is only proposed"),
        PosterState.DESIGNATED: _("%(name)s is designated") % {"name": poster.person.name},
        PosterState.REFUSED: _("%(name)s refused it") % names,
        PosterState.REVOKED: _("%(name)s revoked it") % names,
        PosterState.ENDED: _("its time is over"),
    }
    return said[PosterState(poster.state)]
