"""The district's terms of changing passwords: how soon, how old one may become, and the steps on each platform."""

from accounts.models import AgeLimit, Platform, RotationTerms
from accounts.rules import terms as rules
from registry import audit
from registry.people.models import User

STEPS = ("steps_password", "steps_sessions", "steps_roles", "steps_recovery")


@audit.act()
def set_terms(
    *, urgent_days: int, other_days: int, graduates_month: int, graduates_day: int, by: User
) -> RotationTerms:
    """Say in how many working days a secret is to change, and when a class graduates. Raises `Refused`."""
    rules.check_may_set(by)
    said = RotationTerms(
        id=1, urgent_days=urgent_days, other_days=other_days, graduates_month=graduates_month,
        graduates_day=graduates_day,
    )  # fmt: skip
    rules.check_terms(said)
    row = RotationTerms.objects.select_for_update(no_key=True).filter(pk=1).first() or RotationTerms()
    before = _facts(row)
    for name, number in _facts(said).items():
        setattr(row, name, number)
    row.save()
    audit.record(audit.Event.ROTATION_TERMS_CHANGED, by=by, on=row, before=before, after=_facts(row))
    return row


@audit.act()
def set_age_limit(*, platform: Platform | None, klass: str, days: int | None, by: User) -> AgeLimit:
    """Say how old a password may become there; no days: as old as it likes. Raises `Refused`."""
    rules.check_may_set(by)
    rules.check_days(days)
    row = AgeLimit.objects.select_for_update(of=("self",), no_key=True).filter(platform=platform, klass=klass).first()
    before = row.days if row else None
    row = row or AgeLimit(platform=platform, klass=klass)
    row.days = days
    row.save()
    where = {"platform": platform.slug if platform else "", "class": klass}
    audit.record(
        audit.Event.ROTATION_TERMS_CHANGED, by=by, on=RotationTerms(id=1), before={**where, "days": before},
        after={**where, "days": days},
    )  # fmt: skip
    return row


@audit.act()
def set_steps(platform: Platform, *, by: User, **steps: str) -> Platform:
    """Say where on a platform one changes the password, ends other sessions, removes roles. Raises `Refused`."""
    rules.check_may_set(by)
    platform = Platform.objects.select_for_update(no_key=True).get(pk=platform.pk)
    before = {name: getattr(platform, name) for name in STEPS}
    after = {name: steps.get(name, "").strip() for name in STEPS}
    if after == before:
        return platform
    for name, text in after.items():
        setattr(platform, name, text)
    platform.save(update_fields=[*STEPS])
    audit.record(audit.Event.PLATFORM_CHANGED, by=by, on=platform, before=before, after=after)
    return platform


def _facts(said: RotationTerms) -> dict[str, int]:
    names = ("urgent_days", "other_days", "graduates_month", "graduates_day")
    return {name: getattr(said, name) for name in names}
