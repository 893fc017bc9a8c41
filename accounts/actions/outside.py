"""An outside co-custodian: put on record, and off it again. Nobody gets a sign-in by it (E3.48)."""

from datetime import date

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, AccountState, CustodyState, OutsideCustodian, Whose
from accounts.rules import outside as rules
from accounts.rules.custody import check_says_why
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox
from registry.people.models import User


@slips_are_noted
@audit.act()
def record(
    account: Account, *, organization: str, role: str, contact: str, host_school: str, policy: str, ends_on: date,
    by: User,
) -> OutsideCustodian:  # fmt: skip
    """Put on record with whom an account is shared, whose policy holds there, and until when. Raises `Refused`."""
    rules.check_may_record(standing_of(account, by))
    rules.check_record(contact=contact, ends_on=ends_on)
    check_says_no_secret(account, f"{organization}\n{role}\n{contact}\n{host_school}", by=by)
    account = locked(account)
    rules.check_may_record(standing_of(account, by))
    made: OutsideCustodian = OutsideCustodian.objects.create(
        account=account, organization=organization, role=role, contact=contact, host_school=host_school,
        policy=Whose(policy), ends_on=ends_on, recorded_by=by,
    )  # fmt: skip
    facts = {"organization": organization, "role": role, "policy": policy, "until": ends_on.isoformat()}
    audit.record(audit.Event.OUTSIDE_RECORDED, by=by, on=account, after=facts)
    return made


@slips_are_noted
@audit.act()
def end(row: OutsideCustodian, *, why: str, by: User) -> OutsideCustodian:
    """Say that it is over, and what became of it. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    rules.check_may_end(standing_of(row.account, by), row)
    check_says_why(why)
    check_says_no_secret(row.account, why, by=by)
    account = locked(row.account)
    row = OutsideCustodian.objects.get(pk=row.pk)
    rules.check_may_end(standing_of(account, by), row)
    _end(row, account, why=why, by=by)
    return row


@audit.act()
def end_all(account: Account, *, why: str, by: User) -> None:
    """End those of an account that has ended, inside an act that holds it."""
    for row in account.outside_custodians.filter(ended_at=None):
        _end(row, account, why=why, by=by)


def _end(row: OutsideCustodian, account: Account, *, why: str, by: User) -> None:
    row.ended_at, row.ended_by, row.ended_why = clock.now(), by, why
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    before = {"organization": row.organization, "until": row.ends_on.isoformat()}
    audit.record(audit.Event.OUTSIDE_ENDED, by=by, on=account, before=before, reason=why)


def note_over(*, by: User | None = None) -> int:
    """Write down whose last day is over, and to who answers for the account; the rest is theirs. Returns how many."""
    found = OutsideCustodian.objects.filter(ended_at=None, over_since=None, ends_on__lt=clock.today())
    found = found.exclude(account__state__in=AccountState.over())  # there nobody can say what became of it
    done = 0
    for row in found.order_by("account_id", "pk"):
        with audit.act():
            done += _note(row, by=by)
    return done


def _note(row: OutsideCustodian, *, by: User | None) -> bool:
    account = locked(row.account)
    row = OutsideCustodian.objects.get(pk=row.pk)
    if row.over_since or row.ended_at:
        return False
    row.over_since = clock.now()
    row.save(update_fields=["over_since"])
    audit.record(audit.Event.OUTSIDE_OVER, by=by, on=account, after={"organization": row.organization})
    held = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
    for person in [one.custodian for one in held] or communications_staff():
        key = f"outside_over:{row.pk}:{person.pk}"
        outbox.post("accounts/outside_over", to=person, about=account, key=key, outside=row.pk)
    return True
