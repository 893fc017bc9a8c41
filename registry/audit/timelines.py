"""The trail of one thing: an account with all that hangs on it, or a person with all they did."""

from dataclasses import dataclass

from django.db.models import Q

from registry.audit.models import Entry
from registry.audit.seeking import Question
from registry.audit.subjects import address_of

#: What has one.
KINDS = ("account", "user")


@dataclass(frozen=True)
class Heading:
    """What the timeline is of, as the trail called it last, and its own page."""

    kind: str
    name: str
    url: str


def heading_of(kind: str, identifier: str, scope: Q) -> Heading | None:
    """The heading of a timeline for whoever reads within `scope`; None where there is nothing in it for them."""
    if kind not in KINDS:
        return None
    name = _newest(Q(object_type=kind, object_id=identifier), scope, "object_label")
    if not name and kind == "user":
        name = _newest(Q(actor_id=identifier), scope, "actor_label")
    return Heading(kind, name, address_of(kind, identifier)) if name else None


def _newest(about: Q, scope: Q, label: str) -> str:
    found: list[Entry] = Question((about, scope)).take(1)
    return str(getattr(found[0], label)) if found else ""
