"""The letter of this room: a copy of what somebody confirmed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry import outbox
from registry.policy.models import Acknowledgement


@outbox.letter("policy/confirmed")
def confirmed(letter: Any) -> dict[str, Any] | None:
    """What was confirmed and when; the text itself stands on the page."""
    rows = Acknowledgement.objects.select_related("version")
    row = rows.filter(version__number=letter.about_id, person_id=letter.to_id).first()
    if row is None:
        return None
    return {
        "person": letter.to, "version": row.version, "at": row.at,
        "path": reverse("policy:version", args=[row.version.number]), "reason": _("You confirmed the policy."),
    }  # fmt: skip
