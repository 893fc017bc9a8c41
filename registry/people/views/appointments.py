"""One appointment: an instrument with a number, which decisions cite."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry import audit, clock
from registry.people import powers, rules, standing_in
from registry.people.models import Appointment, User
from registry.people.rules import may
from registry.people.views.doors import me

HISTORY = 20


@require_safe
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """One appointment as an instrument: what decisions made under it cite."""
    row = get_object_or_404(Appointment.objects.select_related(*standing_in.EVERYTHING, "ended_by"), pk=pk)
    viewer = me(request)
    tone, word = state_of(row)
    facts = {
        "row": row,
        "status": {"tone": tone, "word": word},
        "end": way_to_end(row, viewer) if tone != "done" else "",
        "designees": row.designees.select_related("person").order_by("-starts_on", "-pk"),
        "decided": audit.entries_under(f"appointment {row.pk}", by=row.person).filter(powers.trail_scope(viewer))[
            :HISTORY
        ],
    }
    return render(request, "people/appointment.html", facts)


def way_to_end(row: Appointment, viewer: User) -> str:
    """The address at which this person may end it, alone or with a second person; empty for whoever may not."""
    if may(rules.check_may_end, viewer, row):
        return reverse("people:end_appointment", args=[row.pk])
    return reverse("people:propose_end", args=[row.pk]) if may(rules.check_may_propose_end, viewer, row) else ""


def state_of(row: Appointment) -> tuple[str, str]:
    """Tone and word of where it stands today."""
    today = clock.today()
    if row.ended_at is not None or (row.ends_on and row.ends_on < today):
        return "done", _("Ended")
    return ("plum", _("To come")) if row.starts_on > today else ("pine", _("Holds"))
