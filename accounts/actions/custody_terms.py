"""How long a handoff may take in this district."""

from accounts.models import CustodyTerms
from accounts.rules.terms import check_may_set
from registry import audit
from registry.people.models import User


@audit.act()
def set_terms(*, answer_days: int, finish_days: int, by: User) -> CustodyTerms:
    """Say how many working days an answer and the rest of a handoff may take. Raises `Refused`."""
    check_may_set(by)
    row = CustodyTerms.objects.select_for_update(no_key=True).filter(pk=1).first() or CustodyTerms()
    before = {"answer_days": row.answer_days, "finish_days": row.finish_days}
    row.answer_days, row.finish_days = answer_days, finish_days
    row.save()
    after = {"answer_days": answer_days, "finish_days": finish_days}
    audit.record(audit.Event.CUSTODY_TERMS_CHANGED, by=by, on=row, before=before, after=after)
    return row
