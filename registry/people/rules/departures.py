"""Who may say that somebody leaves, who may close somebody out at once, and what a last day must be.

domain.md names nobody for this, so it follows who closes sign-ins and who answers for whom (docs/decisions/0038).
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import Departure, DepartureWhy, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale
from registry.people.rules.people import check_can_be_closed, check_may_deactivate

RULE = "decision 38"
#: Further away than any contract: a mistyped year.
LONGEST = timedelta(days=730)
#: What may be planned; the others are done at once or not at all.
TO_PLAN = (DepartureWhy.LEAVES, DepartureWhy.OVER)


def planned_for(person: User) -> Departure | None:
    """The departure that is still to come."""
    return Departure.objects.planned().filter(person=person).select_related("person", "made_by").first()


def planned_already(departure: Departure) -> str:
    """The sentence for whoever was second."""
    words = {"name": departure.person.name, "by": departure.made_by.name, "day": f"{departure.last_day:%B %-d, %Y}"}
    return _("%(by)s recorded already that %(name)s leaves on %(day)s. Change that day instead.") % words


def check_may_see_leaving(by: User, person: User) -> None:
    """Raise `Refused` unless they may read what would be open: of anybody, or of who works in their units.

    Never the person themself, who is not to learn from it that somebody looks (E3.37).
    """
    if by.pk == person.pk or not (_may_look_at_anybody(by) or _administers(by, person)):
        message = _(
            "What somebody would leave behind is for their administrator, the superintendent, Communications and "
            "system administrators."
        )
        raise Refused(message, rule=RULE)


def _may_look_at_anybody(by: User) -> bool:
    return bool(powers.powers_of(by) & {Power.CLOSE_SIGN_IN, Power.READ_WHOLE_TRAIL})


def _administers(by: User, person: User) -> bool:
    held = [row for row in powers.offices_of(by) if Power.SET_UNIT_LAST_DAYS in powers.powers_from(row)]
    return person.unit is not None and any(row.unit and row.unit.covers(person.unit) for row in held)


def check_may_set_last_day(by: User, person: User) -> None:
    """Raise `Refused` unless they may say when somebody leaves: who closes sign-ins, and the administrator of who works
    in their units and holds no office.
    """
    if not powers.has_power(by, Power.CLOSE_SIGN_IN) and not (_administers(by, person) and not _in_office(person)):
        message = _(
            "The superintendent, the communications director, system administrators, and the administrator of whoever "
            "holds no office say when somebody leaves."
        )
        raise Refused(message, rule=RULE)
    if by.pk == person.pk:
        raise Refused(_("You cannot do this to your own sign-in."), rule="nobody alone on their own account")
    check_is_here(person)
    check_can_be_closed(person)


def _in_office(person: User) -> bool:
    return bool(powers.offices_of(person))


def check_can_leave(planned: Departure) -> None:
    """Raise `Refused` where somebody cannot be closed out at the midnight of their last day: what they hold keeps them,
    or they were given an office since an administrator, who closes nobody in office out, recorded it.
    """
    check_can_be_closed(planned.person)
    since = [row for row in powers.offices_of(planned.person) if row.made_at > planned.made_at]
    if since and not powers.has_power(planned.made_by, Power.CLOSE_SIGN_IN):
        words = {"name": planned.person.name, "by": planned.made_by.name, "office": since[0].designation}
        message = _(
            "%(name)s was given an office (%(office)s) since %(by)s recorded the last day. Have them leave now, or "
            "take the day back."
        )
        raise Refused(message % words, rule=RULE)


def check_may_say_when(by: User, person: User) -> None:
    """Raise `Refused` unless they may record a last day, or another one where one is recorded."""
    (check_may_take_back if planned_for(person) else check_may_set_last_day)(by, person)


def check_may_take_back(by: User, person: User) -> Departure:
    """Raise `Refused` unless they may take a last day back, or set another; an administrator not one that was recorded
    by who closes sign-ins. Returns what is planned.
    """
    check_may_set_last_day(by, person)
    planned = planned_for(person)
    if planned is None:
        raise Stale(_("No last day of %(name)s is recorded.") % {"name": person.name})
    if not powers.has_power(by, Power.CLOSE_SIGN_IN) and powers.has_power(planned.made_by, Power.CLOSE_SIGN_IN):
        message = _("%(name)s recorded this day. Ask them, or another who closes sign-ins, to change it.")
        raise Refused(message % {"name": planned.made_by.name}, rule=RULE)
    return planned


def check_may_close_out(by: User, person: User) -> None:
    """Raise `Refused` unless they may have somebody leave now; `Stale` where they have left."""
    check_is_here(person)
    check_may_deactivate(by, person)


def check_may_dismiss(by: User, person: User) -> None:
    """Raise `Refused` unless they may close out who is dismissed: superintendent, communications director."""
    if not powers.has_power(by, Power.DISMISS):
        message = _("Only the superintendent and the communications director close somebody out who is dismissed.")
        raise Refused(message, rule=RULE)
    check_may_close_out(by, person)


def check_is_here(person: User) -> None:
    """Raise `Stale` where somebody else was first: their sign-in is closed."""
    if not person.is_active:
        raise Stale(_("The sign-in of %(name)s is closed already. Nothing is left to do here.") % {"name": person.name})


def check_last_day(day: date) -> None:
    """Raise `Refused` for a day that is over, or too far away to be meant."""
    if day < clock.today():
        raise Refused(_("Enter today or a later day."), rule=RULE, field="last_day")
    if day - clock.today() > LONGEST:
        raise Refused(_("That is more than two years away. Check the year."), rule=RULE, field="last_day")


def check_can_be_planned(why: str) -> None:
    """Raise `Refused` for what has no last day: it is done at once."""
    if why not in TO_PLAN:
        raise Refused(_("That has no last day to wait for. Have them leave now."), rule=RULE, field="why")
