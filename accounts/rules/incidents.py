"""An incident that must be reported: who reads it, who reports it, and since when it was known (Minn. Stat. 16E.36)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, Incident
from accounts.models.incident import TO_REPORT
from accounts.rules.standing import Standing
from registry import clock
from registry.people.refusal import Refused, Stale

RULE = "Minn. Stat. 16E.36"
#: The oldest an incident may be when it is written down: longer ago, the typed year is wrong.
LONG_AGO = timedelta(days=366)


def may_see(standing: Standing) -> bool:
    """Communications, the superintendent and the unit's administrator: nobody else needs it for their work."""
    return standing.communications or standing.superintendent or standing.administrator


def the_incident(standing: Standing, number: int) -> Incident:
    """The incident of this account; raises Http404 where there is none, or none for this person."""
    found = incidents_of(standing.account).filter(pk=number).first() if may_see(standing) else None
    if found is None:
        raise Http404
    return found


def incidents_of(account: Account) -> "QuerySet[Incident]":
    """All there were, newest first."""
    return everything().filter(compromise__account=account)


def everything() -> "QuerySet[Incident]":
    """All incidents with what a page says of them."""
    return Incident.objects.select_related(
        "compromise__account__platform", "compromise__account__unit", "compromise__marked_by", "described_by",
        "closed_by",
    )  # fmt: skip


def latest_for(standing: Standing) -> Incident | None:
    """The newest one for whoever may see it: while it is open, or the account is still not to be trusted."""
    found = incidents_of(standing.account).first() if may_see(standing) else None
    return found if found and (found.is_open or found.compromise.over_at is None) else None


def running_out(at: datetime) -> "QuerySet[Incident]":
    """Those not yet reported of which a day or more has passed, the oldest first."""
    begun = at - (TO_REPORT - timedelta(hours=48))
    return everything().filter(closed_at=None, identified_at__lte=begun).order_by("identified_at", "pk")


def check_may_close(standing: Standing) -> None:
    """Raise `Refused` unless it is theirs to describe and report incidents: Communications."""
    if not standing.communications:
        raise Refused(_("Communications describes and reports an incident."), rule=RULE)


def check_is_open(incident: Incident) -> None:
    """Raise `Stale` where somebody was first."""
    if not incident.is_open:
        raise Stale(_("This incident is closed already."))


def check_known_since(incident: Incident, moment: datetime) -> None:
    """Raise `Refused` for a moment when nobody can have known of it yet, or after it was marked."""
    latest = incident.compromise.marked_at + timedelta(minutes=1)
    if moment > min(latest, clock.now()):
        raise Refused(_("It was known when it was marked here, or before."), rule=RULE, field="identified_on")
    if moment < clock.now() - LONG_AGO:
        raise Refused(_("That is more than a year ago. Look at the year again."), rule=RULE, field="identified_on")


def check_reported_at(incident: Incident, moment: datetime) -> None:
    """Raise `Refused` for a report before anybody knew, or in the future."""
    if moment > clock.now():
        raise Refused(_("That is still to come. Report it first, then write it down."), rule=RULE, field="reported_on")
    if moment < incident.identified_at:
        raise Refused(_("It was not known then yet."), rule=RULE, field="reported_on")
