"""Closing and reopening a person's sign-in, and ending sessions."""

from allauth.usersessions.models import UserSession
from django.db.models import F

from registry import audit, clock
from registry.audit import Event
from registry.people import rules
from registry.people.actions.locking import locked
from registry.people.actions.offices import end_with_designees, let_others_follow
from registry.people.models import Appointment, User


@audit.act()
def deactivate(user: User, *, by: User) -> User:
    """Close a person's sign-in: sessions end at once, and so do their appointments and those of their designees."""
    user = locked(user)
    rules.check_may_deactivate(by, user)
    for appointment in Appointment.objects.filter(person=user, ended_at=None).select_for_update(no_key=True):
        if appointment.ends_on is None or appointment.ends_on >= clock.today():
            end_with_designees(appointment, by=by)
    user.is_active = False
    user.left_on = clock.today()
    user.save(update_fields=["is_active", "left_on"])
    sign_out_everywhere(user, by=by)
    audit.record(Event.PERSON_DEACTIVATED, by=by, on=user)
    let_others_follow()
    return user


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
