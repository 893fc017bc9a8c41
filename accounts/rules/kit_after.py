"""What became of a kit: who is asked after 90 days, also once both who made it have left."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import REMIND_AFTER, Kit, KitState
from accounts.rules.kit import sides_of
from accounts.rules.standing import communications_staff, witnesses
from registry import clock
from registry.people.models import Appointment, Office, User


def old_kits() -> "QuerySet[Kit]":
    """Kits made 90 days ago or more, of which nobody has said what became."""
    before = clock.now() - timedelta(days=REMIND_AFTER)
    rows = Kit.objects.filter(state=KitState.DOWNLOADED, destroyed_at=None, downloaded_at__lte=before)
    return rows.select_related("asked_by", "agreed_by").order_by("pk")


def asked_what_became(kits: Iterable[Kit]) -> list[tuple[Kit, list[User]]]:
    """Each kit with those who are asked: who made it and is still here, else whoever holds the vault now."""
    found, heirs = [], None
    for kit in kits:
        makers = [person for person in (kit.asked_by, kit.agreed_by) if person and person.is_active]
        if not makers and heirs is None:
            heirs = holders_now()
        found.append((kit, makers or heirs or []))
    return found


def kits_to_destroy(user: User) -> list[Kit]:
    """The old kits that this person is asked about: their own, and those of makers who have all left."""
    left = Q(asked_by__is_active=False, agreed_by__is_active=False)
    rows = old_kits().filter(Q(asked_by=user) | Q(agreed_by=user) | left)
    return [kit for kit, people in asked_what_became(rows) if any(person.pk == user.pk for person in people)]


def holders_now() -> list[User]:
    """The communications director; where there is none, all of Communications; else the superintendent's office."""
    office = Office.COMMUNICATIONS_DIRECTOR
    own = Appointment.objects.in_force().filter(office=office, on_behalf_of=None).values("person")
    director = list(User.objects.filter(pk__in=own).order_by("name", "pk"))
    groups = (director, communications_staff(), witnesses())
    able = ([person for person in group if person.is_active and sides_of(person)] for group in groups)
    return next((people for people in able if people), [])
