"""The break-glass kit on its way: asked for by one, agreed to by another, its passphrase shown in halves, destroyed."""

import uuid
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.actions.kit_telling import tell
from accounts.actions.locking import locked_person
from accounts.actions.revealing import CannotOpen
from accounts.models import (
    REMIND_AFTER,
    WINDOW,
    Kit,
    KitHalf,
    KitState,
    SecretField,
    SecretState,
    SecretVersion,
    Side,
)
from accounts.passphrase import made_up
from accounts.rules import kit as rules
from accounts.rules import kit_after as after
from accounts.rules.limits import AN_HOUR, SLIPS_IN_AN_HOUR
from accounts.rules.slips import check_reads_like_none
from accounts.rules.unrepeatable import Unrepeatable
from accounts.sealing import contains_one_of, open_half, seal_half
from registry import audit, clock, keyring, outbox
from registry.audit import Event
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.proof import REVEAL_MINUTES, Proof
from registry.people.refusal import Refused
from registry.vault import Secret, Vault, VaultError

SHORTEST_REASON = 10
LONGEST_REASON = 300
SLIP = "kit: secret in the reason"
#: How often those who made a kit are asked again what became of it, in days.
REMIND_EVERY = 30


def ask(*, reason: str, by: User, proof: Proof | None) -> Kit:
    """Ask for a kit. Whoever could agree is written to and has 15 minutes.

    Raises `Refused`; `Unrepeatable` for a reason that holds a stored secret, which is written down.
    """
    reason = reason.strip()[:LONGEST_REASON]
    kit = Kit(uuid=uuid.uuid4(), asked_by=by, reason=reason)
    try:
        rules.check_may_ask(by)
        check_fresh(by, proof)  # before the words, whose answer tells a guesser that a guess was right
        _check_reason(reason, by)
    except Unrepeatable as slip:
        audit.record_denial(Event.SECRET_TYPED, by=by, on=kit, reason=str(slip), rule=slip.rule)
        slip.is_written_down = True
        raise
    with audit.act():
        return _ask(kit, by=by, proof=proof)


def _ask(kit: Kit, *, by: User, proof: Proof | None) -> Kit:
    locked_person(by)
    rules.check_may_ask(by)
    check_fresh(by, proof)
    sides = rules.sides_of(by)
    kit.asked_for = Side.COMMUNICATIONS if Side.COMMUNICATIONS in sides else Side.SUPERINTENDENT
    kit.asked_at, kit.until = clock.now(), clock.now() + WINDOW
    kit.save()
    audit.record(Event.KIT_ASKED, by=by, on=kit, reason=kit.reason, after={"for": kit.asked_for})
    for person in rules.can_agree(kit):
        outbox.post("accounts/kit_asked", to=person, about=kit, key=f"kit_asked:{kit.pk}:{person.pk}", kit=kit.pk)
    return kit


@audit.act()
def agree(kit: Kit, *, by: User, proof: Proof | None) -> Kit:
    """Agree, as the second of two. The passphrase is made up and sealed in two halves, one for each.

    Raises `Refused`, `Stale`, `VaultSealed`.
    """
    vault = keyring.vault()
    kit = locked_kit(kit)
    rules.check_may_agree(kit, by)
    check_fresh(by, proof)
    kit.state, kit.agreed_by, kit.agreed_at, kit.until = KitState.AGREED, by, clock.now(), clock.now() + WINDOW
    kit.save(update_fields=["state", "agreed_by", "agreed_at", "until"])
    _seal_halves(kit, (kit.asked_by, by), vault)
    audit.record(Event.KIT_AGREED, by=by, on=kit, reason=kit.reason, after={"asked_by": kit.asked_by.trail_id})
    key = f"kit_agreed:{kit.pk}:{kit.asked_by_id}"
    outbox.post("accounts/kit_agreed", to=kit.asked_by, about=kit, key=key, kit=kit.pk)
    return kit


def _seal_halves(kit: Kit, people: tuple[User, User], vault: Vault) -> None:
    for slot, (person, words) in enumerate(zip(people, made_up(), strict=True), 1):
        half = KitHalf(kit=kit, slot=slot, person=person)
        seal_half(half, words, vault)
        half.save()


@audit.act()
def cancel(kit: Kit, *, by: User) -> Kit:
    """Stop a kit that is on its way; what there was of its passphrase is destroyed. Raises `Refused`, `Stale`."""
    kit = locked_kit(kit)
    rules.check_may_cancel(kit, by)
    told = [*rules.can_agree(kit), *rules.concerned(kit)] if kit.state == KitState.ASKED else rules.concerned(kit)
    kit = close(kit, KitState.CANCELLED, Event.KIT_CANCELLED, by=by)
    tell("accounts/kit_cancelled", kit, told, by=by)
    return kit


def show_half(kit: Kit, *, by: User, proof: Proof | None) -> Secret:
    """The four words of this person's half, once. Committed before it is opened; what does not open was not seen.

    Raises `Refused`, `Stale`, `VaultSealed`, `CannotOpen`.
    """
    vault = keyring.vault()
    with audit.act(durable=True):
        half = _note_half(kit, by=by, proof=proof)
    try:
        return open_half(half, vault)
    except VaultError:
        _note_unseen(half, by=by)
        raise CannotOpen from None


def _note_half(kit: Kit, *, by: User, proof: Proof | None) -> KitHalf:
    kit = locked_kit(kit)
    rules.check_may_see_half(kit, by)
    check_fresh(by, proof)
    half = kit.halves.select_related("kit").get(person=by)
    half.seen_at = clock.now()
    half.save(update_fields=["seen_at"])
    audit.record(Event.KIT_HALF_SHOWN, by=by, on=kit, after={"half": half.slot})
    return half


@audit.act()
def _note_unseen(half: KitHalf, *, by: User) -> None:
    """A half that did not open was seen by nobody: it can be asked for again while the time lasts."""
    kit = locked_kit(half.kit)
    kit.halves.filter(pk=half.pk).update(seen_at=None)
    audit.record(Event.KIT_HALF_FAILED, by=by, on=kit, outcome=audit.Outcome.ERROR, after={"half": half.slot})
    tell("accounts/kit_half_failed", kit, rules.concerned(kit), by=by)


@audit.act()
def attest_destroyed(kit: Kit, *, how: str, by: User) -> Kit:
    """Record that file and passphrase of a kit are destroyed, and how. Raises `Refused`, `Stale`."""
    check_reads_like_none(how)
    kit = locked_kit(kit)
    rules.check_may_attest(kit, by)
    kit.destroyed_at, kit.destroyed_by, kit.destroyed_how = clock.now(), by, how.strip()[:200]
    kit.save(update_fields=["destroyed_at", "destroyed_by", "destroyed_how"])
    audit.record(Event.KIT_DESTROYED, by=by, on=kit, reason=kit.destroyed_how)
    return kit


@audit.act()
def lapse_due(*, by: User | None) -> int:
    """Close the kits whose time is over and destroy their passphrases; returns how many. Daily, any number of times."""
    due = Kit.objects.filter(state__in=rules.OPEN, until__lt=clock.now()).select_for_update(no_key=True)
    late = list(due.order_by("pk"))
    for kit in late:
        close(kit, KitState.LAPSED, Event.KIT_LAPSED, by=by)
    return len(late)


@audit.act()
def remind_due(*, by: User | None) -> int:
    """Ask what became of kits that are 90 days old, and every 30 days again; returns how many letters. Daily.

    Asked are those who made it; once both have left, whoever holds the vault then.
    """
    before = clock.now() - timedelta(days=REMIND_AFTER)
    wanted = {
        f"kit_reminder:{kit.pk}:{(before - kit.downloaded_at).days // REMIND_EVERY}:{person.pk}": (kit, person)
        for kit, people in after.asked_what_became(after.old_kits())
        for person in people
        if kit.downloaded_at
    }
    return sum(
        outbox.post_all("accounts/kit_reminder", to={key: person}, about=kit, kit=kit.pk)
        for key, (kit, person) in wanted.items()
    )


def locked_kit(kit: Kit) -> Kit:
    """The kit as it is now, held until the act ends."""
    rows = Kit.objects.select_for_update(of=("self",), no_key=True).select_related("asked_by", "agreed_by")
    return rows.get(pk=kit.pk)


def check_fresh(by: User, proof: Proof | None) -> None:
    """Raise `Refused` without a second factor as fresh as a reveal asks for, or while a changed one holds it."""
    proofs.check_fresh(proof, by, REVEAL_MINUTES)
    proofs.check_not_held(by)


def empty_halves(kit: Kit) -> None:
    """Leave nothing of the passphrase; for acts that hold the kit's lock."""
    kit.halves.update(blob=b"", wrapped_key=b"", kid="")


@audit.act()
def close(kit: Kit, state: KitState, event: Event, *, by: User | None) -> Kit:
    """End a kit that hands out nothing; for acts that hold its lock."""
    kit.state, kit.closed_at, kit.closed_by = state, clock.now(), by
    kit.save(update_fields=["state", "closed_at", "closed_by"])
    empty_halves(kit)
    audit.record(event, by=by, on=kit)
    return kit


def _check_reason(reason: str, by: User) -> None:
    if len(reason) < SHORTEST_REASON:
        raise Refused(_("Say what the kit is for, in ten letters or more."), rule="security B6", field="reason")
    lately = audit.entries_under(SLIP, by=by).filter(at__gt=clock.now() - AN_HOUR)
    if lately.count() >= SLIPS_IN_AN_HOUR:
        message = _(
            "You have typed passwords or codes %(limit)d times within an hour. Wait an hour before you ask again."
        )
        raise Unrepeatable(message % {"limit": SLIPS_IN_AN_HOUR}, rule="limit on slips")
    fields = (SecretField.PASSWORD, SecretField.BACKUP_CODE, SecretField.SEED)
    stored = SecretVersion.objects.filter(field__in=fields).exclude(state=SecretState.DESTROYED)
    if contains_one_of(reason, list(stored)):
        message = _("Your words contain a password or code of an account. Leave it out: they are kept.")
        raise Unrepeatable(message, rule=SLIP)
    check_reads_like_none(reason)
