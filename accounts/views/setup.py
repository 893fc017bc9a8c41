"""The set-up checklist, one task at a time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.actions import lifecycle
from accounts.models import Account
from accounts.rules.seeing import the_task
from accounts.views.doors import about_account, me, posts


@posts
@about_account
def task(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    """Tick a task, or take the tick off."""
    row = lifecycle.tick(the_task(account, code), by=me(request), done=request.POST.get("done") == "yes")
    messages.success(
        request,
        _("Ticked: %(task)s.") % {"task": row} if row.done_at else _("Tick taken off: %(task)s.") % {"task": row},
    )
    return redirect(f"{account.get_absolute_url()}#tick-{row.code}")
