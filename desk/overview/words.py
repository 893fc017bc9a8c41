"""What a list is narrowed down to, in words."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import HealthState
from accounts.models.season import school_year_label
from desk.overview.narrowing import Chosen
from registry.people.models import User


def words(chosen: Chosen) -> list[str]:
    """One for each."""
    found = [_yes_no(name)[chosen[name] == "yes"] for name in ("verified", "attested", "proven") if name in chosen]
    found += [str(HealthState(state).label) for state in chosen.get("health", [])]
    found += [str(chosen[name]) for name in ("unit", "platform", "campaign") if name in chosen]
    found += [_("its own")] if "own" in chosen else []
    found += [_("late")] if "late" in chosen or chosen.get("show") == "late" else []
    found += [{"open": _("open"), "answered": _("answered"), "late": ""}[chosen["show"]]] if "show" in chosen else []
    found += [school_year_label(chosen["year"] + 1)] if "year" in chosen else []
    return [*filter(None, found), *_person(chosen.get("person", ""))]


def _yes_no(name: str) -> tuple[str, str]:
    said = {
        "verified": (_("login not verified"), _("login verified")),
        "attested": (_("not attested within a year"), _("attested within a year")),
        "proven": (_("not proven recoverable within a year"), _("proven recoverable within a year")),
    }
    return said[name]


def _person(person: str) -> list[str]:
    if person == "nobody":
        return [_("with nobody yet")]
    try:
        return list(User.objects.filter(pk=UUID(person)).values_list("name", flat=True)) if person else []
    except ValueError:
        return []
