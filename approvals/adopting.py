"""What the page of an account that is not ours offers: to ask for its registration, by which it becomes ours."""

from typing import Any

from django.urls import reverse

from accounts import panels
from accounts.models import Account
from accounts.rules.found_moves import is_adoptable
from approvals import rules
from approvals.models import Item, Request
from registry.people.models import User


@panels.add_section
def adoption_of(account: Account, user: User) -> dict[str, Any] | None:
    """The button that begins it, or that it is asked for already; None where it cannot be adopted."""
    if not is_adoptable(account):
        return None
    item = under_way(account)
    asked = Request.objects.filter(rules.visible_to(user), pk=item.request_id).first() if item else None
    return {
        "template": "approvals/parts/adopting.html",
        "asked": asked,
        "is_asked": item is not None,
        "adopt": reverse("approvals:adopt", args=[account.uuid]),
    }


def under_way(account: Account) -> Item | None:
    """What is asked for now under that handle, whoever asks."""
    rows = Item.objects.filter(platform=account.platform_id, key=account.key, live=True)
    return rows.select_related("request", "platform").first()
