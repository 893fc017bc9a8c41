"""Who holds which role on platforms without a shared login, and who has seen it (E2.21, E2.22)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.models import Account, CustodyState, RoleHolder, RoleLevel, SignsIn
from accounts.rules import control
from accounts.rules import roles as rules
from accounts.rules.standing import communications_staff, standing_of, witnesses
from registry import audit, clock, outbox
from registry.people.models import User
from registry.people.refusal import Stale

#: So long before a role must be seen again, Communications is asked to.
ASK_AHEAD = timedelta(days=14)


@audit.act()
def record(
    account: Account, *, person: User, level: str, by: User, called: str = "", signs_in: str = SignsIn.UNSAID
) -> RoleHolder:
    """Write down that somebody holds a role under a sign-in of their own. Raises `Refused`.

    `called` is the platform's own word for it; `signs_in` says whether they use a profile of their own there.
    """
    account = locked(account)
    rules.check_may_record(standing_of(account, by), person)
    open_row = account.role_holders.filter(person=person, ended_at=None).first()
    if open_row and open_row.to_remove_since:
        raise Stale(_("First confirm that the role %(name)s had before is gone.") % {"name": person.name})
    if open_row:
        raise Stale(_("%(name)s is on the list already.") % {"name": person.name})
    role: RoleHolder = RoleHolder.objects.create(
        account=account, person=person, level=level, called=called, signs_in=signs_in, recorded_by=by
    )
    audit.record(audit.Event.ROLE_RECORDED, by=by, on=account, after=_facts(role) | {"signs_in": signs_in})
    return role


@audit.act()
def prove(role: RoleHolder, *, by: User) -> RoleHolder:
    """Say that one has seen the person hold this role on the platform, for the first time or again. Raises `Refused`.

    Full control must be seen again by a date, which the district's plan counts from today.
    """
    account, role = locked(role.account), _fresh(role)
    rules.check_may_prove(standing_of(account, by), role)
    role.proven_at, role.proven_by = clock.now(), by
    role.asked_at = None
    role.prove_by = control.seen_again_by(clock.today()) if role.level == RoleLevel.FULL else None
    role.save(update_fields=["proven_at", "proven_by", "prove_by", "asked_at"])
    audit.record(audit.Event.ROLE_PROVEN, by=by, on=account, after=_facts(role))
    return role


@audit.act()
def end(role: RoleHolder, *, by: User) -> RoleHolder:
    """Write down that somebody no longer holds their role; of who has left, that one has seen it gone. Raises
    `Refused`.
    """
    account, role = locked(role.account), _fresh(role)
    rules.check_may_end(standing_of(account, by), role)
    role.ended_at, role.ended_by = clock.now(), by
    role.save(update_fields=["ended_at", "ended_by"])
    event = audit.Event.ROLE_REMOVED if role.to_remove_since else audit.Event.ROLE_ENDED
    audit.record(event, by=by, on=account, before=_facts(role))
    return role


@audit.act()
def end_all(account: Account, *, by: User) -> None:
    """Write down that nobody holds a role any more on what has ended, inside an act that holds the account."""
    for role in account.role_holders.filter(ended_at=None).select_related("person").order_by("pk"):
        role.ended_at, role.ended_by = clock.now(), by
        role.save(update_fields=["ended_at", "ended_by"])
        audit.record(audit.Event.ROLE_ENDED, by=by, on=account, before=_facts(role))


@audit.act()
def have_removed(person: User, *, by: User) -> list[RoleHolder]:
    """Somebody has left: each role they hold is to be taken away on the platform, which others are told to do."""
    rows = list(control.held_by(person))
    for row in rows:
        _have_removed(row, by=by)
    return rows


@audit.act()
def have_removed_here(account: Account, person: User, *, by: User) -> None:
    """The account is taken from somebody who goes on working here: the same with what they hold there, inside an act
    that holds the account. Communications keeps its own.
    """
    if person.pk not in {each.pk for each in communications_staff()}:
        for row in control.held_by(person).filter(account=account):
            _have_removed(row, by=by)


@audit.act()
def _have_removed(row: RoleHolder, *, by: User) -> None:
    account = locked(row.account)
    row.to_remove_since = clock.now()
    row.save(update_fields=["to_remove_since"])
    audit.record(audit.Event.ROLE_TO_REMOVE, by=by, on=account, before=_facts(row))
    held = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
    _tell("accounts/role_to_remove", row, [*communications_staff(), *(each.custodian for each in held)])


def ask_to_see_again(*, by: User | None = None) -> int:
    """Write to those who can see Communications' full control again, before it is due: once for each date. How many."""
    asked = 0
    for row in control.to_see_again(clock.today() + ASK_AHEAD).filter(asked_at=None):
        with audit.act():
            asked += _ask(row, by=by)
    return asked


def _ask(row: RoleHolder, *, by: User | None) -> int:
    account, row = locked(row.account), _fresh(row)
    if row.asked_at or row.ended_at:
        return 0
    row.asked_at = clock.now()
    row.save(update_fields=["asked_at"])
    audit.record(audit.Event.ROLE_DUE, by=by, on=account, after=_facts(row) | {"prove_by": f"{row.prove_by}"})
    others = [person for person in communications_staff() if person.pk != row.person_id]
    _tell("accounts/role_due", row, others or witnesses())
    return 1


def _tell(template: str, row: RoleHolder, people: list[User]) -> None:
    for person in {each.pk: each for each in people if each.pk != row.person_id}.values():
        key = f"{template}:{row.pk}:{row.prove_by or ''}:{person.pk}"
        outbox.post(template, to=person, about=row.account, key=key, role=row.pk)


def _fresh(role: RoleHolder) -> RoleHolder:
    return RoleHolder.objects.select_related("person").get(pk=role.pk)


def _facts(role: RoleHolder) -> dict[str, str]:
    return {"person": role.person.trail_label, "level": role.level, "called": role.called}
