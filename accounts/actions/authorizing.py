"""Giving an authorization to a person (what a decided request for one turns into), revoking it, telling of its end."""

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.models import Authorization, Platform
from accounts.rules import authorizing as rules
from registry import audit, clock, outbox
from registry.outbox.models import Letter
from registry.people.models import Unit, User

#: So many days before the last one its holder is reminded.
SOON = timedelta(days=14)
#: A chore that did not run for a while still tells of an end; older ones are no news.
NEWS = timedelta(days=30)
LONGEST = 300


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


@audit.act()
def revoke(authorization: Authorization, *, why: str, by: User) -> Authorization:
    """End an authorization at once, with a reason that its holder reads. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    rows = Authorization.objects.select_for_update(of=("self",), no_key=True).select_related("person", "unit")
    authorization = rows.get(pk=authorization.pk)
    rules.check_may_revoke(authorization, by)
    rules.check_says_why(why)
    authorization.revoked_at, authorization.revoked_by, authorization.revoked_why = clock.now(), by, why
    authorization.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    audit.record(
        audit.Event.AUTHORIZATION_REVOKED, by=by, on=authorization, reason=why, reference=authorization.reference
    )
    _post("accounts/authorization_revoked", authorization)
    return authorization


@audit.act()
def end_all_of(person: User, *, why: str, by: User) -> None:
    """End every authorization of somebody whose sign-in is closed: a reopened sign-in brings none of them back."""
    rows = Authorization.objects.select_for_update(of=("self",), no_key=True).filter(person=person, revoked_at=None)
    for row in rows.filter(ends_on__gte=clock.today()).order_by("pk"):
        row.revoked_at, row.revoked_by, row.revoked_why = clock.now(), by, why
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        audit.record(audit.Event.AUTHORIZATION_REVOKED, by=by, on=row, reason=why, reference=row.reference)


def tell_of_ends(*, by: User | None = None) -> int:
    """Write to the holders of authorizations that end within 14 days or have ended: once each. Returns how many.

    One that was given for less than that is not announced. Nothing changes about the authorization: its dates decide.
    """
    told = 0
    for template, rows in _ending().items():
        for row in _untold(template, rows):
            with audit.act():
                _post(template, row)
            told += 1
    return told


def _ending() -> dict[str, list[Authorization]]:
    today = clock.today()
    rows = Authorization.objects.filter(revoked_at=None, person__is_active=True).select_related("person", "unit")
    soon = rows.filter(ends_on__range=(today, today + SOON))
    ended = rows.filter(ends_on__range=(today - NEWS, today - timedelta(days=1)))
    return {
        "accounts/authorization_ends_soon": [row for row in soon if row.starts_on < row.ends_on - SOON],
        "accounts/authorization_ended": list(ended),
    }


def _untold(template: str, rows: Iterable[Authorization]) -> list[Authorization]:
    keys = {_key(template, row): row for row in rows}
    told = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    return [row for key, row in keys.items() if key not in told]


def _post(template: str, row: Authorization) -> None:
    outbox.post(template, to=row.person, about=row, key=_key(template, row), authorization=row.pk)


def _key(template: str, row: Authorization) -> str:
    return f"{template}:{row.uuid}"
