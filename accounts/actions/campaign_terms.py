"""How soon a campaign asks again in this district."""

from accounts.models import CampaignTerms
from accounts.rules.campaigns import check_may_set_terms
from registry import audit
from registry.people.models import User


@audit.act()
def set_terms(*, remind_days: int, step_days: int, by: User) -> CampaignTerms:
    """Say how many working days before the day people are reminded, and after it until the next one up is asked.

    It holds for every campaign that is open. Raises `Refused`.
    """
    check_may_set_terms(by)
    row = CampaignTerms.objects.select_for_update(no_key=True).filter(pk=1).first() or CampaignTerms()
    before = {"remind_days": row.remind_days, "step_days": row.step_days}
    row.remind_days, row.step_days = remind_days, step_days
    row.save()
    after = {"remind_days": remind_days, "step_days": step_days}
    audit.record(audit.Event.CAMPAIGN_TERMS_CHANGED, by=by, on=row, before=before, after=after)
    return row
