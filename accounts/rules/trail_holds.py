"""Legal holds of the trail: which entries they keep, who places and lifts one, who reads why (security C6)."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import TrailHold
from accounts.rules.holds import RULE, check_may_place
from registry import audit
from registry.audit.days import FIRST_DAY, LAST_DAY
from registry.clock import midnight
from registry.people.models import Unit, User
from registry.people.refusal import Refused, Stale


@audit.keeps_origins
def _entries_held() -> Q:
    """What the holds in force keep: never disposed of, and no address or browser blanked."""
    found = Q(pk__in=[])
    for hold in TrailHold.objects.filter(lifted_at=None).select_related("unit"):
        found |= _of(hold)
    return found


def _of(hold: TrailHold) -> Q:
    kept = Q(seq__gte=1)
    if hold.unit:
        below = Unit.objects.filter(path__startswith=hold.unit.path).order_by().values_list("pk", flat=True)
        kept &= Q(unit_id__in=[str(pk) for pk in below])
    if hold.since:
        kept &= Q(at__gte=midnight(hold.since))
    if hold.until:
        kept &= Q(at__lt=midnight(hold.until + timedelta(days=1)))
    return kept


def trail_holds() -> "QuerySet[TrailHold]":
    """All there are and were, newest first, for a page."""
    return TrailHold.objects.select_related("unit", "placed_by", "lifted_by")


def check_days(hold: TrailHold) -> None:
    """Raise `Refused` where a hold would end before it begins, or names a day that no moment can be reckoned from: it
    is asked for whenever anything of the trail is kept or goes.
    """
    for field, day in (("since", hold.since), ("until", hold.until)):
        if day and not FIRST_DAY <= day < LAST_DAY:
            raise Refused(_("Look at the year again, or leave the day empty."), rule=RULE, field=field)
    if hold.since and hold.until and hold.until < hold.since:
        raise Refused(_("The last day lies before the first one."), rule=RULE, field="until")


def check_may_lift(hold: TrailHold, user: User) -> None:
    """Raise `Refused` unless it is theirs to lift it, and it is in force."""
    check_may_place(user)
    if hold.lifted_at:
        raise Stale(_("This hold was lifted already."))
