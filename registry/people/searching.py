"""People, as one search over all rooms finds them: who may sign in is known to everybody who does."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.people.models import User
from registry.searching import COUNTED, Found, Hit, part, words_of


def named(text: str) -> Q:
    """Who has every word in their name, accents or not, or in title or address."""
    meant = Q()
    for word in words_of(text):
        meant &= Q(searched__contains=word) | Q(title__icontains=word) | Q(email__icontains=word)
    return meant


def found(text: str, user: User) -> list[Found]:
    """The people meant, by name."""
    rows = User.objects.filter(named(text), is_active=True).select_related("unit")
    everybody = f"{reverse('people:list')}?{urlencode({'q': text})}"
    return [part("people", _("People"), list(rows[: COUNTED + 1]), _hit, everybody)]


def leads_to(text: str, user: User) -> str:
    """Whose whole address it is."""
    person = User.objects.filter(email=text.lower(), is_active=True).first() if "@" in text[1:] else None
    return person.get_absolute_url() if person else ""


def _hit(person: User) -> Hit:
    where = " · ".join(filter(None, [person.title, person.unit.name if person.unit else ""]))
    return Hit(person.name, person.get_absolute_url(), where, "user")
