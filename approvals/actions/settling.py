"""Whether a disowned decision stands, said by somebody without a hand in it; if not, what rests on it ends (E1.19)."""

from django.utils.translation import gettext as _

from approvals import objecting, settling
from approvals.actions.asking import close_round
from approvals.actions.deciding import locked_seat
from approvals.actions.moving import move
from approvals.actions.setting_up import end_setup
from approvals.actions.words import check_says_no_secret_of, slips_are_noted
from approvals.models import Decision, Request, RoundOutcome
from approvals.telling import head_and_director, tell_these
from approvals.workflow import IN_ROUND, STEP, Move
from registry import audit, clock
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.refusal import Refused


@slips_are_noted
@audit.act()
def settle_dispute(decision: Decision, *, stands: bool, why: str, by: User, proof: proofs.Proof | None) -> Decision:
    """Say whether the decision stands. If it does, the request goes on; if not, it ends, and may be asked for again.

    What is completed by then stays: it is retired or revoked by whoever may. Raises `Refused` for whoever may not,
    without a fresh factor or a reason, and where a password of the account stands in it; `Stale` where it is settled.
    """
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    settling.check_may_settle(decision, by)
    if not why.strip():
        raise Refused(_("Say how you know: everyone on the request reads it."), rule="E1.19")
    check_says_no_secret_of(decision.round.request, why, by=by)
    request = locked_seat(decision.seat).round.request
    people = ("scan__settled_by", "recorded_by", "by", "round__request")
    decision = Decision.objects.select_related(*people).defer("scan__content").get(pk=decision.pk)
    settling.check_may_settle(decision, by)
    _write_down(decision, why.strip()[:300], stands=stands, by=by)
    audit.record(
        audit.Event.DISPUTE_SETTLED, by=by, on=request, reason=decision.scan.settled_why,
        after={"stands": stands, "decided_by": decision.by.name, "recorded_by": decision.recorded_by.name},
    )  # fmt: skip
    if not stands and objecting.carries(decision) and request.status in STEP[Move.ANNUL].sources:
        _annul(request, decision, by=by)
    told = [decision.by, decision.recorded_by, *head_and_director()]
    tell_these("approvals/settled", request, told, apart_from=by, decision=decision.pk)
    return decision


def _write_down(decision: Decision, why: str, *, stands: bool, by: User) -> None:
    scan = decision.scan
    scan.settled_at, scan.settled_by, scan.settled_why, scan.stands = clock.now(), by, why, stands
    scan.save(update_fields=["settled_at", "settled_by", "settled_why", "stands"])


def _annul(request: Request, decision: Decision, *, by: User) -> None:
    words = {"who": decision.by.name, "why": decision.scan.settled_why}
    why = _("The approval recorded in the name of %(who)s was not theirs. %(why)s") % words
    if request.status in IN_ROUND:
        close_round(decision.round, RoundOutcome.DECLINED, by=by)
    end_setup(request, why=_("It rested on a decision that was not made."), by=by)
    move(request, Move.ANNUL, by=by, note=why)
