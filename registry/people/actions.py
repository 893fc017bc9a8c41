"""The only code that changes people, units and appointments: one verb each, recorded, with its letters."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from registry import audit, clock, outbox
from registry.people import rules
from registry.people.models import Appointment, Office, Unit, UnitKind, User
from registry.people.refusal import Refused, Stale


@audit.act()
def open_unit(*, name: str, short_name: str, kind: str, parent: Unit | None, by: User | None) -> Unit:
    """Add a unit under its parent; the district alone has none."""
    if by is not None:
        rules.check_may_open_unit(by)
    unit: Unit = Unit.objects.create(name=name, short_name=short_name, kind=kind, parent=parent)
    audit.record(audit.Event.UNIT_OPENED, by=by, on=unit, after={"name": name, "kind": kind})
    return unit


@audit.act()
def invite(*, email: str, name: str, title: str, unit: Unit | None, by: User | None, language: str = "en") -> User:
    """Make a user who can set a password by the link in a letter.

    The address must be the district's own and new here; it counts as verified, because only its owner can use the
    link. Raises Refused. `by=None` is the system: the founding of a district.
    """
    if by is not None:
        rules.check_may_invite(by)
    address = rules.district_address(email)
    user = User.objects.create_user(
        address, name=name, title=title, unit=unit, language=language, invited_at=clock.now(), invited_by=by
    )
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    audit.record(audit.Event.USER_INVITED, by=by, on=user, after={"email": address, "name": name, "title": title})
    outbox.post("people/invitation", to=user, about=user, key=f"invitation:{user.pk}:1")
    return user
