"""What was said and decided about a request, oldest first, and the route it will take."""

from itertools import groupby
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from approvals import routing, rules, showing
from approvals.models import Answer, Comment, Decision, Request, Round, RouteStep
from registry.people.models import Office, User

MARKS = {Answer.YES: ("check", "pine"), Answer.CHANGES: ("message-square", "ochre"), Answer.NO: ("x", "brick")}


def moments_of(request: Request) -> list[dict[str, Any]]:
    """The discussion as `parts/timeline.html` draws it: sent, decided, said, in order of time."""
    rounds = list(Round.objects.filter(request=request).select_related("opened_by"))
    rows = Decision.objects.filter(round__request=request).select_related("by", "on_behalf_of", "seat")
    said = Comment.objects.filter(request=request, private=False).select_related("by")
    talk = map(_said, said.prefetch_related("mentions__person"))
    moments = [*map(_sent, rounds), *map(_decided, rows), *talk]
    return sorted(moments, key=lambda moment: moment["at"])


def private_moments(request: Request) -> list[dict[str, Any]]:
    """What stands on the private line, for those who are on it (seeing.private_line)."""
    return [_said(comment) for comment in Comment.objects.filter(request=request, private=True).select_related("by")]


def _sent(round_: Round) -> dict[str, Any]:
    words = {"who": round_.opened_by.name}
    title = _("%(who)s sent the request") if round_.number == 1 else _("%(who)s sent a changed request")
    return {"title": title % words, "at": round_.opened_at, "icon": "send", "tone": "lake"}


def _decided(decision: Decision) -> dict[str, Any]:
    icon, tone = MARKS[Answer(decision.answer)]
    told = {
        Answer.YES: _("%(who)s approved for %(office)s"),
        Answer.CHANGES: _("%(who)s asked for changes for %(office)s"),
        Answer.NO: _("%(who)s declined for %(office)s"),
    }[Answer(decision.answer)]
    words = {"who": showing.who_decided(decision), "office": showing.offices_in_words([decision.seat.office])}
    return {"title": told % words, "at": decision.at, "icon": icon, "tone": tone, "quote": decision.note}


def _said(comment: Comment) -> dict[str, Any]:
    told = [] if comment.private else [f"@{mention.person.name}" for mention in comment.mentions.all()]
    return {
        "title": _("%(who)s wrote") % {"who": comment.by.name},
        "at": comment.at,
        "icon": "message-square",
        "tone": "",
        "quote": comment.text,
        "told": ", ".join(told),
    }


def route_of(request: Request) -> list[dict[str, Any]]:
    """Who will be asked, step by step, with names and reasons: as it would be if the request were sent now."""
    steps = list(RouteStep.objects.filter(route__kind=request.kind))
    chosen = routing.plan([rules.need_of(request, step.office) for step in steps])
    pairs = groupby(zip(steps, chosen, strict=True), key=lambda pair: pair[0].step)
    return [_route_step(list(group)) for _number, group in pairs]


def _route_step(pairs: list[tuple[RouteStep, routing.Candidate | None]]) -> dict[str, Any]:
    offices = [str(showing.SEATS.get(Office(step.office), step.get_office_display())) for step, _one in pairs]
    return {
        "title": get_text_list(offices, _("and")),
        "together": len(pairs) > 1,
        "seats": [_route_seat(step, one) for step, one in pairs],
    }


def _route_seat(step: RouteStep, one: routing.Candidate | None) -> dict[str, Any]:
    office = showing.SEATS.get(Office(step.office), step.get_office_display())
    if one is None:
        return {
            "office": office,
            "person": None,
            "why": _("Nobody may decide this. The request will wait for an appointment."),
        }
    return {"office": office, "person": one.person, "why": one.why}


def next_of(request: Request, user: User) -> list[dict[str, Any]]:
    """What happens next, for a confirmation page: the steps that are not done yet."""
    return [step for step in showing.steps_of(request, user) if step["state"] in ("now", "later")]
