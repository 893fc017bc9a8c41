"""Who disposes of entries of the trail together, when, and whether what they agreed to may still go (security C6).

The superintendent and the communications director, one proposing and the other agreeing; no designee, and nobody who
operates the system. Whoever does that removes what was agreed, and can do nothing without it.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from registry import clock
from registry.audit import segments
from registry.people import powers
from registry.people.models import Disposal, Office, Proposal, ProposalKind, ProposalState, User
from registry.people.models.proposal import LASTS
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "two-person acts"


def offices_that_dispose(user: User) -> list[Office]:
    """For which of the two offices somebody can act; none for who operates the system, whatever else they are."""
    rows = powers.offices_of(user)
    if not user.is_active or any(row.office == Office.SYSTEM_ADMINISTRATOR for row in rows):
        return []
    return [Office(row.office) for row in rows if Power.DISPOSE in powers.powers_from(row)]


def check_may_dispose(by: User) -> None:
    """Raise `Refused` unless this person can be one of the two."""
    if not offices_that_dispose(by):
        message = _("The superintendent and the communications director dispose of entries of the trail, together.")
        raise Refused(message, rule=RULE)


def check_none_under_way() -> None:
    """Raise `Refused` while a disposal waits to be agreed to, or to be carried out."""
    rows = Disposal.objects.filter(removed_at=None).select_related("proposal", "schedule")
    for one in rows.filter(proposal__state__in=(ProposalState.OPEN, ProposalState.CONFIRMED)):
        if one.proposal.is_open:
            raise Refused(_("%(number)s is proposed already, and waits to be agreed to.") % {"number": one.number})
        if can_run(one):
            message = _("%(number)s is agreed to, and waits for the system administrator to carry it out.")
            raise Refused(message % {"number": one.number})


def check_may_agree(by: User, proposal: Proposal) -> None:
    """Raise unless this person is the second of the two: another one, of the other office, in time."""
    check_may_dispose(by)
    if by.pk == proposal.first_id:
        raise Refused(_("You proposed this. Somebody of the other office must agree."), rule=RULE)
    other = proposal.disposal.other_office
    if other not in offices_that_dispose(by):
        message = _("This was proposed by your own office. The other one must agree: %(office)s.")
        raise Refused(message % {"office": other.label}, rule=RULE)


def check_still_due(disposal: Disposal) -> None:
    """Raise `Stale` where some of it must stay by now: under hold since, kept longer, or gone."""
    kept = segments.stays([(first, last) for first, last in disposal.runs])
    if kept:
        told = ", ".join(f"{first}–{last}" for first, last in kept)
        message = _("Entries %(runs)s must stay: under hold by now, or kept longer. Propose it again.")
        raise Stale(message % {"runs": told})


def can_run(disposal: Disposal) -> bool:
    """Whether what was agreed can be carried out: for seven days, and to its end once it has begun."""
    if disposal.proposal.state != ProposalState.CONFIRMED or disposal.removed_at:
        return False
    agreed = disposal.proposal.closed_at
    return disposal.written_at is not None or bool(agreed and clock.now() <= agreed + timedelta(days=LASTS))


def agreed_disposal(schedule: str, authority: str) -> Disposal:
    """What two people agreed to under this schedule and authority, and nobody carried out yet; raises `Refused`."""
    rows = Disposal.objects.filter(proposal__kind=ProposalKind.DISPOSAL, proposal__subject=schedule)
    rows = rows.select_related("proposal__first", "proposal__second", "schedule").order_by("-pk")
    ready = next((row for row in rows.filter(removed_at=None) if can_run(row)), None)
    if ready is None:
        raise Refused(_why_none(rows.first(), schedule), rule=RULE)
    if _words(authority) != _words(ready.authority):
        message = _("Two people agreed to %(number)s under another authority: “%(authority)s”. Nothing was removed.")
        raise Refused(message % {"number": ready.number, "authority": ready.authority}, rule=RULE)
    return ready


def _why_none(last: Disposal | None, schedule: str) -> str:
    if last is None:
        message = _("Nobody has agreed to a disposal under %(schedule)s. Two people do, on a page of the trail.")
        return message % {"schedule": schedule}
    if last.removed_at:
        return _("%(number)s was carried out already.") % {"number": last.number}
    if last.proposal.is_open:
        return _("%(number)s is proposed, and nobody has agreed to it yet.") % {"number": last.number}
    return _("%(number)s was withdrawn, or is too old. Two people agree again.") % {"number": last.number}


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
