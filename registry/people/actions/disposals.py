"""Disposing of entries of the trail: proposed by one office, agreed to by the other, carried out at the machine."""

from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.utils.translation import gettext as _

from registry import audit, clock, outbox
from registry.audit import disposing, segments, triggers
from registry.audit.models import Schedule
from registry.people import proof as proofs
from registry.people import rules
from registry.people.actions.proposals import lapse_due, store
from registry.people.models import Disposal, Proposal, ProposalKind, User
from registry.people.proof import REVEAL_MINUTES, Proof
from registry.people.refusal import Refused, Stale


@audit.act()
def propose_disposal(schedule: Schedule, *, authority: str, by: User, proof: Proof | None) -> Proposal:
    """Propose that all that may go today goes. The other office is written to, and has seven days.

    Raises `Refused`, also where nothing may go.
    """
    proofs.check_fresh(proof, by, REVEAL_MINUTES)
    rules.check_may_dispose(by)
    lapse_due(by=None)
    rules.check_none_under_way()
    found = segments.due()
    begins, ends = segments.span(found.runs)
    if not found.runs or begins is None or ends is None:
        raise Refused(_("Nothing may go today: no whole sealed segment is old enough and free of holds."))
    kinds = segments.counted(found.runs)
    disposal = Disposal(
        schedule=schedule, authority=authority, office=rules.offices_that_dispose(by)[0], runs=found.runs,
        segments=found.segments, entries=sum(kinds.values()), kinds=kinds, begins_at=begins, ends_at=ends,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return store(Proposal(kind=ProposalKind.DISPOSAL, subject=schedule.number), by=by, disposal=disposal)
    except IntegrityError:  # somebody else proposed one this very moment
        raise Stale(_("A disposal is proposed already, and waits to be agreed to.")) from None


@disposing.carries_out
def dispose(schedule: str, authority: str, *, by: User | None = None) -> disposing.Told:
    """Carry out what two people agreed to under that schedule and authority; again, what was left of it.

    Raises `audit.disposing.CannotDispose` with a sentence.
    """
    alias = triggers.owner_of(DEFAULT_DB_ALIAS)
    disposing.check_can_remove(alias)
    try:
        disposal = rules.agreed_disposal(schedule.strip().upper(), authority)
    except Refused as refused:
        raise disposing.CannotDispose(str(refused)) from None
    runs = [(int(first), int(last)) for first, last in disposal.runs]
    if alias == DEFAULT_DB_ALIAS:
        with audit.act():
            _write_down(disposal, by=by)
            disposing.remove(runs, alias=alias)
            _close(disposal, by=by)
    else:
        _write_down(disposal, by=by)
        disposing.remove(runs, alias=alias)
        _close(disposal, by=by)
    return {"number": disposal.number, "runs": runs, "segments": disposal.segments, "entries": disposal.entries}


@audit.act()
def _write_down(disposal: Disposal, *, by: User | None) -> None:
    held = Disposal.objects.select_for_update(no_key=True).get(pk=disposal.pk)  # run twice at once: one after the other
    if held.removed_at:
        raise disposing.CannotDispose(_("%(number)s was carried out already.") % {"number": held.number})
    if held.written_at:
        return
    names = [person.name for person in (disposal.proposal.first, disposal.proposal.second) if person]
    runs = [(int(first), int(last)) for first, last in disposal.runs]
    agreed = disposing.Agreed(disposal.number, runs, disposal.schedule, disposal.authority, names)
    disposing.write_down(agreed, by=by)
    held.written_at = clock.now()
    held.save(update_fields=["written_at"])


@audit.act()
def _close(disposal: Disposal, *, by: User | None) -> None:
    held = Disposal.objects.select_for_update(no_key=True).get(pk=disposal.pk)
    if held.removed_at:
        return
    held.removed_at = clock.now()
    held.save(update_fields=["removed_at"])
    people = [person for person in (disposal.proposal.first, disposal.proposal.second) if person]
    to = {f"trail_disposed:{held.pk}:{person.pk}": person for person in people if person.is_active}
    outbox.post_all("people/trail_disposed", to=to, about=disposal.proposal)
