"""What somebody saw on an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions.checking import look as keep_look
from accounts.forms.checking import LookForm
from accounts.models import Account
from accounts.rules.checking import check_may_look
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted


@page
@about_account
def look(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that you looked, and what you saw."""
    check_may_look(standing_of(account, me(request)))
    form = LookForm(posted(request))
    if done(request, form, lambda: keep_look(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Noted what you saw on %(account)s.") % {"account": account.name})
        return redirect(account)
    facts = {
        "form": form,
        "title": _("What did you see on %(account)s?") % {"account": account.name},
        "text": _("Open it as anybody would, without its login, and look for the last post."),
        "action": _("Note what I saw"),
        "back": account.get_absolute_url(),
        "trail": crumbs(account),
    }
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
