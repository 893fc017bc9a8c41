"""What is held about one person, for themselves and, where they have left, by Communications: page, JSON and PDF."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.actions import records as actions
from desk.records import own, telling
from desk.reports.cells import in_words
from desk.rules import records as rules
from registry import clock, papers
from registry.papers import Paper, Table
from registry.people.models import User
from registry.people.views.doors import me

#: Rows of each kind on the page and on paper; the JSON has all of them.
ON_THE_PAGE, ON_PAPER = 10, 60
#: Fields that fit beside each other on paper.
MOST_BESIDE = 8
NOT_SHOWN = gettext_lazy("Counted, and not shown: it protects the accounts (Minn. Stat. 13.37).")


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything held about oneself."""
    return _page(request, me(request))


@require_safe
def own_file(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    return _file(request, me(request))


@require_safe
def of_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same of somebody who has left; that it was looked at is written down."""
    return _page(request, _the_person(request, pk))


@require_safe
def file_of_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a file."""
    return _file(request, _the_person(request, pk))


def _the_person(request: HttpRequest, pk: UUID) -> User:
    person = get_object_or_404(User, pk=pk)
    rules.check_may_have_data_of(me(request), person)
    return person


def _page(request: HttpRequest, person: User) -> HttpResponse:
    kinds = telling.kinds(own.held(person), ON_THE_PAGE)
    is_own = person.pk == me(request).pk
    if not is_own and request.method == "GET":
        actions.note_data(person, form="page", rows=sum(kind.count for kind in kinds), by=me(request))
    facts = {"person": person, "kinds": kinds, "is_own": is_own, "most": ON_THE_PAGE}
    return render(request, "records/data.html", facts)


def _file(request: HttpRequest, person: User) -> HttpResponse:
    form = request.GET.get("as")
    if form not in ("json", "pdf"):
        raise Http404
    found = own.held(person)
    if request.method == "GET":
        actions.note_data(person, form=form, rows=sum(one.count() for one in found), by=me(request))
    name = f"data-{clock.today().isoformat()}.{form}"
    if form == "pdf":
        return papers.download(name, _paper(found, person, me(request)))
    answer = JsonResponse({"person": person.name, "at": clock.now().isoformat(), "held": [_told(one) for one in found]})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _told(one: own.Held) -> dict[str, Any]:
    names = [field.name for field in one.fields]
    rows = [dict(zip(names, (str(cell) for cell in line), strict=True)) for line in one.lines()] if one.is_shown else []
    said = {"what": str(one.known.called), "role": one.role, "kept": str(one.known.kept.label), "count": one.count()}
    return said | {"rows": rows}


def _paper(found: list[own.Held], person: User, by: User) -> Paper:
    tables = [_table(kind, part) for kind in telling.kinds(found, ON_PAPER) for part in kind.parts]
    facts = [
        (_("District"), settings.DISTRICT_NAME), (_("Taken"), f"{in_words(clock.today())}, {by.name}"),
        (_("Rows"), _("Up to %(most)s in each table. The JSON file has all of them.") % {"most": ON_PAPER}),
        (_("Fields"), _("Without numbers and hashes that only programs use. The JSON file has those too.")),
    ]  # fmt: skip
    title = _("What is held about %(name)s") % {"name": person.name}
    return Paper(title, get_language() or settings.LANGUAGE_CODE, by.name, facts, tables)


def _table(kind: telling.Kind, part: telling.Told) -> Table:
    """The rows with their fields as columns, or one under the other where there are more than a line has room for."""
    title, heads = f"{kind.known.called}: {part.role}, {part.count}", list(dict.fromkeys(_heads(part)))
    if len(heads) <= MOST_BESIDE:
        rows = [[dict(line).get(head, "") for head in heads] for line in part.lines]
        return Table(title, heads, rows, empty=str(NOT_SHOWN))
    rows = [["" if at else str(nth), *pair] for nth, line in enumerate(part.lines, 1) for at, pair in enumerate(line)]
    return Table(title, [_("Row"), _("Field"), _("What it says")], rows)


def _heads(part: telling.Told) -> Iterator[str]:
    return (head for line in part.lines for head, _words in line)
