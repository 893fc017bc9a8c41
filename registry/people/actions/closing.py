"""Closing and reopening a person's sign-in, and ending sessions."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.db.models import F

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import rules
from registry.people.actions.locking import locked
from registry.people.actions.offices import end_with_designees, let_others_follow
from registry.people.models import Appointment, Office, Unit, User

Departure = Callable[[User, User], None]
_following: list[Departure] = []
#: Who hears at once that somebody in office was closed out.
WATCHERS = (Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)


def after_departure(follow: Departure) -> Departure:
    """Decorator: have `follow(person, by)` called when a sign-in is closed, in the same act, after its offices and
    whoever follows those.

    For rooms above in which people hold things; what it raises undoes the act.
    """
    if follow not in _following:
        _following.append(follow)
    return follow


@audit.act()
def deactivate(user: User, *, by: User) -> User:
    """Close a person's sign-in: sessions end at once, and so do their appointments and those of their designees.

    A last day that is recorded comes to its end with it. Raises `Refused`.
    """
    user = locked(user)
    rules.check_may_deactivate(by, user)
    planned = rules.planned_for(user)
    if planned:
        planned.done_at, planned.last_day = clock.now(), clock.today()
        planned.save(update_fields=["done_at", "last_day"])
        audit.record(Event.DEPARTURE_DONE, by=by, on=planned, reason_code=planned.why)
    return close(user, by=by)


@audit.act()
def close(user: User, *, by: User) -> User:
    """The same, inside an act that holds the person and has asked whether it may be: nothing here asks again.

    Whoever is to hear of several things that follow hears of them in one letter.
    """
    ids, key = {"person": str(user.pk)}, f"left:{user.pk}:{user.session_round}"
    with outbox.bundled("people/left", about=user, key=key, apart=("people/holder_left",), **ids):
        return _close(user, by=by)


def _close(user: User, *, by: User) -> User:
    # Who posts for the whole district holds something at its row, which is taken before requests and accounts.
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None))
    ended = _end_offices(user, by=by)
    user.is_active = False
    user.left_on = clock.today()
    user.save(update_fields=["is_active", "left_on"])
    sign_out_everywhere(user, by=by)
    audit.record(Event.PERSON_DEACTIVATED, by=by, on=user)
    _tell_watchers(user, ended, by=by)
    let_others_follow(ended, user)
    for follow in _following:
        follow(user, by)
    return user


def _end_offices(user: User, *, by: User) -> list[Appointment]:
    rows = Appointment.objects.filter(person=user, ended_at=None).select_for_update(no_key=True)
    running = [row for row in rows if row.ends_on is None or row.ends_on >= clock.today()]
    return [end_with_designees(row, by=by) for row in running]


def _tell_watchers(user: User, ended: list[Appointment], *, by: User) -> None:
    """Nobody empties an office unseen: superintendent and communications director are written to at once."""
    if not ended:
        return
    holders = Appointment.objects.in_force().filter(office__in=WATCHERS, on_behalf_of=None).select_related("person")
    ids = {"person": str(user.pk), "by": str(by.pk), "offices": ",".join(str(row.pk) for row in ended)}
    for person in {row.person_id: row.person for row in holders if row.person_id != by.pk}.values():
        key = f"holder_left:{max(row.pk for row in ended)}:{person.pk}"
        outbox.post("people/holder_left", to=person, about=user, key=key, **ids)


@audit.act()
def reactivate(user: User, *, by: User) -> User:
    """Open a closed sign-in again: with the old password and factor, without any office."""
    user = locked(user)
    rules.check_may_reactivate(by, user)
    user.is_active = True
    user.left_on = None
    user.save(update_fields=["is_active", "left_on"])
    audit.record(Event.PERSON_REACTIVATED, by=by, on=user)
    return user


@audit.act()
def end_sessions(user: User, *, by: User) -> User:
    """Sign a person out everywhere; everyone may do it to themselves."""
    user = locked(user)
    if by.pk != user.pk:
        rules.check_may_close_sign_in(by, user)
    sign_out_everywhere(user, by=by)
    audit.record(Event.SESSION_ENDED, by=by, on=user)
    return user


@audit.act()
def sign_out_everywhere(user: User, *, by: User) -> None:
    """Make every session of a person worthless at its next request, and remove its rows."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    for session in UserSession.objects.filter(user=user):
        session.end()
