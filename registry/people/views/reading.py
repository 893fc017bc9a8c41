"""Finding people, reading about one, and who may do what."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry import audit
from registry.people import panels, powers, proof, rules, standing_in
from registry.people.forms import FindForm
from registry.people.models import Absence, Appointment, Office, User
from registry.people.power import Power
from registry.people.rules import may
from registry.people.views.appointments import state_of, way_to_end
from registry.people.views.doors import me

PER_PAGE = 50
HISTORY = 20


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with search, unit and pages."""
    form = FindForm(request.GET or None)
    found = form.narrow(_with_offices(User.objects.filter(is_active=True)))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "searched": bool(request.GET.get("q") or request.GET.get("unit")),
        "previous": _page_url(request, page, -1) if page.has_previous() else "",
        "next": _page_url(request, page, 1) if page.has_next() else "",
        "may_invite": may(rules.check_may_invite, me(request)),
        "may_open_unit": may(rules.check_may_open_unit, me(request)),
        "may_see_keys": may(rules.check_may_see_keys, me(request)),
        "may_see_proposals": may(rules.check_may_see_proposals, me(request)),
    }
    return render(request, "people/list.html", facts)


def _with_offices(rows: QuerySet[User]) -> QuerySet[User]:
    held = Appointment.objects.in_force().select_related("unit", "on_behalf_of__person")
    away = Absence.objects.on()
    return rows.select_related("unit").prefetch_related(
        Prefetch("appointments", held, to_attr="held"), Prefetch("absences", away, to_attr="away")
    )


def _page_url(request: HttpRequest, page: Page[User], step: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page.number + step)
    return f"?{query.urlencode()}"


@require_safe
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: who they are, what offices they hold, held and will hold, and what you may do about it."""
    one = get_object_or_404(_with_offices(User.objects.all()), pk=pk)
    viewer = me(request)
    rows = list(
        one.appointments.select_related("unit", "on_behalf_of__person", "appointed_by", "person").order_by(
            "-starts_on", "-pk"
        )
    )
    facts = {
        "person": one,
        "appointments": [_shown(row, viewer) for row in rows],
        "stands_in": standing_in.designations_of(one),
        "absences": _absences(one, viewer),
        "buttons": _buttons(viewer, one),
        "history": audit.entries_about_any([one, *rows]).filter(powers.trail_scope(viewer))[:HISTORY],
        "panels": panels.panels_of(one, viewer),
    }
    return render(request, "people/person.html", facts)


def _absences(one: User, viewer: User) -> list[dict[str, Any]]:
    rows = standing_in.absences_of(one)
    may_end = may(rules.check_may_record_absence, viewer, one)
    return [{"row": row, "end": reverse("people:end_absence", args=[row.pk]) if may_end else ""} for row in rows]


def _shown(row: Appointment, viewer: User) -> dict[str, Any]:
    tone, word = state_of(row)
    return {"row": row, "tone": tone, "word": word, "end": way_to_end(row, viewer) if tone != "done" else ""}


def _buttons(viewer: User, one: User) -> list[dict[str, str]]:
    offered = [
        ("appoint", _("Give an office"), lambda: rules.check_may_appoint_to(viewer, one)),
        ("propose", _("Propose an office that two give"), lambda: rules.check_may_propose_for(viewer, one)),
        ("away", _("Record an absence"), lambda: rules.check_may_record_absence(viewer, one)),
        ("edit", _("Correct details"), lambda: rules.check_may_edit(viewer, one)),
        ("invite_again", _("Send the invitation again"), lambda: rules.check_may_invite_again(viewer, one)),
        ("end_sessions", _("Sign out everywhere"), lambda: rules.check_may_close_sign_in(viewer, one)),
        ("deactivate", _("Deactivate the sign-in"), lambda: rules.check_may_deactivate(viewer, one)),
        ("reactivate", _("Reactivate"), lambda: rules.check_may_reactivate(viewer, one)),
    ]
    return [
        {"url": reverse(f"people:{name}", args=[one.pk]), "label": label}
        for name, label, check in offered
        if may(check)
    ]


@require_safe
def powers_page(request: HttpRequest) -> HttpResponse:
    """Who may do what, printed from the table that decides it."""
    facts = {
        "offices": [_office(office) for office in Office],
        "everyone": [sentence for _key, sentence in powers.EVERYONE],
        "reveal_minutes": proof.REVEAL_MINUTES,
        "decision_hours": proof.DECISION_MINUTES // 60,
    }
    return render(request, "people/powers.html", facts)


def _office(office: Office) -> dict[str, Any]:
    held = [power for power in Power if power in powers.POWERS[office]]
    return {
        "label": office.label,
        "powers": [power.label for power in held],
        "designee": [power.label for power in held if power in powers.DESIGNEE_POWERS]
        if office in rules.WITH_DESIGNEES
        else [],
        "by_two": office in powers.BY_TWO_TOGETHER,
        "needs_factor": office in powers.DECIDING | powers.OPENS_THE_VAULT,
    }
