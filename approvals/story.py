"""What was said and decided about a request, oldest first, and the route it will take."""

from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from approvals import items, kinds, routing, rules, showing
from approvals.models import Answer, Comment, Decision, ItemAnswer, Kind, Request, Round, Route, RouteStep
from registry.people.models import Appointment, Office, User

MARKS = {Answer.YES: ("check", "pine"), Answer.CHANGES: ("message-square", "ochre"), Answer.NO: ("x", "brick")}


def moments_of(request: Request) -> list[dict[str, Any]]:
    """The discussion as `parts/timeline.html` draws it: sent, decided, said, in order of time."""
    rounds = list(Round.objects.filter(request=request).select_related("opened_by"))
    answers = Prefetch("items", ItemAnswer.objects.select_related("item__platform").order_by("item__position"))
    rows = Decision.objects.filter(round__request=request).select_related("by", "on_behalf_of", "seat")
    rows = (
        rows.prefetch_related(answers)
        .select_related("scan__settled_by", "recorded_by", "round__request")
        .defer("scan__content")
    )
    said = Comment.objects.filter(request=request, private=False).select_related("by")
    talk = map(_said, said.prefetch_related("mentions__person"))
    moments = [*map(_sent, rounds), *map(_decided, rows), *talk, *_taken_over(request)]
    return sorted(moments, key=lambda moment: moment["at"])


def private_moments(request: Request) -> list[dict[str, Any]]:
    """What stands on the private line, for those who are on it (seeing.private_line)."""
    return [_said(comment) for comment in Comment.objects.filter(request=request, private=True).select_related("by")]


def _sent(round_: Round) -> dict[str, Any]:
    words = {"who": round_.opened_by.name}
    title = _("%(who)s sent the request") if round_.number == 1 else _("%(who)s sent a changed request")
    return {"title": title % words, "at": round_.opened_at, "icon": "send", "tone": "lake"}


def _taken_over(request: Request) -> list[dict[str, Any]]:
    if request.first_requester is None or request.taken_over_at is None:
        return []
    words = {"who": request.requester.name, "whom": request.first_requester.name}
    title = _("%(who)s took the request over from %(whom)s, who has left") % words
    return [{"title": title, "at": request.taken_over_at, "icon": "arrow-left-right", "tone": "lake"}]


def _decided(decision: Decision) -> dict[str, Any]:
    icon, tone = MARKS[Answer(decision.answer)]
    told = {
        Answer.YES: _("%(who)s approved for %(office)s"),
        Answer.CHANGES: _("%(who)s asked for changes for %(office)s"),
        Answer.NO: _("%(who)s declined for %(office)s"),
    }[Answer(decision.answer)]
    words = {"who": showing.who_decided(decision), "office": showing.offices_in_words([decision.seat.office])}
    return {
        "title": told % words,
        "at": decision.at,
        "icon": icon,
        "tone": tone,
        "quote": decision.note,
        "text": " ".join(filter(None, [_alone(decision), _per_item(decision)])),
        **_on_paper(decision),
    }


def _alone(decision: Decision) -> str:
    return _("Alone, in an emergency.") if decision.emergency else ""


def _on_paper(decision: Decision) -> dict[str, Any]:
    """For a decision made on paper: who recorded it, what its maker says of that, and the scan behind the title."""
    if not decision.offline:
        return {}
    words = {"who": decision.recorded_by.name, "day": date_format(decision.scan.decided_on, "F j, Y")}
    told = _("Decided on paper on %(day)s, recorded by %(who)s. The title leads to the scan.") % words
    if decision.scan.objected_at:
        told += " " + _("%(who)s says: this was not me.") % {"who": decision.by.name}
    if decision.scan.settled_by:
        said = (
            _("%(who)s found that it stands: %(why)s")
            if decision.scan.stands
            else _("%(who)s found that it does not count: %(why)s")
        )
        told += " " + said % {"who": decision.scan.settled_by.name, "why": decision.scan.settled_why}
    scan = reverse("approvals:scan", args=[decision.round.request.reference, decision.pk])
    return {"text": " ".join(filter(None, [told, _per_item(decision)])), "url": scan}


def _per_item(decision: Decision) -> str:
    """What was answered for each of several items; empty where they were answered as one."""
    answers = list(decision.items.all())
    if decision.answer != Answer.YES or all(answer.approved for answer in answers):
        return ""
    return " ".join(
        _("%(item)s: approved.") % {"item": items.name(answer.item)}
        if answer.approved
        else _("%(item)s: not approved. %(why)s") % {"item": items.name(answer.item), "why": answer.note}
        for answer in answers
    )


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
    needs = [rules.need_of(request, step.office) for step in steps]
    rows = routing.appointments_for(needs)
    seats = [
        _route_seat(step, one, need, rows)
        for step, need, one in zip(steps, needs, routing.plan(needs, rows), strict=True)
    ]
    return [_route_step(list(group)) for _number, group in groupby(seats, key=lambda seat: seat["step"])]


def _route_step(seats: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": get_text_list([str(seat["office"]) for seat in seats], _("and")),
        "together": len(seats) > 1,
        "seats": seats,
    }


def _route_seat(
    step: RouteStep, one: routing.Candidate | None, need: routing.Need, rows: list[Appointment]
) -> dict[str, Any]:
    return {
        "step": step.step,
        "office": showing.SEATS.get(Office(step.office), step.get_office_display()),
        "person": one.person if one else None,
        "why": one.why if one else routing.why_nobody(need, rows),
    }


def ending_of(request: Request) -> dict[str, str]:
    """What comes after the last office, for the end of the route: title, text and icon."""
    end = kinds.of(request).ending(request)[0]
    return {"title": end["route_title"], "text": end["route_text"], "icon": end["icon"]}


def next_of(request: Request, user: User) -> list[dict[str, Any]]:
    """What happens next, for a confirmation page: the steps that are not done yet."""
    return [step for step in showing.steps_of(request, user) if step["state"] in ("now", "later")]


def all_routes() -> list[dict[str, Any]]:
    """Every route as it stands, for the page of routes: its steps with offices and working days, and what follows."""
    found = {route.kind: route for route in Route.objects.prefetch_related("steps").select_related("changed_by")}
    shown = [found[kind] for kind in Kind.values if kind in found]
    return [{"route": route, "steps": _stops(route), "ending": ending_of(Request(kind=route.kind))} for route in shown]


def _stops(route: Route) -> list[dict[str, Any]]:
    groups = groupby(route.steps.all(), key=lambda step: step.step)
    return [{"number": number, "offices": [_stop(step) for step in steps]} for number, steps in groups]


def _stop(step: RouteStep) -> dict[str, Any]:
    return {"office": showing.SEATS.get(Office(step.office), step.get_office_display()), "days": step.days}
