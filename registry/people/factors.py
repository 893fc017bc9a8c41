"""What happens to a person's password and second factors: written down, told, and held back where that is the rule."""

import time
import uuid

from allauth.mfa.models import Authenticator
from django.db.models import F

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import proof
from registry.people.models import Appointment, Office, User

PERIOD_SECONDS = 30
WATCHERS = [Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.ALTERNATE, Office.SYSTEM_ADMINISTRATOR]


@audit.act()
def set_password(user: User, password: str, *, by: User) -> User:
    """Change the password a person signs in with: every session under the old one ends by that."""
    first = not user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(Event.PASSWORD_CHANGED, by=by, on=user, reason_code="invitation" if first else "")
    if not first:
        tell_about_sign_in(user, "password_changed")
    return user


@audit.act()
def added(user: User, authenticator: Authenticator) -> User:
    """Note a new factor: one after the first holds reveals for 24 hours, and two other people are told."""
    user = User.objects.select_for_update().get(pk=user.pk)
    others = Authenticator.objects.filter(user=user, type__in=proof.FACTORS).exclude(pk=authenticator.pk)
    if user.factor_changed_at is not None or others.exists():
        _hold(user)
        _tell_two_others(user)
    audit.record(Event.FACTOR_ENROLLED, by=user, on=user, after={"kind": authenticator.type})
    tell_about_sign_in(user, "factor_added")
    return user


@audit.act()
def removed(user: User, kind: str) -> User:
    """Note that a factor went. Whatever is added next is not the first one any more, so it is held."""
    user = User.objects.select_for_update().get(pk=user.pk)
    _hold(user)
    audit.record(Event.FACTOR_REMOVED, by=user, on=user, after={"kind": kind})
    tell_about_sign_in(user, "factor_removed")
    return user


def _hold(user: User) -> None:
    user.factor_changed_at = clock.now()
    user.session_round = F("session_round") + 1
    user.save(update_fields=["factor_changed_at", "session_round"])
    user.refresh_from_db(fields=["session_round"])


def _tell_two_others(user: User) -> None:
    if not proof.must_enrol(user):
        return
    holders = Appointment.objects.in_force().filter(office__in=WATCHERS, on_behalf_of=None).exclude(person=user)
    ranked = sorted(holders.select_related("person"), key=lambda row: (WATCHERS.index(Office(row.office)), row.pk))
    watchers = list(dict.fromkeys(row.person for row in ranked))[:2]
    for watcher in watchers:
        outbox.post("people/factor_changed", to=watcher, about=user, key=f"factor:{uuid.uuid4()}", person=str(user.pk))


@audit.act()
def tell_about_sign_in(user: User, what: str) -> None:
    """Write to a person that something about their sign-in changed; `what` is a key of notices.WHAT."""
    outbox.post("people/sign_in_changed", to=user, about=user, key=f"sign-in:{uuid.uuid4()}", what=what)


def claim_code(user: User) -> bool:
    """Whether no code of this half minute, or a later one, was taken from this person yet; takes it.

    RFC 6238, 5.2: a code is accepted once, in every process, the one that activated the authenticator too. The machine's
    clock counts here, as it does in the codes themselves.
    """
    period = int(time.time()) // PERIOD_SECONDS
    return bool(User.objects.filter(pk=user.pk, last_code_period__lt=period).update(last_code_period=period))
