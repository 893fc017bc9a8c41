"""What somebody holds, on the question whether their office ends; and what of it follows the office."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules.office_follows import would_follow
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
    rows = [
        {"title": custody.account.name, "url": custody.account.get_absolute_url(),
         "platform": custody.account.platform, "meta": _("Passes on tonight: %(name)s is next") % {"name": person.name}}
        for custody, person in would_follow(office)
    ]  # fmt: skip
    rows = rows or [{"title": _("None of it follows this office: they keep it.")}]
    link = {}
    if may(check_may_see_leaving, viewer, office.person):
        link = {"url": reverse("desk:leaving", args=[office.person_id]), "action": _("All they hold and know")}
    return Panel("follows", _says(len(held), len(backed)), rows, **link)


def _says(held: int, backed: int) -> str:
    first = ngettext("They look after one account", "They look after %(n)d accounts", held) % {"n": held}
    second = ngettext("back up one", "back up %(n)d", backed) % {"n": backed}
    return _("%(first)s and %(second)s") % {"first": first, "second": second}
