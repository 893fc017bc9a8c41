"""“This was not me”: a decision recorded from paper that its maker disowns, and what it holds back (E1.19)."""

from django.utils.translation import gettext as _

from approvals.models import Answer, Decision, Request, RoundOutcome
from registry.people.models import User
from registry.people.refusal import Refused, Stale

#: A round whose decisions count: one that is open, or that ended with the last yes.
COUNTS = (RoundOutcome.OPEN, RoundOutcome.APPROVED)


def check_may_object(decision: Decision, user: User) -> None:
    """Raise `Refused` unless this is a paper recorded in this person's name, to which they have not objected yet."""
    if decision.by_id != user.pk:
        raise Refused(_("Only the person in whose name it was recorded may say so."), rule="E1.19")
    if decision.scan.objected_at:
        raise Stale(_("You have said already that this was not you."))


def disputed_in(request: Request) -> list[Decision]:
    """The decisions that their makers disown, until somebody has settled that."""
    last = request.rounds.order_by("-number").values("pk")[:1]
    rows = Decision.objects.filter(round__in=last, scan__objected_at__isnull=False, scan__settled_at=None)
    people = ("by", "recorded_by", "seat", "round__request", "scan")
    return list(rows.select_related(*people).defer("scan__content").order_by("pk"))


def carries(decision: Decision) -> bool:
    """Whether the request rests on it: a yes, in a round that counts."""
    return decision.answer == Answer.YES and decision.round.outcome in COUNTS


def hold_back(request: Request) -> list[str]:
    """What stands in the way of another yes, and of the end of the set-up: a sentence for each disowned yes."""
    words = _("%(who)s says that the approval recorded in their name was not theirs. It has to be settled first.")
    return [words % {"who": one.by.name} for one in disputed_in(request) if carries(one)]


def check_settled(request: Request) -> None:
    """Raise `Refused` while a yes that the request rests on is disowned."""
    lacking = hold_back(request)
    if lacking:
        raise Refused(" ".join(lacking), rule="E1.19")
