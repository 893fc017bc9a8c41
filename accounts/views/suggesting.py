"""Help with a password while one types: one made up, and how hard it is to guess. Nothing of it is kept or noted."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import generating
from accounts.models import Account
from accounts.rules import credentials as rules
from accounts.rules.measuring import strength
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, by_the_vault, me, posts

#: More than anybody types tells nothing more.
LONGEST = 200


@posts
@sensitive_post_parameters()
@by_the_vault
@about_account
@sensitive_variables()
def suggest(request: HttpRequest, account: Account) -> JsonResponse:
    """A password made up here, for who may deposit it; the page's script puts it into the field."""
    rules.check_may_deposit(standing_of(account, me(request)))
    password = generating.made_up(request.POST.get("recipe", "")).expose()
    return JsonResponse({"password": password, "words": strength(password).words})


@posts
@sensitive_post_parameters()
@by_the_vault
@about_account
@sensitive_variables()
def measure(request: HttpRequest, account: Account) -> JsonResponse:
    """How hard the typed password is to guess, in words."""
    rules.check_may_deposit(standing_of(account, me(request)))
    typed = request.POST.get("password", "")[:LONGEST]
    measured = strength(typed, known=[account.handle]) if typed else None
    return JsonResponse(
        {"score": measured.score, "words": measured.words, "why": measured.why} if measured else {"words": ""}
    )
