"""Everything about one account in the order in which it happened: how it came to be, who decided, who held it, what was
checked and changed, and how it ended. As the trail has it, for who may read it there.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from desk.reports.cells import Hash
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.reports.usual import OfAccount
from desk.rules import reports as rules
from registry.audit.events import Outcome
from registry.audit.filters import GROUPS
from registry.audit.lines import is_private
from registry.audit.models import Entry
from registry.audit.readers import offices_in_words
from registry.audit.sentences import REASONS
from registry.audit.subjects import whole
from registry.people import powers


def rows(asked: Asked) -> Rows:
    """The entries about the account and all that hangs on it, oldest first; letters are left out."""
    reader, account = asked.by, asked.chosen["account"]
    found = Entry.objects.filter(powers.trail_scope(reader), whole(Account.trail_kind, account.trail_id)).exclude(
        action__startswith="letter."
    )
    sees_all = powers.reads_whole_trail(reader)

    def line(entry: Entry) -> Line:
        return _line(entry, private=is_private(entry, reader, sees_all=sees_all))

    return Rows(Part(found.order_by("seq"), line))


def facts(asked: Asked) -> list[tuple[Any, object]]:
    """What the account is today."""
    account: Account = asked.chosen["account"]
    return [
        (_("Number"), account.number), (_("Platform"), account.platform.name),
        (_("School or department"), account.unit.name), (_("State"), account.get_state_display()),
    ]  # fmt: skip


def _line(entry: Entry, *, private: bool) -> Line:
    why = ": ".join(filter(None, [str(REASONS.get(entry.reason_code, "")), entry.reason_text]))
    return [
        entry.seq, entry.at, str(GROUPS.get(entry.action.partition(".")[0], "")), entry.sentence, entry.actor_label,
        offices_in_words(entry.actor_roles), entry.on_behalf_of, "" if private else why,
        "" if entry.outcome == Outcome.OK else str(Outcome(entry.outcome).label), Hash(entry.hash),
    ]  # fmt: skip


DOSSIER = Report(
    slug="account", title=_("Dossier of an account"), check=rules.check_may_ask_about_accounts, form=OfAccount,
    rows=rows, facts=facts,
    purpose=_("Everything about one account in order: request, decisions, custody, checks, changes, and its end."),
    columns={
        "entry": _("Entry"), "at": _("When"), "kind": _("Kind"), "happened": _("What happened"), "who": _("Who"),
        "office": _("In which office"), "for": _("On behalf of"), "why": _("Why"), "outcome": _("Outcome"),
        "hash": _("Hash"),
    },
)  # fmt: skip
