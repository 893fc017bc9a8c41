"""The letters of this room: please confirm, a reminder, and a copy of what was confirmed, here or on paper."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry import outbox, policy
from registry.policy.models import Acknowledgement

Facts = dict[str, Any]


@outbox.letter("policy/confirmed")
def confirmed(letter: Any) -> Facts | None:
    """What was confirmed and when; the text itself stands on the page."""
    row = _confirmation(letter)
    if row is None:
        return None
    return {
        "person": letter.to, "version": row.version, "at": row.at,
        "path": reverse("policy:version", args=[row.version.number]), "reason": _("You confirmed the policy."),
    }  # fmt: skip


@outbox.letter("policy/recorded")
def recorded(letter: Any) -> Facts | None:
    """To whoever signed on paper: who recorded it, and what the day on the paper is."""
    row = _confirmation(letter)
    if row is None:
        return None
    return {
        "person": letter.to, "version": row.version, "signed_on": row.signed_on, "who": row.recorded_by,
        "path": reverse("policy:version", args=[row.version.number]),
        "reason": _("Your confirmation of the policy was recorded."),
    }  # fmt: skip


@outbox.letter("policy/asked")
def asked(letter: Any) -> Facts | None:
    """To everybody once per version; nothing to those who have confirmed meanwhile, or once there is a newer one."""
    return _if_it_waits(letter)


@outbox.letter("policy/reminder")
def reminder(letter: Any) -> Facts | None:
    """The same again, weeks later."""
    return _if_it_waits(letter)


def _confirmation(letter: Any) -> Acknowledgement | None:
    rows = Acknowledgement.objects.select_related("version", "recorded_by")
    return rows.filter(version__number=letter.about_id, person_id=letter.to_id).first()


def _if_it_waits(letter: Any) -> Facts | None:
    version = policy.current()
    gone = not letter.to.is_active or policy.has_acknowledged(letter.to)
    if gone or version is None or version.trail_id != letter.about_id:
        return None
    return {
        "person": letter.to, "version": version, "first": version.number == 1, "path": reverse("policy:current"),
        "reason": _("The policy is for everybody on staff."),
    }  # fmt: skip
