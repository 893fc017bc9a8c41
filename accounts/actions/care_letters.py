"""The week's letters about accounts that need care: to who answers for one that got worse, and to Communications."""

from datetime import date, timedelta

from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.expressions import Combinable, CombinedExpression

from accounts import health
from accounts.models import AccountHealth, Custody, CustodyState, HealthReport, HealthState
from accounts.rules.standing import communications_staff
from registry import audit, clock, outbox
from registry.calendar import WorkingDays
from registry.people.models import User


def tell_of_care(*, by: User | None = None) -> int:
    """Write the letters of this week, on its first working day (or the next on which the chores run); how many people
    get one. Each reason is said to a custodian once, until it has gone and come back.
    """
    today = clock.today()
    week = today - timedelta(days=today.weekday())
    if not WorkingDays().is_working(today) or HealthReport.objects.filter(week_of=week).exists():
        return 0
    with audit.act():
        return _tell(week, today, by)


def _tell(week: date, today: date, by: User | None) -> int:
    worse = list(_worse().values_list("pk", flat=True))
    report, is_new = HealthReport.objects.get_or_create(
        week_of=week, defaults={"on": today, "worse": len(worse), **_counts()}
    )
    if not is_new:  # another run of the chore was first
        return 0
    AccountHealth.objects.filter(pk__in=worse).update(told=F("reasons"), told_on=today)
    held = Custody.objects.filter(account__in=worse, state=CustodyState.OPEN).select_related("custodian")
    custodians = {row.custodian_id: row.custodian for row in held}
    staff = communications_staff() if report.risk or report.attention else []
    for template, people in (("accounts/care_worse", custodians.values()), ("accounts/care_week", staff)):
        for person in people:
            key = f"{template}:{week}:{person.pk}"
            outbox.post(template, to=person, about=None, key=key, report=report.pk)
    facts = {"risk": report.risk, "attention": report.attention, "worse": report.worse}
    audit.record(audit.Event.HEALTH_REPORTED, by=by, after=facts)
    return len(custodians) + len(staff)


def _worse() -> QuerySet[AccountHealth]:
    """What needs care for a reason that no letter has said yet."""
    said = CombinedExpression(F("reasons"), Combinable.BITAND, F("told"))
    worries = Value(health.WORRIES, BigIntegerField())
    unsaid = CombinedExpression(F("reasons") - said, Combinable.BITAND, worries)
    return AccountHealth.objects.filter(place__lt=2).annotate(unsaid=unsaid).filter(unsaid__gt=0).order_by("pk")


def _counts() -> dict[str, int]:
    rows = AccountHealth.objects.filter(place__lt=2)
    return {state.value: rows.filter(state=state).count() for state in (HealthState.RISK, HealthState.ATTENTION)}
