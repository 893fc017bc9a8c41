"""Who saw what between two days: each opening of a login, and each that was refused, from the trail (II.7).

Exactly what its reader finds on the trail's page: their own acts; with an office, those of their units, or all; others'
reasons for who reads the whole trail only (security C7).
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from desk.reports.cells import Linked
from desk.reports.fields import AccountField
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.reports.usual import OfDays, OfPerson, OfUnits
from desk.rules import reports as rules
from registry.audit import Event, days
from registry.audit.events import Outcome
from registry.audit.lines import is_private
from registry.audit.models import Entry
from registry.audit.readers import offices_in_words
from registry.audit.sentences import REASONS, field_words
from registry.audit.subjects import address_of
from registry.people import powers
from registry.people.models import Unit

#: What shows somebody a secret, or would have: of a kit too, which holds all of them.
OPENINGS = (
    Event.SECRET_REVEALED, Event.SECRET_CODE_USED, Event.REVEAL_DENIED, Event.REVEAL_FAILED, Event.KIT_OPENED,
    Event.KIT_HALF_SHOWN, Event.KIT_DOWNLOADED,
)  # fmt: skip


class OfOpenings(OfDays, OfUnits, OfPerson):
    """A period; by whom; of which account, or in which unit."""

    account = AccountField(Account.objects.all(), label=_("Account"), required=False)
    field_order = ("since", "until", "who", "account", "unit")

    def units(self) -> QuerySet[Unit]:
        return rules.units_to_choose(self.by)


def check(user: object) -> None:
    """Whoever signs in may read what they themselves opened."""


def rows(asked: Asked) -> Rows:
    """The entries, oldest first."""
    chosen, reader = asked.chosen, asked.by
    found = Entry.objects.filter(powers.trail_scope(reader), action__in=OPENINGS)
    found = found.filter(days.since(chosen["since"]), days.until(chosen["until"]))
    if chosen.get("who"):
        found = found.filter(actor_id=chosen["who"].trail_id)
    if chosen.get("account"):
        found = found.about(chosen["account"])
    if chosen.get("unit"):
        below = Unit.objects.under(chosen["unit"]).values_list("pk", flat=True)
        found = found.filter(unit_id__in=[str(pk) for pk in below])
    whole = powers.reads_whole_trail(reader)

    def line(entry: Entry) -> Line:
        return _line(entry, private=is_private(entry, reader, sees_all=whole))

    return Rows(Part(found.order_by("seq"), line))


def _line(entry: Entry, *, private: bool) -> Line:
    why = ": ".join(filter(None, [str(REASONS.get(entry.reason_code, "")), entry.reason_text]))
    address = address_of(entry.object_type, entry.object_id)
    return [
        entry.seq, entry.at, entry.actor_label, offices_in_words(entry.actor_roles),
        Linked(entry.object_label, address) if address else entry.object_label, field_words(entry.field_code),
        entry.sentence, "" if private else why, str(Outcome(entry.outcome).label),
    ]  # fmt: skip


OPENED = Report(
    slug="opened", title=_("Who opened which login"), check=check, form=OfOpenings, rows=rows,
    purpose=_("Every login that was opened between two days, by whom, why and in which office, and every refusal."),
    columns={
        "entry": _("Entry"), "at": _("When"), "who": _("Who"), "office": _("In which office"), "about": _("About"),
        "field": _("What"), "happened": _("What happened"), "why": _("Why"), "outcome": _("Outcome"),
    },
)  # fmt: skip
