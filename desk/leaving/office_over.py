"""What somebody holds, on the question whether their office ends; and what of it follows the office."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules.office_follows import Follows, would_follow
from accounts.rules.seeing import parts_of
from registry.people.models import Appointment, User
from registry.people.panels import Panel
from registry.people.rules import check_may_see_leaving, may


def follows(office: Appointment, viewer: User) -> Panel | None:
    """How much they look after and back up, each account that passes on with the office, and where all of it stands;
    None for somebody who holds nothing. Custody is seen by everybody who signs in.
    """
    held, backed = parts_of(office.person)
    if not (held or backed):
        return None
    rows = [_row(each) for each in would_follow(office)] or [
        {"title": _("None of it follows this office: they keep it.")}
    ]
    link = {}
    if may(check_may_see_leaving, viewer, office.person):
        link = {"url": reverse("desk:leaving", args=[office.person_id]), "action": _("All they hold and know")}
    return Panel("follows", _says(len(held), len(backed)), rows, **link)


def _row(each: Follows) -> dict[str, Any]:
    account = each.custody.account
    said = {
        "has": _("From tonight with %(name)s"), "asked": _("Tonight %(name)s is asked to take it over, if they can"),
        "finds": _("Tonight %(name)s is asked to find somebody"),
    }  # fmt: skip
    meta = said[each.how] % {"name": each.next.name}
    return {"title": account.name, "url": account.get_absolute_url(), "platform": account.platform, "meta": meta}


def _says(held: int, backed: int) -> str:
    first = ngettext("They look after one account", "They look after %(n)d accounts", held) % {"n": held}
    if not backed:
        return first
    if not held:
        return ngettext("They back up one account", "They back up %(n)d accounts", backed) % {"n": backed}
    second = ngettext("back up one", "back up %(n)d", backed) % {"n": backed}
    return _("%(first)s and %(second)s") % {"first": first, "second": second}
