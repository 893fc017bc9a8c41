"""The letter about entries of the trail that were removed: to the two who agreed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry import outbox
from registry.people.models import Disposal


@outbox.letter("people/trail_disposed")
def trail_disposed(letter: Any) -> dict[str, Any] | None:
    """That it is done."""
    row = Disposal.objects.filter(proposal=letter.about_id, removed_at__isnull=False).first()
    if row is None:
        return None
    return {
        "person": letter.to, "disposal": row, "path": reverse("people:proposal", args=[row.proposal_id]),
        "reason": _("You are one of the two who agreed to it."),
    }  # fmt: skip
