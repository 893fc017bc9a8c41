"""What happened: one chain of entries that only grows. Everything the rest of the house needs is named here."""

from registry.audit.act import OutsideAct, act, finishes_acts, record, record_denial, touch
from registry.audit.context import Context, coming_from, coming_from_nobody
from registry.audit.events import Event, Outcome, Severity
from registry.audit.keeping import keeps_origins
from registry.audit.keys import Keys, NoTrailKey, keyed_by, signed, use_keys
from registry.audit.notes import Signer, note_of, use_signer
from registry.audit.reading import entries_about, entries_about_any, entries_under
from registry.audit.triggers import grant_application_role, triggers_missing

__all__ = [
    "Context",
    "Event",
    "Keys",
    "NoTrailKey",
    "Outcome",
    "OutsideAct",
    "Severity",
    "Signer",
    "act",
    "coming_from",
    "coming_from_nobody",
    "entries_about",
    "entries_about_any",
    "entries_under",
    "finishes_acts",
    "grant_application_role",
    "keeps_origins",
    "keyed_by",
    "note_of",
    "record",
    "record_denial",
    "signed",
    "touch",
    "triggers_missing",
    "use_keys",
    "use_signer",
]
