"""How the trail finds and opens people and units."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.audit.coded import add_words
from registry.audit.subjects import MOST_NAMED, add_subject, add_whole
from registry.people.models import Absence, Appointment, Departure, DepartureWhy, ProposalKind, Unit, UnitKind, User
from registry.searching import words_of


def people(text: str) -> list[str]:
    """People by words of their name, accents or not, or by their whole address."""
    named = Q()
    for word in words_of(text):
        named &= Q(searched__contains=word)
    rows = User.objects.filter(named | Q(email__iexact=text.strip())) if words_of(text) else User.objects.none()
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]]


def units(text: str) -> list[str]:
    """Schools and departments by a part of their name."""
    words = text.strip()
    rows = Unit.objects.filter(Q(name__icontains=words) | Q(short_name__iexact=words)) if words else Unit.objects.none()
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]]


def of_a_person(user: str) -> dict[str, list[str]]:
    """What hangs on a person: the offices they held or hold, their absences, and that they leave."""
    return {model.trail_kind: [str(pk) for pk in model.objects.filter(person=user).values_list("pk", flat=True)]
            for model in (Appointment, Absence, Departure)}  # fmt: skip


add_subject("user", view="people:person", finds=people)
add_subject("unit", finds=units)
add_whole("user", of_a_person)
add_words("proposal", kind=ProposalKind.choices)
add_words("unit", kind=UnitKind.choices)
add_words("departure", why=DepartureWhy.choices)
# As the sign-in calls them, which is no choice of ours.
SECOND_FACTORS = {"totp": _("Authenticator"), "webauthn": _("Passkey"), "recovery_codes": _("Recovery codes")}
add_words("user", kind=SECOND_FACTORS.items())
