"""What stands on the page of a handoff: its steps, what this person does next, and what was accepted."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Handoff, HandoffState
from accounts.rules import handoff as rules
from accounts.rules import passing
from accounts.rules.offers import offers_to
from accounts.rules.seeing import may_see_reasons
from accounts.rules.standing import Standing
from registry import clock
from registry.people.rules import may

Step = dict[str, Any]


def facts_for(handoff: Handoff, standing: Standing) -> dict[str, Any]:
    """Everything the page shows to this person."""
    user, live = standing.user, handoff.is_live
    accepted = handoff.state == HandoffState.ACCEPTED
    change, access = (passing.change_missing(handoff), passing.access_missing(handoff)) if accepted else ([], [])
    rotations = list(passing.rotations_of(handoff).select_related("owner").distinct()) if accepted else []
    party = user.pk in (handoff.giver_id, handoff.taker_id, handoff.offered_by_id)
    return {
        "handoff": handoff,
        "account": handoff.account,
        "answers": rules.answers_now(handoff),
        "steps": steps_of(handoff, change),
        "rotations": rotations,
        "left": bool(change or access),
        "missing": ([] if rotations else change) or ([] if change else access),
        "waits": rules.waits_because(handoff.taker) if handoff.state == HandoffState.OFFERED else [],
        "offers": offers_to(standing) if live else {},
        "is_taker": user.pk == handoff.taker_id,
        "may_accept": may(rules.check_may_accept, handoff, user),
        "may_answer": may(rules.check_may_answer, handoff, user),
        "may_verify": may(passing.check_may_verify, handoff, standing),
        "may_call_off": may(rules.check_may_call_off, handoff, standing),
        "sees_reasons": party or may_see_reasons(standing),
        "beside": reverse("accounts:custody-beside", args=[handoff.account.uuid]),
    }


def steps_of(handoff: Handoff, change_missing: list[str]) -> list[Step]:
    """The steps as a track: offered, accepted, login changed, verified."""
    state, taker = HandoffState(handoff.state), {"name": handoff.taker.name}
    changed = state == HandoffState.DONE or (state == HandoffState.ACCEPTED and not change_missing)
    reached = 1 + bool(handoff.accepted_at) + changed + (state == HandoffState.DONE)
    steps: list[Step] = [
        {"title": _("Offered"), "text": _by(handoff.offered_by.name, handoff.offered_at)},
        {"title": _("Accepted"), "text": _answer(handoff)},
        {"title": _("Login changed"), "text": _("%(name)s sets it, Communications signs in with it") % taker},
        {"title": _("Verified"), "text": _("Communications sees that %(name)s gets in, and it is done") % taker},
    ]
    if not handoff.account.platform.shares_login:
        steps[2] = {"title": _("Roles passed on"), "text": _("The next custodian has a role, the last one has none")}
    if state == HandoffState.DONE and handoff.verified_by and handoff.verified_at:
        steps[3]["text"] = _by(handoff.verified_by.name, handoff.verified_at)
    for place, step in enumerate(steps):
        step["state"] = "done" if place < reached else "now" if place == reached else "later"
    if not handoff.is_live and state != HandoffState.DONE and reached < len(steps):
        steps[reached] |= {"state": "stop", "text": str(state.label), "why": ""}
    return steps


def _answer(handoff: Handoff) -> str:
    if handoff.accepted_at:
        return _by(handoff.taker.name, handoff.accepted_at)
    words = {"name": handoff.taker.name, "day": date_format(handoff.answer_by, "F j")}
    return _("%(name)s answers by %(day)s") % words


def _by(name: str, at: Any) -> str:
    return _("%(name)s, %(day)s") % {"name": name, "day": date_format(clock.local(at), "F j")}
