"""The way from somebody's page to what they would leave behind."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.people.models import User
from registry.people.panels import Panel
from registry.people.rules import check_may_see_leaving, may, planned_for


def leaving(person: User, viewer: User) -> Panel | None:
    """One row, for who may read that page; it says the last day where one is recorded."""
    if not may(check_may_see_leaving, viewer, person):
        return None
    planned = planned_for(person)
    row = {"url": reverse("desk:leaving", args=[person.pk]), "icon": "user-x"}
    if not person.is_active:
        row |= {"title": _("What is still open"), "meta": _("Accounts, logins and requests of theirs that wait")}
    else:
        row |= {"title": _("What if they left tonight?"), "meta": _("What would pass on, end or have to change")}
    if planned:
        row["meta"] = _("Last day %(day)s") % {"day": f"{planned.last_day:%B %-d, %Y}"}
    return Panel("leaving", _("Leaving"), [row])
