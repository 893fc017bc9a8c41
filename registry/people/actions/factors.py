"""What happens to a person's password and second factors: written down, told, and held back where that is the rule."""

import re
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import F

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import proof
from registry.people.actions.locking import locked
from registry.people.models import Appointment, Office, User

WATCHERS = [Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.ALTERNATE, Office.SYSTEM_ADMINISTRATOR]
NOT_A_DIGIT = re.compile(r"[^0-9]")


@audit.act()
def set_password(user: User, password: str, *, by: User) -> User:
    """Change the password a person signs in with: every session under the old one ends by that."""
    first = not user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(Event.PASSWORD_CHANGED, by=by, on=user, reason_code="invitation" if first else "")
    if not first:
        tell_about_sign_in(user, "password_changed", by=by)
    return user


@audit.act()
def factor_added(authenticator: Authenticator, *, by: User) -> User:
    """Note a new factor: one after the first holds reveals for 24 hours, and two other people are told."""
    user = locked(by)
    others = Authenticator.objects.filter(user=user, type__in=proof.FACTORS).exclude(pk=authenticator.pk)
    if user.factor_changed_at is not None or others.exists():
        _hold(user)
        _tell_two_others(user)
    audit.record(Event.FACTOR_ENROLLED, by=by, on=user, after={"kind": authenticator.type})
    tell_about_sign_in(user, "factor_added", by=by)
    return user


@audit.act()
def factor_removed(kind: str, *, by: User) -> User:
    """Note that a factor went, and sign out elsewhere. Whatever is added next is not the first one any more."""
    user = locked(by)
    _hold(user)
    audit.record(Event.FACTOR_REMOVED, by=by, on=user, after={"kind": kind})
    tell_about_sign_in(user, "factor_removed", by=by)
    return user


@audit.act()
def note(event: Event, *, by: User | None, on: User | None, letter: str = "", **facts: object) -> None:
    """Write down something that happened at sign-in and changed nothing; with a letter to the person, if named."""
    audit.record(event, by=by, on=on, after=facts or None)
    if letter and on is not None:
        tell_about_sign_in(on, letter, by=by)


@audit.act()
def tell_about_sign_in(user: User, what: str, *, by: User | None) -> None:
    """Write to a person that something about their sign-in changed; `what` is a key of `notices.WHAT`."""
    outbox.post("people/sign_in_changed", to=user, about=user, key=f"sign-in:{uuid.uuid4()}", what=what)


@audit.act()
def ask_for_reset(user: User, *, by: User | None) -> None:
    """Send a letter whose link sets a new password; the link is made when the letter goes out."""
    audit.record(Event.PASSWORD_RESET_ASKED, by=by, on=user)
    outbox.post("people/reset_password", to=user, about=user, key=f"reset:{uuid.uuid4()}")


@audit.act()
def ask_for_reset_of_nobody(*, by: User | None) -> None:
    """What a reset costs, for an address nobody here has, and no letter: time does not tell who is here (D17)."""
    audit.record(Event.PASSWORD_RESET_ASKED, by=by)
    nobody = User(name="", email=f"{uuid.uuid4()}@nobody.invalid")
    PasswordResetTokenGenerator().make_token(nobody)
    known = EmailAddress.objects.filter(user=nobody.pk)
    if not known.exists():
        list(known.values_list("email", flat=True))
    with transaction.atomic():
        outbox.post("people/reset_password", to=nobody, about=nobody, key=f"reset:{uuid.uuid4()}")
        transaction.set_rollback(True)


@audit.act()
def claim_code(code: str, *, by: User) -> bool:
    """Whether this code was not the last one taken from this person; takes it, in one conditional update.

    RFC 6238, 5.2: a code is accepted once, whatever process asks, the one that activates the authenticator too. With
    no tolerance only the code of this half minute is good at all, so the last one is all there is to remember.
    """
    digits = NOT_A_DIGIT.sub("", code)[:12]
    return bool(User.objects.filter(pk=by.pk).exclude(last_code=digits).update(last_code=digits))


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
    for watcher in list(dict.fromkeys(row.person for row in ranked))[:2]:
        outbox.post("people/factor_changed", to=watcher, about=user, key=f"factor:{uuid.uuid4()}", person=str(user.pk))
