"""How the trail finds and opens requests."""

import re

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rules.holds import held
from approvals.models import Request, RoundOutcome
from approvals.workflow import Status
from registry import audit
from registry.audit.coded import add_words
from registry.audit.subjects import MOST_NAMED, add_subject, add_whole
from registry.people.models import Office
from registry.searching import words_of

#: As a decision is told, where the choices say what to do.
ANSWERS = [("yes", _("Approved")), ("changes", _("Changes asked for")), ("no", _("Declined"))]
_NUMBER = re.compile(r"r-?0*([0-9]{1,15})", re.IGNORECASE)


def requests(text: str) -> list[str]:
    """Requests by number, or by words of title, handle, name and group, accents or not."""
    number, words = _NUMBER.fullmatch(text.strip()), words_of(text)
    asked = Q(pk=int(number[1])) if number else Q()
    for word in [] if number else words:
        asked &= Q(searched__contains=word)
    rows = Request.objects.filter(asked).order_by("-pk") if words else Request.objects.none()
    return [row.reference for row in rows[:MOST_NAMED]]


def of_an_account(account: str) -> dict[str, list[str]]:
    """The requests one of whose items became the account."""
    return {"request": [row.reference for row in Request.objects.filter(items__account__uuid=account).distinct()]}


@audit.keeps_origins
def _entries_held() -> Q:
    """What the trail has of the requests that became an account under hold stays with it (E4.57)."""
    rows = Request.objects.filter(items__account__in=held()).distinct()
    return Q(object_type=Request.trail_kind, object_id__in=[row.reference for row in rows])


add_subject("request", view="approvals:request", finds=requests)
add_whole("account", of_an_account)
add_words(
    "request", status=Status.choices, answer=ANSWERS, outcome=RoundOutcome.choices, seat=Office.choices,
    office=Office.choices,
)  # fmt: skip
