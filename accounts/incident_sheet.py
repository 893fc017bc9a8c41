"""The fact sheet of an incident: what a report to the state asks for, and never a value (Minn. Stat. 16E.36)."""

from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Incident, SecretField, SecretVersion
from accounts.telling import told_of_incidents
from registry import audit, clock
from registry.audit.models import Entry
from registry.papers import Paper, Table
from registry.people.models import User

#: Of which groups of events the sheet tells; what was opened and why is security information and stays here.
TOLD = ("account", "incident", "rotation", "custody", "recovery", "role", "tombstone", "closing")
MOST = 60


def paper(incident: Incident, by: User) -> Paper:
    """The sheet, for whoever may see the incident."""
    account = incident.account
    return Paper(
        _("Incident %(number)s: %(account)s") % {"number": incident.number, "account": account.name},
        get_language() or settings.LANGUAGE_CODE, by.name, _facts(incident, by), [_done(incident), _to_call()],
    )  # fmt: skip


def not_a_channel() -> str:
    """Said on every page and sheet of an incident: maltreatment is reported elsewhere, at once (Minn. Stat. 260E)."""
    return _(
        "This is no way to report that a child is harmed. Whoever has reason to believe so calls the county’s child "
        "protection or the police at once (Minn. Stat. 260E.06), and writes nothing of it here."
    )


def stored_then(incident: Incident) -> list[str]:
    """What was stored of its login when it became known, by name: the values are nobody's on this sheet."""
    rows = SecretVersion.objects.filter(account=incident.account, deposited_at__lte=incident.compromise.marked_at)
    fields = set(rows.exclude(superseded_at__lt=incident.identified_at).values_list("field", flat=True))
    return [str(field.label) for field in SecretField if field.value in fields]


def _facts(incident: Incident, by: User) -> list[tuple[str, str]]:
    account, marked = incident.account, incident.compromise
    facts = [
        (_("District"), settings.DISTRICT_NAME),
        (_("Account"), f"{account.name}, {account.platform.name}, {account.number}"),
        (_("Address"), account.url),
        (_("School or department"), account.unit.name),
        (_("Known since"), _at(incident.identified_at)),
        (_("To be reported by"), _at(incident.due_at)),
        (_("Marked as compromised"), f"{_at(marked.marked_at)}, {marked.marked_by.name}"),
        (_("What was seen"), marked.words),
        (_("What was exposed"), incident.exposed or _("not described yet")),
        (_("Stored of its login then"), ", ".join(stored_then(incident)) or _("nothing")),
        (_("Secure again"), _at(marked.over_at) if marked.over_at else _("not yet")),
        (_("Reported"), _closed(incident)),
        (_("This sheet"), f"{_at(clock.now())}, {by.name}"),
        (_("Not for this"), not_a_channel()),
    ]
    return [(name, value) for name, value in facts if value]


def _closed(incident: Incident) -> str:
    if incident.waived_why:
        return _("need not be: %(why)s") % {"why": incident.waived_why}
    if incident.reported_at:
        return ", ".join(filter(None, (_at(incident.reported_at), incident.reference)))
    return _("not yet")


def _done(incident: Incident) -> Table:
    """What was done when, as the trail has it, the first first."""
    rows = audit.entries_about(incident.account).filter(at__gte=incident.identified_at, outcome="ok").order_by("seq")
    entries: list[Entry] = [entry for entry in rows[: MOST * 4] if entry.action.partition(".")[0] in TOLD][:MOST]
    lines = [[_at(entry.at), entry.sentence] for entry in entries]
    return Table(_("What was done"), [_("When"), _("What")], lines, _("Nothing is written down yet."))


def _to_call() -> Table:
    people = [[one.name, one.title, one.email] for one in told_of_incidents()]
    return Table(_("Who to call"), [_("Name"), _("Title"), _("E-mail")], people, _("Nobody holds the offices."))


def _at(moment: datetime) -> str:
    return date_format(clock.local(moment), "F j, Y, g:i A")
