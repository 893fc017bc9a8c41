"""What is said above the trail: when its chain was last checked, how and by whom, and where its seals are."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event
from registry.audit.models import Entry, Head, Seal
from registry.audit.readers import scope_of
from registry.audit.seeking import Question

#: By what the chain was checked, as `checking.write_down` keeps it.
WAYS = {"night": _("by the nightly check"), "command": _("by command")}


@dataclass(frozen=True)
class Look:
    """The newest check, what came after it, and the newest seal."""

    entry: Entry
    newer: int
    seal: Seal | None
    anchored: int
    anchors: bool
    #: The first entry that is not as it was written, where the reader may open it.
    opens: int | None

    @property
    def broken(self) -> bool:
        return self.entry.action == Event.TRAIL_BROKEN

    @property
    def by(self) -> str:
        """By what or whom; empty for a check of before that was kept."""
        way = WAYS.get((self.entry.after or {}).get("by", ""), "")
        return str(_("by %(name)s") % {"name": self.entry.actor_label}) if self.entry.actor_label else str(way)

    @property
    def anchor(self) -> str:
        """Where the newest seal is kept beside the database, in a word: there, behind, nowhere."""
        if not self.anchors:
            return "nowhere"
        return "there" if self.seal is not None and self.anchored >= self.seal.last else "behind"

    @property
    def fingerprint(self) -> str:
        """The seal's first letters, in groups as one reads them out."""
        root = "" if self.seal is None else self.seal.root[:16]
        return " ".join(root[at : at + 4] for at in range(0, len(root), 4))


def last_look(reader: Any) -> Look | None:
    """The newest check of the chain; None where there was none yet. The same queries, however long the trail."""
    checks = Question((Q(action__in=[Event.TRAIL_VERIFIED, Event.TRAIL_BROKEN]),)).take(1)
    if not checks:
        return None
    looked, head = checks[0], Head.objects.get()
    bad = (looked.after or {}).get("entry")
    opens = bad if bad and Entry.objects.filter(scope_of(reader), seq=bad).exists() else None
    newest = Entry.objects.filter(action=Event.TRAIL_ANCHORED).newest_first().first()
    return Look(
        looked, max(0, head.seq - int(looked.after.get("last", 0))), Seal.objects.order_by("-last").first(),
        int(newest.after["last"]) if newest else 0, bool(settings.TRAIL_ANCHOR_FILE), opens,
    )  # fmt: skip
