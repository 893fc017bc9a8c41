"""Out of office, and back."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry.people import actions, proof, rules, standing_in
from registry.people.forms import AwayForm
from registry.people.models import Absence, User
from registry.people.views.doors import about_person, confirm, done, me, page, posted


@page
@about_person(rules.check_may_record_absence)
def away(request: HttpRequest, person: User) -> HttpResponse:
    """Say from when until when somebody is away, and see who is asked meanwhile; of another with a fresh factor."""
    return _away(request, person) if person.pk == me(request).pk else _another_away(request, person)


def _away(request: HttpRequest, person: User) -> HttpResponse:
    form, shown = AwayForm(posted(request)), proof.proof_of(request)
    if done(form, lambda: actions.record_absence(person=person, **form.cleaned_data, by=me(request), proof=shown)):
        until = rules.day_words(form.cleaned_data["ends_on"])
        messages.success(
            request, _("%(name)s is out of office until %(until)s.") % {"name": person.name, "until": until}
        )
        return redirect("people:person", pk=person.pk)
    facts = {"form": form, "person": person, "own": person.pk == me(request).pk}
    return render(request, "people/away.html", {**facts, "stand_ins": standing_in.stand_ins_of(person)})


_another_away = proof.needs_factor(proof.DECISION_MINUTES)(_away)


@page
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Come back early, or call an absence off; that of another with a fresh factor."""
    row = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    rules.check_may_end_absence(me(request), row)
    return (_end if row.person_id == me(request).pk else _end_another)(request, row)


def _end(request: HttpRequest, row: Absence) -> HttpResponse:
    shown = proof.proof_of(request)
    return confirm(
        request, row.person, partial(actions.end_absence, row, by=me(request), proof=shown),
        title=_("Back in office?"), action=_("End the absence"), back=row.person.get_absolute_url(),
        text=_("%(absence)s. %(name)s is asked first again, at once.")
        % {"absence": row.trail_label, "name": row.person.name},
    )  # fmt: skip


_end_another = proof.needs_factor(proof.DECISION_MINUTES)(_end)
