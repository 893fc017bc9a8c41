"""Requests, as one search over all rooms finds them: those the reader may see; any other does not exist."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals import rules, showing
from approvals.models import Request
from approvals.workflow import Status
from registry.people.models import User
from registry.searching import COUNTED, SHOWN, Found, Hit, part, words_of

_NUMBER = re.compile(r"r-0*([0-9]{1,15})", re.IGNORECASE)


def found(text: str, user: User) -> list[Found]:
    """The requests meant, by title, name, group and handle; newest first."""
    meant = Q(rules.visible_to(user))
    for word in words_of(text):
        meant &= Q(searched__contains=word)
    rows = Request.objects.filter(meant).exclude(status=Status.WITHDRAWN, submitted_at=None).order_by("-pk")
    numbers = list(rows.values_list("pk", flat=True)[: COUNTED + 1])
    shown = Request.objects.filter(pk__in=numbers[:SHOWN]).order_by("-pk")
    hits = {row.pk: _hit(showing.row_of(row)) for row in showing.for_rows(shown)}
    return [part("requests", _("Requests"), numbers, hits.__getitem__)]


def leads_to(text: str, user: User) -> str:
    """The request of that number, where the reader may see it."""
    number = _NUMBER.fullmatch(text)
    row = Request.objects.filter(rules.visible_to(user), pk=int(number[1])).first() if number else None
    return showing.row_of(row).url if row else ""


def _hit(row: showing.Row) -> Hit:
    status = {"tone": row.tone, "word": row.word, "icon": row.icon}
    return Hit(row.title, row.url, row.detail, "file-text", row.platform, status=status)
