"""The district's limits of when an account needs care."""

from django.utils.translation import gettext as _

from accounts.models import HealthTerms, Platform
from accounts.rules import health as rules
from registry import audit
from registry.people.models import User
from registry.people.refusal import Refused


@audit.act()
def set_limits(
    *, platform: Platform | None, klass: str, checked_days: int | None, verify_days: int, custodian_days: int,
    attest_days: int | None, silent_days: int | None, seen: str, by: User,
) -> HealthTerms:  # fmt: skip
    """Say how long is too long there: on a platform or all, for a class of account or all. Every account is looked at
    again at once.

    `seen` is `rules.health.mark_of` the limit that was on the page. Raises `Refused`, also where it has changed since.
    """
    rules.check_may_set(by)
    rows = HealthTerms.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(platform=platform, klass=klass).first()
    if seen != rules.mark_of(row):
        words = _("There is a limit here already, or it has changed since you opened it: open it from the list again.")
        raise Refused(words, rule="domain: health")
    row = row or HealthTerms(platform=platform, klass=klass)
    before = rules.mark_of(row)
    row.checked_days, row.verify_days, row.custodian_days = checked_days, verify_days, custodian_days
    row.attest_days, row.silent_days = attest_days, silent_days
    rules.check_terms(row)
    row.save()
    facts = {name: getattr(row, name) for name in rules.LIMITS}
    where = {"platform": platform.slug if platform else "", "class": klass}
    audit.record(
        audit.Event.HEALTH_TERMS_CHANGED, by=by, on=row, before={**where, "limits": before}, after={**where, **facts}
    )
    return row
