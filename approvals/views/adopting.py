"""From the adoption desk to a registration: one click begins the draft."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.models import Account
from accounts.rules.found import file_of
from approvals.actions.adopting import adopt as begin
from approvals.views.request import signed_in
from registry.people.refusal import Refused


@require_POST
def adopt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin the registration of an account that is not ours, with what is known of it."""
    user = signed_in(request)
    found = file_of(get_object_or_404(Account, uuid=uuid))
    if found is None:
        raise Http404
    try:
        return redirect("approvals:edit", begin(found, by=user).reference)
    except Refused as refused:
        refused.back = found.account.get_absolute_url()
        raise
