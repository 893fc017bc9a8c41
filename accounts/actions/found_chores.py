"""What a deadline that is over does to an open file: who handles it is told, and a week later the director too."""

from accounts.actions.found_file import held
from accounts.actions.telling_of_found import tell, who_handles
from accounts.models import AccountState, Found
from accounts.models.found import OPEN
from accounts.rules.found_moves import PASS_ON_AFTER
from registry import audit, clock
from registry.calendar import WorkingDays
from registry.people.models import Appointment, Office, User


def chase_due(*, by: User | None = None) -> int:
    """Write where a deadline is over; returns for how many files. Any number of times a day: once for each deadline."""
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    late = Found.objects.filter(status__in=OPEN, due_on__lt=clock.today(), account__state=AccountState.FOUND)
    for found in late.filter(passed_on=None).order_by("account_id"):
        with audit.act():
            done += _chase(found, working, by=by)
    return done


def _chase(found: Found, working: WorkingDays, *, by: User | None) -> bool:
    account, found = held(found)
    if not found.is_open or found.due_on is None or account.state != AccountState.FOUND:
        return False
    late = working.between(found.due_on, clock.today())
    if found.reminded_on is None:
        _remind(found, who_handles(found), by=by)
    elif late > PASS_ON_AFTER and found.passed_on is None:
        _pass_on(found, by=by)
    else:
        return False
    return True


@audit.act()
def _remind(found: Found, people: list[User], *, by: User | None) -> None:
    found.reminded_on = clock.today()
    found.save(update_fields=["reminded_on"])
    audit.record(audit.Event.FOUND_LATE, by=by, on=found, after={"due": str(found.due_on)})
    tell("accounts/found_due", found, people, by=by, key=str(found.due_on))


@audit.act()
def _pass_on(found: Found, *, by: User | None) -> None:
    """Nothing came of the first letter: the communications director reads it, wherever it stands."""
    rows = Appointment.objects.in_force().filter(office=Office.COMMUNICATIONS_DIRECTOR, on_behalf_of=None)
    found.passed_on = clock.today()
    found.save(update_fields=["passed_on"])
    audit.record(audit.Event.FOUND_PASSED_ON, by=by, on=found, after={"due": str(found.due_on)})
    people = [row.person for row in rows.select_related("person")]
    tell("accounts/found_due", found, people, by=by, key=f"{found.due_on}:passed")
