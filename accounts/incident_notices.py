"""The letters about the 72 hours of an incident."""

from django.utils.translation import gettext as _

from accounts.models import Incident
from accounts.notices import Facts
from accounts.rules.incidents import everything
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/incident_opened")
def incident_opened(letter: Letter) -> Facts | None:
    """To Communications and the superintendent: the clock runs. Dropped once it is closed."""
    return _facts(everything().get(pk=letter.ids["incident"]))


@outbox.letter("accounts/incident_due")
def incident_due(letter: Letter) -> Facts | None:
    """To the same, before it ends and once it has. Dropped once it is closed."""
    return _facts(everything().get(pk=letter.ids["incident"]))


def _facts(incident: Incident) -> Facts | None:
    if not incident.is_open:
        return None
    reason = _("Communications reports incidents, and the superintendent answers for the district.")
    return {
        "account": incident.account, "incident": incident, "path": incident.get_absolute_url(), "reason": reason,
        "reference": incident.number,
    }  # fmt: skip
