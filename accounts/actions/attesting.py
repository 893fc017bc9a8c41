"""Somebody gives their word on an account: the checklist is kept, and what it says has its consequences (IV.11)."""

from django.utils.translation import gettext as _

from accounts.actions import checking, custody, declaring, handoff, packets
from accounts.actions.completing import close_if_complete
from accounts.actions.locking import locked, locked_person
from accounts.actions.packet_settling import settle
from accounts.actions.rotation import open_due, open_rotation
from accounts.models import (
    Account,
    Attestation,
    CampaignKind,
    Exposure,
    HandoffWhy,
    Knower,
    Packet,
    PacketState,
    ReasonKind,
    SecretField,
    Seen,
)
from accounts.rules import attesting as rules
from accounts.rules import packets as asked
from accounts.rules.attesting import Answers
from accounts.rules.declaring import Knowing
from accounts.rules.handoff import held_now
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox
from registry.people.models import User


@audit.act()
def attest(account: Account, said: Answers, *, seen: int, by: User) -> Attestation:
    """Keep somebody's word on an account, and do what follows from it. It answers everything that is asked about it.

    `seen` is the last word that their page knew of. Raises `Refused`, `Stale`.
    """
    if said.next_custodian:
        locked_person(said.next_custodian)
    account = locked(account)
    rules.check_may_attest(standing_of(account, by))
    rules.check_is_last(account, seen)
    rules.check_makes_sense(account, said)
    made: Attestation = Attestation.objects.create(
        account=account, by=by, valid_until=rules.valid_until(), students=said.students, class_year=said.class_year,
        password=said.password, devices_out=said.devices_out, recovery_is_ours=said.recovery_is_ours,
        guidelines_kept=said.guidelines_kept, backup_stays=said.backup_stays, next_custodian=said.next_custodian,
    )  # fmt: skip
    audit.record(audit.Event.ATTESTED, by=by, on=account, after=_facts(made), reference=str(made.uuid))
    _follow(account, said, by=by)
    _answer(account, made, by=by)
    if said.leaves_open:
        _tell(made, by=by)
    return made


@audit.act()
def answer(packet: Packet, said: Answers, *, seen: int, by: User) -> Attestation:
    """The same as the answer to what a campaign asks. Raises `Stale` where somebody answered it before."""
    if said.next_custodian:
        locked_person(said.next_custodian)
    account = locked(packet.account)
    asked.check_may_answer(asked.again(packet), standing_of(account, by))
    return attest(account, said, seen=seen, by=by)


@audit.act()
def _follow(account: Account, said: Answers, *, by: User) -> None:
    """Students who leave are declared, what they may still know must change, the next custodian is asked."""
    known: Exposure | None = None
    if day := said.last_active_on:
        checking.keep(account, checked_on=clock.today(), seen=Seen.ACTIVE, last_active_on=day, by=by)
    stored = account.secrets.filter(field=SecretField.PASSWORD, is_current=True).exists()
    if said.students and stored and account.platform.shares_login:
        students = Knowing(Knower.STUDENTS, head_count=said.students, class_year=said.class_year)
        known = declaring.keep(account, students, by=by)[-1]
    if said.must_change and account.platform.shares_login:
        words = _("Said when the account was attested.")
        open_rotation(account, field="", reason=ReasonKind.LEAVER, about=known, words=words, by=by)
    if said.backup_stays is False:
        custody.end_backup(account, by=by)
        open_due(account=account, by=by)
    if said.next_custodian and held_now(account):
        handoff.offer(account, taker=said.next_custodian, why=HandoffWhy.SEASON, by=by)
    elif said.next_custodian:
        custody.offer(account, custodian=said.next_custodian, by=by)


@audit.act()
def _answer(account: Account, made: Attestation, *, by: User) -> None:
    """One word answers all that is asked; one that hands the account over does so when that is done."""
    settle(account, by=by)
    rows = account.packets.live().filter(state=PacketState.OPEN)
    for packet in list(rows.exclude(campaign__kind=CampaignKind.ADOPTION).select_related("campaign").order_by("pk")):
        packet.account = account
        packets.answer(packet, PacketState.ATTESTED, by=by, attestation=made)
        close_if_complete(packet.campaign, by=by)


@audit.act()
def _tell(made: Attestation, *, by: User) -> None:
    """Tell Communications what is not as the checklist asks; a rotation has letters of its own."""
    for person in communications_staff():
        if person.pk != by.pk:
            key = f"attested_open:{made.uuid}:{person.pk}"
            outbox.post("accounts/attested_open", to=person, about=made.account, key=key, attestation=made.pk)


def _facts(made: Attestation) -> dict[str, object]:
    return {
        "used": True, "until": made.valid_until.isoformat(), "students": made.students, "class": made.class_year,
        "password": made.password, "devices_out": made.devices_out, "recovery": made.recovery_is_ours,
        "guidelines": made.guidelines_kept, "backup_stays": made.backup_stays,
        "next": made.next_custodian.trail_label if made.next_custodian else "", "at": clock.local(made.at).isoformat(),
    }  # fmt: skip
