"""What is known of a handle that was ours is noted at its tombstone: who has it now, what to do about it (E4.54)."""

from accounts.actions.words import LONGEST
from accounts.models import Tombstone
from accounts.rules import tombstones as rules
from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from registry import audit
from registry.people.models import User


@audit.act()
def advise(tombstone: Tombstone, *, advice: str, by: User) -> Tombstone:
    """Say it to everybody who looks the handle up; nothing takes it away. Raises `Refused`, `Stale`, `Unrepeatable`."""
    advice = advice.strip()[:LONGEST]
    rows = Tombstone.objects.select_for_update(of=("self",), no_key=True).select_related("account__platform")
    tombstone = rows.get(pk=tombstone.pk)
    rules.check_may_advise(tombstone, by)
    check_names_nobody(advice, "advice")
    check_reads_like_none(advice)
    before, tombstone.advice = tombstone.advice, advice
    tombstone.save(update_fields=["advice"])
    audit.record(
        audit.Event.TOMBSTONE_ADVISED, by=by, on=tombstone.account, before={"advice": before},
        after={"advice": advice}, reference=str(tombstone.uuid),
    )  # fmt: skip
    return tombstone
