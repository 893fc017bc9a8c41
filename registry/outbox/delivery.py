"""Sending what waits. Any number of workers may do it at once: each takes a letter by a lease, and none is lost."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from registry import clock
from registry.outbox.digest import gather_due
from registry.outbox.models import Letter, State
from registry.outbox.rendering import as_mail, message_id, write
from registry.outbox.witness import witness

LEASE = timedelta(minutes=5)  # longer than any try takes: EMAIL_TIMEOUT is 20 seconds
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=4)  # all is out within five minutes once the mail server is back
MOST_TRIES = 1_000  # almost three days of a silent mail server
MOST_REFUSALS = 10  # of this letter itself
DUMMY = "django.core.mail.backends.dummy.EmailBackend"
KEEPING = "registry.outbox.keeping.EmailBackend"


@dataclass
class Round:
    """What one pass over the outbox did."""

    sent: int = 0
    dropped: int = 0
    put_off: int = 0
    failed: int = 0


def deliver_due() -> Round:
    """Sends every letter that is due, daily ones too. Stops early when the mail server cannot be reached: the rest
    would fare no better."""
    gather_due()
    done, mail = Round(), mail_connection()
    try:
        while letter := claim():
            if not _deliver(letter, mail, done):
                break
    finally:
        mail.close()
    return done


def mail_connection() -> BaseEmailBackend:
    """The way out. A demo that has no mail server keeps its letters where /outbox/ shows them."""
    keep = settings.DEMO and settings.EMAIL_BACKEND == DUMMY
    found: BaseEmailBackend = get_connection(KEEPING if keep else None)
    return found


def claim() -> Letter | None:
    """Takes the letter that has been due longest, for the length of a lease; nobody else can take it meanwhile."""
    now = clock.now()
    with transaction.atomic():
        due = Letter.objects.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now), state=State.WAITING, next_try_at__lte=now
        )
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
        letter = due.select_related("to").order_by("next_try_at", "id").first()
        if letter:
            letter.claimed_until, letter.tries = now + LEASE, letter.tries + 1
            letter.save(update_fields=["claimed_until", "tries"])
    return letter


def _deliver(letter: Letter, mail: BaseEmailBackend, done: Round) -> bool:
    """Sends one letter, outside of any transaction; False when the mail server is out of reach."""
    try:
        written = write(letter)
        if written is None:
            done.dropped += _settle(letter, State.DROPPED)
            return True
        message = as_mail(letter, written)
        message.connection = mail
        message.send()
    except Exception as problem:  # noqa: BLE001 (whatever it is, the letter waits; its text may carry values and is not kept)
        _put_off(letter, problem, done)
        return _is_about_this_letter(problem)
    done.sent += _settle(letter, State.SENT, sent_at=clock.now(), message_id=message_id(letter))
    return True


def _is_about_this_letter(problem: Exception) -> bool:
    refused = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused)
    return isinstance(problem, refused) or not isinstance(problem, OSError)


def _put_off(letter: Letter, problem: Exception, done: Round) -> None:
    name = type(problem).__name__
    if letter.tries >= (MOST_REFUSALS if _is_about_this_letter(problem) else MOST_TRIES):
        done.failed += _settle(letter, State.FAILED, last_error=name)
        return
    pause = min(FIRST_PAUSE * 2 ** min(letter.tries - 1, 10), LONGEST_PAUSE)
    _mine(letter).update(claimed_until=None, next_try_at=clock.now() + pause, last_error=name)
    done.put_off += 1


def _settle(letter: Letter, state: State, **changes: object) -> int:
    """The letter's end, and its event; nothing where the lease ran out and another worker has it now."""
    with transaction.atomic():
        settled = _mine(letter).update(state=state, claimed_until=None, **changes)
        if settled:
            witness().letter_settled(letter, state.value, str(changes.get("last_error", "")))
    return settled


def _mine(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter.pk, state=State.WAITING, claimed_until=letter.claimed_until)
