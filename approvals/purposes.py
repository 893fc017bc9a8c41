"""What a second factor is asked for at our addresses: a decision, on which request."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from registry.people.models import User
from registry.people.purposes import add_purpose


def decide(user: User, arguments: Mapping[str, Any]) -> str:
    """A decision; the reference stands in the address already."""
    return _("You are about to decide on request %(reference)s.") % {"reference": arguments["reference"]}


add_purpose("approvals:decide", decide)
