"""Who sees the overview: Communications and the superintendent."""

from django.http import Http404

from registry.people import powers
from registry.people.models import User
from registry.people.power import Power


def may_see(user: User) -> bool:
    """Whether the way to it is shown."""
    return powers.has_power(user, Power.SEE_OVERVIEW)


def check_may_see(user: User) -> None:
    """Raise Http404 for everybody else: for them it does not exist (domain.md: who may do what)."""
    if not may_see(user):
        raise Http404
