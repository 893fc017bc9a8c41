"""What two people do together: prepared or proposed by one, confirmed by another, in seven days."""

from datetime import date, timedelta

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import proof as proofs
from registry.people import rules
from registry.people.actions.locking import locked_in_order
from registry.people.actions.offices import end_with_designees, give, let_others_follow
from registry.people.models import Appointment, Disposal, Office, Proposal, ProposalKind, ProposalState, User
from registry.people.models.proposal import LASTS
from registry.people.proof import DECISION_MINUTES, Proof


@audit.act()
def propose(
    *, person: User, office: Office | str, starts_on: date, ends_on: date | None = None, by: User, proof: Proof | None
) -> Proposal:
    """Propose somebody for an office that two give; from a system administrator it is only prepared.

    Raises `Refused` as `appoint` does, and without a fresh second factor.
    """
    proofs.check_fresh(proof, by, DECISION_MINUTES)
    office = Office(office)
    lapse_due(by=None)
    person = locked_in_order(person, by)[person.pk]
    rules.check_may_propose_for(by, person)
    rules.check_none_open(person, office, ProposalKind.APPOINT)
    rules.check_appointment(
        person=person, office=office, unit=None, starts_on=starts_on, ends_on=ends_on, on_behalf_of=None, by=by
    )
    made = Proposal(kind=ProposalKind.APPOINT, person=person, office=office, starts_on=starts_on, ends_on=ends_on)
    return store(made, by=by)


@audit.act()
def propose_end(appointment: Appointment, *, by: User, proof: Proof | None) -> Proposal:
    """Propose that an office which two give ends when the second of two confirms it."""
    proofs.check_fresh(proof, by, DECISION_MINUTES)
    lapse_due(by=None)
    person = locked_in_order(appointment.person, by)[appointment.person_id]
    rules.check_may_propose_end(by, appointment)
    rules.check_none_open(person, Office(appointment.office), ProposalKind.END)
    made = Proposal(kind=ProposalKind.END, person=person, office=appointment.office, appointment=appointment)
    return store(made, by=by)


@audit.act()
def prepare_destruction(kid: str, *, by: User) -> Proposal:
    """Prepare that a key is destroyed; two others sign it, and then whoever operates the site carries it out.

    Prepared at the command line, so without a second factor: the two who sign give theirs. Raises `Refused`.
    """
    lapse_due(by=None)
    by = locked_in_order(by)[by.pk]
    rules.check_may_prepare_destruction(by, kid)
    return store(Proposal(kind=ProposalKind.KEY, subject=kid), by=by)


@audit.act()
def store(made: Proposal, *, by: User, disposal: Disposal | None = None) -> Proposal:
    """Keep a new proposal, and what it is to dispose of, and ask for what is missing; for acts that checked it."""
    signs = disposal is not None or (rules.may_sign(by) and made.kind != ProposalKind.KEY)
    made.prepared_by, made.first, made.first_at = by, by if signs else None, clock.now() if signs else None
    made.save()
    if disposal:
        disposal.proposal = made
        disposal.save()
    audit.record(Event.PROPOSAL_MADE if signs else Event.PROPOSAL_PREPARED, by=by, on=made, after=_facts(made))
    _ask_for_signatures(made)
    return made


def _facts(made: Proposal) -> dict[str, str]:
    days = {"from": made.starts_on, "until": made.ends_on}
    number = {"number": made.disposal.number} if made.kind == ProposalKind.DISPOSAL else {}
    return {"kind": made.kind, **number, **{name: day.isoformat() for name, day in days.items() if day}}


def _ask_for_signatures(proposal: Proposal) -> None:
    """Write to everybody who could give the next signature."""
    signers = rules.offices_that_sign(proposal)
    rows = Appointment.objects.in_force().filter(office__in=signers, on_behalf_of=None).select_related("person")
    people = {row.person_id: row.person for row in rows.order_by("pk")}
    for person in people.values():
        if person.pk not in (proposal.first_id, proposal.person_id):
            key = f"proposal:{proposal.pk}:{proposal.first_id or ''}:{person.pk}"
            outbox.post("people/signature_needed", to=person, about=proposal, key=key)


@audit.act()
def sign(proposal: Proposal, *, by: User, proof: Proof | None) -> Proposal:
    """Give the next signature: the first of a prepared proposal, or the second, which gives or ends the office.

    What is asked of an appointment is asked again now; its first day is today where it has passed meanwhile.
    """
    proofs.check_fresh(proof, by, rules.minutes_to_sign(proposal))
    proposal = _locked(proposal)
    rules.check_may_sign(by, proposal)
    if proposal.first_id is None:
        return _sign_first(proposal, by=by)
    rules.check_first_still_may(proposal)
    if proposal.kind == ProposalKind.DISPOSAL:
        rules.check_still_due(proposal.disposal)
    if proposal.person:
        proposal.appointment = _carry_out(proposal, proposal.person, by=by)
    proposal.second = by
    return _close(proposal, ProposalState.CONFIRMED, Event.PROPOSAL_CONFIRMED, by=by)


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("person", "first", "disposal__schedule")
    return rows.get(pk=proposal.pk)


def _sign_first(proposal: Proposal, *, by: User) -> Proposal:
    proposal.first, proposal.first_at = by, clock.now()
    proposal.save(update_fields=["first", "first_at"])
    audit.record(Event.PROPOSAL_MADE, by=by, on=proposal, after=_facts(proposal))
    _ask_for_signatures(proposal)
    return proposal


def _carry_out(proposal: Proposal, person: User, *, by: User) -> Appointment:
    if proposal.kind == ProposalKind.END and proposal.appointment:
        rules.check_may_propose_end(by, proposal.appointment)
        done = end_with_designees(proposal.appointment, by=by)
    else:
        person = locked_in_order(person)[person.pk]
        begins = max(proposal.starts_on or clock.today(), clock.today())
        done = give(
            person=person, office=Office(proposal.office), unit=None, starts_on=begins, ends_on=proposal.ends_on, by=by
        )
    let_others_follow([done])
    return done


def _close(proposal: Proposal, state: ProposalState, event: Event, *, by: User | None) -> Proposal:
    proposal.state, proposal.closed_at, proposal.closed_by = state, clock.now(), by
    proposal.save(update_fields=["state", "closed_at", "closed_by", "second", "appointment"])
    audit.record(event, by=by, on=proposal, after=_facts(proposal))
    for person in {one.pk: one for one in (proposal.prepared_by, proposal.first) if one}.values():
        if by is None or person.pk != by.pk:
            key = f"proposal_closed:{proposal.pk}:{person.pk}"
            outbox.post("people/proposal_closed", to=person, about=proposal, key=key)
    return proposal


@audit.act()
def withdraw_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Take an open proposal back."""
    proposal = _locked(proposal)
    rules.check_may_withdraw(by, proposal)
    return _close(proposal, ProposalState.WITHDRAWN, Event.PROPOSAL_WITHDRAWN, by=by)


@audit.act()
def lapse_due(*, by: User | None) -> int:
    """Close proposals that nobody confirmed within seven days; returns how many. Daily, any number of times."""
    before = clock.now() - timedelta(days=LASTS)
    due = Proposal.objects.filter(state=ProposalState.OPEN, prepared_at__lt=before)
    rows = due.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("person", "first", "prepared_by", "disposal__schedule")
    late = [row for row in rows.order_by("pk") if not row.is_open]
    for row in late:
        _close(row, ProposalState.LAPSED, Event.PROPOSAL_LAPSED, by=by)
    return len(late)
