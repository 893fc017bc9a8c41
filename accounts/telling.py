"""Who gets which letter: only people who can sign in, nobody twice."""

from collections.abc import Iterable

from accounts.models import Account, CustodyState, Place, Poster, unit_of
from accounts.rules.standing import communications_staff, witnesses
from registry.people.models import Appointment, Office, User


def concerned(poster: Poster) -> list[User]:
    """The poster, who proposed it, and who answers for the place: the custodian, for a unit its administrators."""
    proposer = [poster.proposed_by] if poster.proposed_by else []
    return _once([poster.person, *proposer, *_answer_for(poster.place)])


def decides_on_proposals(poster: Poster) -> list[User]:
    """The nearest administrators up the tree, apart from the proposed person; where there is none, Communications."""
    near = [user for user in administrators(poster.place) if user.pk != poster.person_id]
    return _once(near or communications_staff())


def administrators(place: Place) -> list[User]:
    """Who administers the unit in their own right today, or else the next unit up."""
    ids = unit_of(place).path_ids()
    rows = Appointment.objects.in_force().filter(office=Office.ADMINISTRATOR, unit__in=ids, on_behalf_of=None)
    by_unit: dict[int | None, list[User]] = {}
    for row in rows.select_related("person"):
        by_unit.setdefault(row.unit_id, []).append(row.person)
    return next((by_unit[number] for number in ids if number in by_unit), [])


def holders(account: Account) -> list[User]:
    """Who answers for an account, or is to: the custodian in office, and who is asked or takes it over."""
    live = (CustodyState.OPEN, *CustodyState.asked())
    rows = account.custodies.filter(state__in=live).select_related("custodian")
    return _once(row.custodian for row in rows)


def told_of_changes(account: Account, by: User) -> list[User]:
    """Communications, of each change, and the custodian, where somebody else made it (II.7)."""
    rows = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
    people = _once([*communications_staff(), *(row.custodian for row in rows)])
    return [person for person in people if person.pk != by.pk]


def concerned_by_end(account: Account) -> list[User]:
    """Whom the end of an account, or an incident with it, concerns: who answers for it, its backup, who posts there by
    designation, who administers its unit, and Communications.
    """
    backups = [row.person for row in account.backups.filter(ended_at=None).select_related("person")]
    posting = Poster.objects.standing().filter(account=account).select_related("person")
    people = [*holders(account), *backups, *(row.person for row in posting), *administrators(account)]
    return _once([*people, *communications_staff()])


def told_of_incidents() -> list[User]:
    """Who reports an incident to the state and answers for it: Communications, the superintendent and designees."""
    return _once([*communications_staff(), *witnesses()])


def _answer_for(place: Place) -> list[User]:
    if isinstance(place, Account):
        rows = place.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
        return [row.custodian for row in rows]
    return administrators(place)


def _once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people if person.is_active}.values())
