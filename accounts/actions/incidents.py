"""An incident is opened, described, and reported or said not to be reportable (Minn. Stat. 16E.36)."""

from datetime import datetime

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Compromise, Incident
from accounts.rules import incidents as rules
from accounts.rules.custody import check_says_why
from accounts.rules.standing import standing_of
from accounts.rules.students import check_names_nobody
from accounts.telling import told_of_incidents
from registry import audit, clock, outbox
from registry.people.models import User


@audit.act()
def open_incident(compromise: Compromise, *, by: User) -> Incident:
    """Start the 72 hours, inside the act that marks the account; who reports it gets a letter."""
    made: Incident = Incident.objects.create(compromise=compromise)
    account = compromise.account
    after = {"report_by": made.due_at.isoformat()}
    audit.record(audit.Event.INCIDENT_OPENED, by=by, on=account, after=after, reference=made.number)
    for person in told_of_incidents():
        key = f"incident:{made.pk}:{person.pk}"
        outbox.post("accounts/incident_opened", to=person, about=account, key=key, incident=made.pk)
    return made


@slips_are_noted
@audit.act()
def describe(incident: Incident, *, exposed: str, identified_at: datetime | None, by: User) -> Incident:
    """Write down what was exposed, never its value, and since when it was known where that was before it was marked.

    Raises `Refused`, `Stale`, `SaysSecret`.
    """
    exposed = exposed.strip()[:LONGEST]
    incident = _checked(incident, "exposed", exposed, by=by)
    moment = identified_at or incident.identified_at
    rules.check_known_since(incident, moment)
    before = {"identified_at": incident.identified_at.isoformat()}
    incident.exposed, incident.identified_at = exposed, moment
    incident.described_at, incident.described_by = clock.now(), by
    incident.save(update_fields=["exposed", "identified_at", "described_at", "described_by"])
    after = {"identified_at": moment.isoformat()}
    audit.record(
        audit.Event.INCIDENT_DESCRIBED, by=by, on=incident.account, before=before, after=after,
        reference=incident.number,
    )  # fmt: skip
    return incident


@slips_are_noted
@audit.act()
def report(incident: Incident, *, reported_at: datetime, reference: str, by: User) -> Incident:
    """Write down when it was reported, and under which number. Raises `Refused`, `Stale`, `SaysSecret`."""
    reference = reference.strip()
    incident = _checked(incident, "reference", reference, by=by)
    rules.check_reported_at(incident, reported_at)
    incident.reported_at, incident.reference = reported_at, reference
    after = {"reported_at": reported_at.isoformat(), "late": incident.was_late}
    return _closed(incident, audit.Event.INCIDENT_REPORTED, after, by=by, fields=("reported_at", "reference"))


@slips_are_noted
@audit.act()
def waive(incident: Incident, *, why: str, by: User) -> Incident:
    """Say that it need not be reported, and why. Raises `Refused`, `Stale`, `SaysSecret`."""
    why = why.strip()[:LONGEST]
    check_says_why(why)
    incident = _checked(incident, "why", why, by=by)
    incident.waived_why = why
    return _closed(incident, audit.Event.INCIDENT_WAIVED, None, by=by, fields=("waived_why",))


@audit.act()
def note_sheet(incident: Incident, *, by: User) -> None:
    """Write down that its fact sheet left the house."""
    audit.record(audit.Event.INCIDENT_SHEET_TAKEN, by=by, on=incident.account, reference=incident.number)


def _checked(incident: Incident, field: str, text: str, *, by: User) -> Incident:
    """The row under the lock of its account, once nothing is against the words or the person."""
    rules.check_may_close(standing_of(incident.account, by))
    check_names_nobody(text, field)
    check_says_no_secret(incident.account, text, by=by)
    account = locked(incident.account)
    rules.check_may_close(standing_of(account, by))
    incident = rules.everything().get(pk=incident.pk)
    rules.check_is_open(incident)
    return incident


def _closed(
    incident: Incident, event: audit.Event, after: object, *, by: User, fields: tuple[str, ...]
) -> Incident:  # fmt: skip
    incident.closed_at, incident.closed_by = clock.now(), by
    incident.save(update_fields=[*fields, "closed_at", "closed_by"])
    audit.record(event, by=by, on=incident.account, after=after, reference=incident.number)
    return incident
