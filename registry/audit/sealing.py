"""The trail is sealed each day, in runs of at most a thousand entries, under a key that is not in the database."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

from registry import clock
from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.models import Entry, Head, Seal
from registry.audit.notes import Note, signer

#: The most entries under one seal; disposal removes whole runs (security C3, C6).
RUN = 1_000
#: A day, less what a chore may begin early.
AGAIN_AFTER = timedelta(hours=20)


@act()
def seal_due(*, by: Any) -> int:
    """Seal what nobody sealed yet: after a day, or at once where a run is full. Returns how many seals were set.

    Raises registry.keyring.MissingKey where there is no key for seals.
    """
    head = Head.objects.select_for_update(no_key=True).get()  # two who seal at once take turns
    last = Seal.objects.order_by("-last").first()
    first = last.last + 1 if last else 1
    fresh = last is not None and clock.now() - last.signed_at < AGAIN_AFTER
    if head.seq < first or (fresh and head.seq - first + 1 < RUN):
        return 0
    ends = [*range(first + RUN - 1, head.seq, RUN), head.seq]
    made = [_seal(start, end) for start, end in zip([first, *(end + 1 for end in ends)], ends, strict=False)]
    facts = {"first": first, "last": head.seq, "root": made[-1].root, "seals": len(made)}
    record(Event.TRAIL_SEALED, by=by, after=facts)
    return len(made)


def _seal(first: int, last: int) -> Seal:
    root = Entry.objects.values_list("hash", flat=True).get(seq=last)
    signature = signer().sign(Note(signer().name, last, root).text.encode())
    return Seal.objects.create(
        first=first, last=last, root=root, signed_at=clock.now(), kid=signer().kid,
        signature=b64encode(signature).decode(),
    )  # fmt: skip
