"""What somebody holds, on the question whether their office ends; and what of it follows the office."""

from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import CustodyState
from accounts.rules.office_follows import Follows, would_follow
from accounts.rules.seeing import backed_by, in_hand_of
from registry.people.models import Appointment, User
from registry.people.panels import Panel
from registry.people.rules import check_may_see_leaving, may


def follows(office: Appointment, viewer: User) -> Panel | None:
    """How much they look after, take over and back up, each account that passes on with the office, and where all of
    it stands; None for somebody who holds nothing. Custody is seen by everybody who signs in.
    """
    in_hand, backed = in_hand_of(office.person), backed_by(office.person).count()
    held, taking = (in_hand.filter(state=state).count() for state in (CustodyState.OPEN, CustodyState.ACCEPTED))
    if not (held or taking or backed):
        return None
    rows = [_row(each) for each in would_follow(office)] or [
        {"title": _("None of it follows this office: they keep it.")}
    ]
    link = {}
    if may(check_may_see_leaving, viewer, office.person):
        link = {"url": reverse("desk:leaving", args=[office.person_id]), "action": _("All they hold and know")}
    return Panel("follows", _says(held, taking, backed), rows, **link)


def _row(each: Follows) -> dict[str, Any]:
    account = each.custody.account
    said = {
        "has": _("From tonight with %(name)s"), "asked": _("Tonight %(name)s is asked to take it over, if they can"),
        "finds": _("Tonight %(name)s is asked to find somebody"),
    }  # fmt: skip
    meta = said[each.how] % {"name": each.next.name}
    return {"title": account.name, "url": account.get_absolute_url(), "platform": account.platform, "meta": meta}


def _says(held: int, taking: int, backed: int) -> str:
    """How many of each, in one sentence: the first as a whole, what else there is by its verb."""
    parts = [
        (held, ngettext("They look after one account", "They look after %(n)d accounts", held), ""),
        (taking, ngettext("They take over one account", "They take over %(n)d accounts", taking),
         ngettext("take over one", "take over %(n)d", taking)),
        (backed, ngettext("They back up one account", "They back up %(n)d accounts", backed),
         ngettext("back up one", "back up %(n)d", backed)),
    ]  # fmt: skip
    first, *others = [part for part in parts if part[0]]
    return get_text_list([first[1] % {"n": first[0]}, *(short % {"n": n} for n, _whole, short in others)], _("and"))
