"""How the trail finds and opens people and units."""

from django.db.models import Q

from registry.audit.subjects import MOST_NAMED, add_subject
from registry.people.models import Unit, User


def people(text: str) -> list[str]:
    """People by words of their name, or by their whole address."""
    named = Q()
    for word in text.split():
        named &= Q(name__icontains=word)
    rows = User.objects.filter(named | Q(email__iexact=text.strip())) if text.strip() else User.objects.none()
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]]


def units(text: str) -> list[str]:
    """Schools and departments by a part of their name."""
    words = text.strip()
    rows = Unit.objects.filter(Q(name__icontains=words) | Q(short_name__iexact=words)) if words else Unit.objects.none()
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]]


add_subject("user", view="people:person", finds=people)
add_subject("unit", finds=units)
