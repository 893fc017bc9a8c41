"""Authorizations: those somebody may see, one of them, and revoking it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import origins
from accounts.actions import authorizing as actions
from accounts.forms.posting import WhyForm
from accounts.models import Authorization
from accounts.rules import authorizing as rules
from accounts.views.doors import done, me, page, posted, reads
from registry import clock
from registry.people.models import User
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.rules import may

PAGE = 25


@reads
def authorizations(request: HttpRequest) -> HttpResponse:
    """`?view=` mine (default) or all; `?over=yes` those that ended too; `?before=` the number of the last one seen."""
    everyones, over = request.GET.get("view") == "all", request.GET.get("over") == "yes"
    rows = _listed(me(request), everyones=everyones, over=over)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 16:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    older = _url(everyones, over, found[PAGE - 1].pk) if len(found) > PAGE else ""
    facts = {
        "rows": found[:PAGE],
        "older": older,
        "newer": _url(everyones, over) if before else "",
        "over": over,
        "toggle": _url(everyones, not over),
        "views": [
            {"label": _("Yours"), "url": _url(False, over), "current": not everyones},
            {"label": _("All you may see"), "url": _url(True, over), "current": everyones},
        ],
    }
    return render(request, "accounts/authorizations.html", facts)


def _listed(user: User, *, everyones: bool, over: bool) -> "QuerySet[Authorization]":
    rows = Authorization.objects.filter(rules.visible_to(user)) if everyones else user.authorizations.all()
    if not over:
        rows = rows.filter(revoked_at=None, ends_on__gte=clock.today())
    return rules.with_people(rows).order_by("-pk")


def _url(everyones: bool, over: bool, before: int | None = None) -> str:  # noqa: FBT001 - two words of one address
    said = {"view": "all" if everyones else "", "over": "yes" if over else "", "before": before or ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('accounts:authorizations')}{'?' if query else ''}{query}"


@reads
def authorization(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One: what it allows, its scope, from, until, conditions, by whose decision, and whether it holds."""
    row = rules.the_authorization(me(request), uuid)
    facts = {
        "row": row,
        "allows": rules.ALLOWS[row.kind],  # type: ignore[index]
        "duty": rules.DUTIES[row.kind],  # type: ignore[index]
        "may_revoke": may(rules.check_may_revoke, row, me(request)),
        "facts": _facts(row),
        "request_url": origins.page_of_grant(row, me(request)),
        "mine": row.person_id == me(request).pk,
    }
    return render(request, "accounts/authorization.html", facts)


@page
def revoke_authorization(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End it at once, and say why."""
    row = rules.the_authorization(me(request), uuid)
    rules.check_may_revoke(row, me(request))
    return _revoke(request, row)


@needs_factor(DECISION_MINUTES)
def _revoke(request: HttpRequest, row: Authorization) -> HttpResponse:
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.revoke(row, why=form.cleaned_data["why"], by=me(request))):
        messages.success(request, _("Authorization revoked."))
        return redirect(row)
    facts = {
        "form": form,
        "back": row.get_absolute_url(),
        "title": _("Revoke authorization %(number)s?") % {"number": row.number},
        "text": _("%(authorization)s. It ends at once, and the person is told why.") % {"authorization": row},
        "action": _("Revoke authorization"),
        "tone": "danger",
    }
    return render(request, "accounts/poster_form.html", facts)


def _facts(row: Authorization) -> list[dict[str, Any]]:
    consent = _("Confirmed") if row.parental_consent else ""
    pairs = [
        (_("Who"), row.person.name),
        (_("For"), row.unit.name),
        (_("Platform"), row.platform.name if row.platform else _("Any")),
        (_("Scope"), row.scope),
        (_("Conditions"), row.conditions),
        (_("Parental consent"), consent),
        (_("Given by"), row.granted_by.name),
        (_("Number"), row.number),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
