"""Giving an authorization to a person: what a decided request for one turns into."""

from datetime import date

from accounts.models import Authorization, Platform
from registry import audit
from registry.people.models import Unit, User


@audit.act()
def grant(
    *, person: User, kind: str, unit: Unit, platform: Platform | None, scope: str, starts_on: date, ends_on: date,
    reference: str, by: User, parental_consent: bool = False, conditions: str = "",
) -> Authorization:  # fmt: skip
    """Authorize a person under the policy, as the request `reference` (like R-0412) was decided.

    Whether it may be given was for the offices of that request to say; the database refuses dates that end before they
    start, and classroom use without parental consent (II.2).
    """
    given: Authorization = Authorization.objects.create(
        person=person, kind=kind, unit=unit, platform=platform, scope=scope, starts_on=starts_on, ends_on=ends_on,
        parental_consent=parental_consent, conditions=conditions, reference=reference, granted_by=by,
    )  # fmt: skip
    audit.record(
        audit.Event.AUTHORIZATION_GRANTED, by=by, on=given, reference=reference,
        after={"kind": kind, "from": starts_on.isoformat(), "until": ends_on.isoformat(), "conditions": conditions},
    )  # fmt: skip
    return given
