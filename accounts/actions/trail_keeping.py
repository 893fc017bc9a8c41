"""For how long entries of the trail are kept, and proposing that the older ones go (security C6)."""

from datetime import date

from accounts.actions.words import LONGEST
from accounts.rules import trail_keeping as rules
from registry import audit
from registry.audit.models import Schedule
from registry.audit.retention import in_force
from registry.people import actions as people
from registry.people import proof as proofs
from registry.people.models import Proposal, User
from registry.people.proof import DECISION_MINUTES, Proof


@audit.act()
def set_schedule(*, kind: str, years: int, authority: str, starts_on: date, by: User, proof: Proof | None) -> Schedule:
    """From a day on, keep entries of a kind for so many years; an empty kind is all that has no schedule of its own.

    Raises `Refused`, without a fresh second factor too.
    """
    authority = " ".join(authority.split())[:LONGEST]
    rules.check_may_set(by)
    proofs.check_fresh(proof, by, DECISION_MINUTES)
    rules.check_schedule(kind=kind, years=years, authority=authority, starts_on=starts_on)
    before = in_force(starts_on).get(kind)
    made: Schedule = Schedule.objects.create(kind=kind, years=years, authority=authority, starts_on=starts_on)
    facts = {"kind": kind or "all", "years": years, "authority": authority, "from": starts_on.isoformat()}
    was = {"years": before.years, "schedule": before.number} if before else None
    audit.record(audit.Event.RETENTION_SET, by=by, on=made, before=was, after=facts)
    return made


@audit.act()
def propose_disposal(schedule: Schedule, *, authority: str, by: User, proof: Proof | None) -> Proposal:
    """Propose that all entries go which may go today; the other office agrees. Raises `Refused`."""
    authority = " ".join(authority.split())[:LONGEST]
    rules.check_authority(authority)
    return people.propose_disposal(schedule, authority=authority, by=by, proof=proof)
