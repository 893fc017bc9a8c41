"""The trail as a page: what the reader may see, newest first, by key and never by offset."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from registry.audit.act import act, record
from registry.audit.copying import FORMS
from registry.audit.events import Event
from registry.audit.filters import Filters
from registry.audit.lines import days
from registry.audit.models import Entry, EntryQuerySet, Seal

PAGE = 50
LARGEST = 2**63 - 1


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Entries in the reader's scope (domain.md, who may do what); that they were read is an entry too."""
    scope = scope_of(request.user)
    filters = Filters(request.GET)
    entries = filters.narrow(Entry.objects.filter(scope))
    page = Page.of(entries, request.GET)
    looked = Entry.objects.filter(action__in=(Event.TRAIL_VERIFIED, Event.TRAIL_BROKEN)).newest_first().first()
    context = {
        "form": filters,
        "days": days(page.entries, request.user, sees_all=_sees_all(request.user)),
        "page": page,
        "older": _address(request.GET, before=page.last) if page.has_older else "",
        "newer": _address(request.GET, after=page.first) if page.has_newer else "",
        "looked": looked,
        "sees_all": _sees_all(request.user),
        "broken": looked is not None and looked.action == Event.TRAIL_BROKEN,
        "seal": Seal.objects.order_by("-last").first(),
        "copy": f"{reverse('audit:copy')}{_address(request.GET)}",
        "chips": [{"label": words, "url": _address(request.GET, **{name: None})}
                  for name, words in filters.in_words().items()],
    }  # fmt: skip
    _note_reading(request.user, filters)
    return render(request, "trail/trail.html", context)


@require_safe
def copy(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly what is filtered, oldest first, as a list for a spreadsheet, or with `?as=lines` as lines of JSON."""
    filters = Filters(request.GET)
    entries = filters.narrow(Entry.objects.filter(scope_of(request.user))).order_by("seq")
    chosen = request.GET.get("as", "")
    form = chosen if chosen in FORMS else "list"
    _note_copy(request.user, filters, form)
    return FORMS[form](entries, request.user, sees_all=_sees_all(request.user))


def scope_of(user: Any) -> Q:
    """Which entries `user` may read: a rule that the room of people hands in by settings.TRAIL_SCOPE."""
    rule = import_string(getattr(settings, "TRAIL_SCOPE", "registry.people.powers.trail_scope"))
    scope: Q = rule(user)
    return scope


def _sees_all(user: Any) -> bool:
    """Whether `user` reads others' reasons too: a rule handed in the same way."""
    rule = import_string(getattr(settings, "TRAIL_READS_ALL", "registry.people.powers.reads_whole_trail"))
    return bool(rule(user))


@act()
def _note_reading(user: Any, filters: Filters) -> None:
    record(Event.TRAIL_READ, by=user, after=filters.kept() or None)


@act()
def _note_copy(user: Any, filters: Filters, form: str) -> None:
    record(Event.TRAIL_EXPORTED, by=user, after={**filters.kept(), "as": form})


@dataclass(frozen=True)
class Page:
    """At most fifty entries, newest first, and whether there is more on either side."""

    entries: list[Entry]
    has_newer: bool
    has_older: bool

    @property
    def first(self) -> int | None:
        return self.entries[0].seq if self.entries else None

    @property
    def last(self) -> int | None:
        return self.entries[-1].seq if self.entries else None

    @classmethod
    def of(cls, entries: EntryQuerySet, asked: QueryDict) -> "Page":
        """The page older than `?before=`, or the one just newer than `?after=`; nonsense is the first page."""
        after, before = _number(asked.get("after")), _number(asked.get("before"))
        if after is not None:
            found = list(entries.filter(seq__gt=after).order_by("seq")[: PAGE + 1])
            if len(found) >= PAGE:
                return cls(found[:PAGE][::-1], len(found) > PAGE, True)
            before = None
        found = list(entries.filter(**({} if before is None else {"seq__lt": before})).newest_first()[: PAGE + 1])
        return cls(found[:PAGE], before is not None, len(found) > PAGE)


def _number(text: str | None) -> int | None:
    return min(int(text), LARGEST) if text and text.isascii() and text.isdecimal() and len(text) < 20 else None


def _address(asked: QueryDict, **changes: Any) -> str:
    """The same question with `changes`; None takes a part away. A changed filter begins at the first page."""
    kept = {name: value for name, value in asked.items() if value and name not in {"before", "after"}}
    changed = {name: value for name, value in (kept | changes).items() if value is not None}
    return f"?{urlencode(changed)}"
