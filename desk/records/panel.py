"""On the page of somebody who has left, the way to what is held about them, for Communications."""

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.rules.records import check_may_have_data_of
from registry.people.models import User
from registry.people.panels import Panel
from registry.people.rules import may


def held(person: User, viewer: User) -> Panel | None:
    """Theirs on their own page, and Communications’ once they have left."""
    if not may(check_may_have_data_of, viewer, person):
        return None
    url = reverse("desk:own-data") if person.pk == viewer.pk else reverse("desk:data", args=[person.pk])
    return Panel("held", _("What is held about them"), url=url, action=_("Show everything that is held"))
