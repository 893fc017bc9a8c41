"""A decision made on paper, recorded by another person with its scan; and the word of the one it names (E1.19)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals import objecting, offline, rules, scans
from approvals.actions.deciding import fill_seat, locked_seat
from approvals.actions.words import check_says_no_secret_of, slips_are_noted
from approvals.models import Answer, Decision, Scan, Seat
from approvals.said import Said
from approvals.telling import head_and_director, tell_these
from registry import audit, clock
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.refusal import Refused


@slips_are_noted
@audit.act()
def record_on_paper(
    seat: Seat,
    said: Said,
    *,
    decider: User,
    decided_on: date,
    scan: bytes,
    seen_hash: str,
    by: User,
    proof: proofs.Proof | None,
) -> Decision:
    """Record what `decider` decided off-line, with the scan; its hash is the text. The decider is told.

    Raises `Refused` for whoever may not record it, a decider who may not decide, a day that cannot be, or a file that
    is no scan; `Stale` where the seat is filled or the text has changed since.
    """
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    kind = scans.check_scan(scan)
    seat = locked_seat(seat)
    rules.check_still_open(seat, seen_hash)
    appointment = offline.check_can_record(seat, decider, decided_on, by=by)
    if said.answer == Answer.YES:
        rules.check_can_become_an_account(seat.round.request)
        objecting.check_settled(seat.round.request)
    digest = scans.hash_of(scan)
    offline.check_is_new(digest)
    decision = fill_seat(seat, appointment, said, by=by, scan_hash=digest)
    with _recorded_meanwhile():
        Scan.objects.create(decision=decision, content=scan, kind=kind, sha256=digest, decided_on=decided_on)
    tell_these("approvals/recorded_on_paper", seat.round.request, [decider], decision=decision.pk)
    return decision


@contextmanager
def _recorded_meanwhile() -> Iterator[None]:
    """The database has the last word on one paper for one decision; say so in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise offline.recorded_before() from None


@slips_are_noted
@audit.act()
def object_to(decision: Decision, *, why: str, by: User) -> Decision:
    """“This was not me”: it holds the request back until settled; superintendent and director are alerted."""
    objecting.check_may_object(decision, by)
    if not why.strip():
        raise Refused(_("Say what is wrong with it."), rule="E1.19")
    check_says_no_secret_of(decision.round.request, why, by=by)
    request = locked_seat(decision.seat).round.request
    decision = Decision.objects.select_related("scan", "recorded_by").get(pk=decision.pk)
    objecting.check_may_object(decision, by)
    scan = decision.scan
    scan.objected_at, scan.objection = clock.now(), why.strip()[:300]
    scan.save(update_fields=["objected_at", "objection"])
    facts = {"recorded_by": decision.recorded_by.name, "answer": decision.answer}
    audit.record(audit.Event.DECISION_DISPUTED, by=by, on=request, reason=scan.objection, after=facts)
    tell_these("approvals/disputed", request, head_and_director(), decision=decision.pk)
    return decision
