"""Public records: what was put together, another one, its texts looked through, and its file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from desk.actions import records as actions
from desk.models import Disclosure
from desk.records import gathering
from desk.records.forms import ON_A_PAGE, BeginForm, LookForm
from desk.rules import records as rules
from registry.people.refusal import Stale
from registry.people.views.doors import done, me, page, posted

PER_PAGE = 50


@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    """What was put together so far, newest first."""
    rules.check_may_give_records(me(request))
    rows = Disclosure.objects.select_related("begun_by")
    return render(request, "records/list.html", {"page": _page_of(rows, request, PER_PAGE)})


@page
def begin(request: HttpRequest) -> HttpResponse:
    """Say which records are asked for."""
    rules.check_may_give_records(me(request))
    form, made = BeginForm(posted(request)), []
    if done(form, lambda: made.append(actions.begin(**form.cleaned_data, by=me(request)))):
        return redirect(made[0])
    return render(request, "records/begin.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def disclosure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What goes out, what stays and why, and how many texts wait for a look."""
    row = _the_disclosure(request, uuid)
    said, typed = gathering.looks(row), list(gathering.texts(row))
    facts = {
        "disclosure": row, "accounts": row.accounts.only("uuid").order_by("pk"),
        "requests": row.requests.only("pk").order_by("pk"),
        "tables": [(table.known.called, table.heads, table.goes().count()) for table in gathering.going(row)],
        "left_out": gathering.left_out(row), "texts": len(typed),
        "waiting": sum(gathering.look_at(text, said) is None for text in typed),
    }  # fmt: skip
    return render(request, "records/disclosure.html", facts)


@page
def texts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look through what people typed, a page at a time: those that nobody has looked at first."""
    row = _the_disclosure(request, uuid)
    known = gathering.looks(row)
    shown = _page_of(_in_order(row, known), request, ON_A_PAGE)
    form = LookForm(posted(request), list(shown), known)
    if request.method == "POST":
        _check_same(request, form)
    if done(form, lambda: actions.look_through(row, form.said(), by=me(request))):
        _tell(request, row)
        return redirect("desk:disclosure-texts", uuid=uuid) if gathering.waiting(row) else redirect(row)
    facts = {"disclosure": row, "form": form, "page": shown, "seen": _seen(form)}
    return render(request, "records/texts.html", facts, status=422 if form.errors else 200)


@require_POST
def file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make the file, and hand it over."""
    row, made = actions.make(_the_disclosure(request, uuid), by=me(request))
    answer = HttpResponse(made.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="public-records-{row.number}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def _the_disclosure(request: HttpRequest, uuid: UUID) -> Disclosure:
    rules.check_may_give_records(me(request))
    return get_object_or_404(Disclosure.objects.select_related("begun_by", "made_by"), uuid=uuid)


def _in_order(row: Disclosure, known: dict[str, Any]) -> list[Any]:
    """Texts that wait come first; each in the order of the tables."""
    return sorted(gathering.texts(row), key=lambda text: gathering.look_at(text, known) is not None)


def _page_of(rows: Any, request: HttpRequest, size: int) -> Any:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def _seen(form: LookForm) -> str:
    return "-".join(text.seen_hash[:12] for text in form.texts)


def _check_same(request: HttpRequest, form: LookForm) -> None:
    """What was sent is about the texts that were shown, and no other."""
    if request.POST.get("seen") != _seen(form):
        raise Stale(_("The texts have changed since this page was opened. Look at them again."))


def _tell(request: HttpRequest, row: Disclosure) -> None:
    left = len(gathering.waiting(row))
    words = ngettext("%(n)d text still waits for a look.", "%(n)d texts still wait for a look.", left) % {"n": left}
    messages.success(request, words if left else _("Every text is looked through. The file can be made."))
