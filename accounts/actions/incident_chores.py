"""Letters before the 72 hours of an incident end, and once they have (Minn. Stat. 16E.36)."""

from datetime import timedelta

from accounts.models import Incident
from accounts.rules.incidents import running_out
from accounts.telling import told_of_incidents
from registry import audit, clock, outbox
from registry.people.models import User

#: Hours that are left when a letter goes out, by its stage; the last once none is.
STAGES = (("late", 0), ("day", 24), ("two_days", 48))


@audit.act()
def remind_due(*, by: User | None = None) -> int:
    """Remind who reports incidents, once at every stage however often it runs. Says how many incidents it was about."""
    reminded = 0
    for incident in running_out(clock.now()):
        stage = _stage(incident)
        to = {f"incident-due:{incident.pk}:{stage}:{person.pk}": person for person in told_of_incidents()}
        if outbox.post_all("accounts/incident_due", about=incident.account, to=to, incident=incident.pk):
            facts = {"stage": stage, "letters": len(to)}
            audit.record(
                audit.Event.INCIDENT_REMINDED, by=by, on=incident.account, after=facts, reference=incident.number
            )
            reminded += 1
    return reminded


def _stage(incident: Incident) -> str:
    left = incident.due_at - clock.now()
    return next(stage for stage, hours in STAGES if left <= timedelta(hours=hours))
