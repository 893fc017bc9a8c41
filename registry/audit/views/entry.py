"""One entry on a page of its own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.audit.act import act, record
from registry.audit.changes import changes_of
from registry.audit.events import Event
from registry.audit.lines import days, line_of
from registry.audit.models import Entry
from registry.audit.opened import beside, chain_facts, facts_of, origin_facts
from registry.audit.readers import scope_of, sees_all


@require_safe
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """All that the trail keeps of an entry, for whoever may read it; 404 for others, as for one that is not there."""
    scope, whole = scope_of(request.user), sees_all(request.user)
    one = Entry.objects.filter(scope, seq=seq).first()
    if one is None:
        raise Http404
    context = {
        "line": line_of(one, request.user, sees_all=whole, leads=True),
        "facts": facts_of(one, request.user, sees_all=whole),
        "changes": changes_of(one.before, one.after, of=one.object_type, action=one.action),
        "chain": chain_facts(one),
        "origin": origin_facts(one) if whole else [],
        "days": days(beside(one, scope), request.user, sees_all=whole),
    }
    _note_opening(request.user, seq)
    return render(request, "trail/entry.html", context)


@act()
def _note_opening(user: Any, seq: int) -> None:
    record(Event.TRAIL_READ, by=user, after={"entry": seq})
