"""What makes a secret due for a change by itself: who knows it and may not any more, and how old it is (T9).

The same rule finds a leaver, a custody that passed on, a poster's right that ended and a class that graduated: it asks
who knows something that may still open an account, and who may know it today. So nothing is due that nobody saw, and
nothing that changed since.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from accounts.models import (
    Account,
    AgeLimit,
    Custody,
    CustodyState,
    Exposure,
    Graduation,
    Knower,
    ReasonKind,
    RotationTerms,
    SecretField,
    SecretVersion,
)
from accounts.rules.knowing import Entrusted, entrusted, knowledge, known_keys, may_still_open
from registry import clock
from registry.people.models import User

Value = tuple[str, str, str]


@dataclass(frozen=True)
class Due:
    """A secret that must change: of which account, which field, why, and who must lose it (one of the two, or none).

    `since` is when what is too old was deposited.
    """

    account: Account
    field: str
    kind: ReasonKind
    person: User | None = None
    declaration: Exposure | None = None
    since: datetime | None = None


def terms() -> RotationTerms:
    """The district's terms; as delivered where nobody has set any."""
    return RotationTerms.objects.first() or RotationTerms()


def graduations(classes: Iterable[int | None]) -> dict[int, date]:
    """The same of many classes; two queries, and none where there is no class."""
    years = {year for year in classes if year is not None}
    if not years:
        return {}
    usual, said = terms(), dict(Graduation.objects.filter(class_year__in=years).values_list("class_year", "on"))
    return {year: said.get(year) or date(year, usual.graduates_month, usual.graduates_day) for year in years}


def graduated(classes: Iterable[int | None]) -> set[int]:
    """Those of these classes that have graduated by today."""
    return {year for year, day in graduations(classes).items() if day <= clock.today()}


def due_for(person: User | None = None, account: Account | None = None) -> list[Due]:
    """Everything known to people who may not know it: of one person, of one account, or altogether."""
    return _due_among(Q(person=person) if person else _must_not_know(), account, frozenset())


def due_without(person: User) -> list[Due]:
    """What would be due of somebody who works here, if they had left: known by the same rule, before it happens."""
    return _due_among(Q(person=person), None, frozenset({person.pk}))


def _due_among(who: Q, account: Account | None, gone: frozenset[object]) -> list[Due]:
    versions = known_keys(who).select_related("account__platform", "account__unit").order_by("pk")
    rows = list(versions.filter(account=account) if account else versions)
    trusted, former = entrusted({row.account_id for row in rows}), _former_custodians(rows)
    shown = _shown(rows, who)
    left = graduated(exposure.class_year for some in shown.values() for exposure in some)
    found: dict[tuple[object, ...], Due] = {}
    for row in rows:
        for exposure in shown[row.pk]:
            due = _due_of(row, exposure, trusted, former, gone) if exposure.person else _due(row, exposure, left)
            if due:
                found.setdefault((row.account_id, row.field, exposure.person_id, _group(exposure)), due)
    return list(found.values())


def too_old(today: date | None = None) -> list[Due]:
    """Passwords older than the district lets them become, by platform and class of account."""
    today, limits = today or clock.today(), list(AgeLimit.objects.all())
    shortest = min((row.days for row in limits if row.days), default=0)
    if not shortest:
        return []
    rows = may_still_open().filter(field=SecretField.PASSWORD, is_current=True)
    rows = rows.filter(deposited_at__lt=clock.now() - timedelta(days=shortest - 1))
    rows = rows.select_related("account__platform", "account__unit").order_by("pk")
    return [
        Due(row.account, row.field, ReasonKind.AGE, since=row.deposited_at)
        for row in rows
        if _is_too_old(row, limits, today)
    ]


def age_limit(account: Account, limits: Iterable[AgeLimit]) -> int | None:
    """How many days a password of this account may be in use: the nearest limit, platform before class."""
    best, days = -1, None
    for row in limits:
        fits = row.platform_id in (None, account.platform_id) and row.klass in ("", account.klass)
        near = (2 if row.platform_id else 0) + (1 if row.klass else 0)
        if fits and near > best:
            best, days = near, row.days
    return days


def _is_too_old(row: SecretVersion, limits: list[AgeLimit], today: date) -> bool:
    days = age_limit(row.account, limits)
    return days is not None and (today - clock.local(row.deposited_at).date()).days > days


def _must_not_know() -> Q:
    """Exposures of people who are entrusted with nothing everywhere, and of groups outside the staff."""
    trusted = entrusted(set())
    return Q(person=None) | ~Q(person__in=trusted.everywhere)


def _shown(rows: list[SecretVersion], who: Q) -> dict[int, list[Exposure]]:
    """By version, the exposures to it or to a value that is the same."""
    values: dict[Value, set[int]] = defaultdict(set)
    for row in rows:
        values[_value(row)].add(row.pk)
    wanted = Q(secret__in=[row.pk for row in rows]) | Q(
        secret__fingerprint__in={row.fingerprint for row in rows} - {""}
    )
    exposures = knowledge().filter(who & wanted).select_related("secret", "person")
    found: dict[int, list[Exposure]] = defaultdict(list)
    for exposure in exposures.order_by("pk"):
        same = values[_value(exposure.secret)] if exposure.secret.fingerprint else set()
        for pk in same | {exposure.secret_id}:
            found[pk].append(exposure)
    return found


def _due(row: SecretVersion, exposure: Exposure, left: set[int]) -> Due | None:
    """What a group without a sign-in makes due; `left` are the classes that have graduated."""
    kind = _kind_of_group(exposure, left)
    return Due(row.account, row.field, kind, declaration=exposure) if kind else None


def _due_of(
    row: SecretVersion, exposure: Exposure, trusted: Entrusted, former: set[tuple[int, object]], gone: frozenset[object]
) -> Due | None:
    """What a person makes due; `gone` are those looked at as if they had left."""
    person = exposure.person
    here = person is not None and person.is_active and person.pk not in gone
    if person is None or (here and trusted.may_know(row.account, person.pk)):
        return None
    if not here:
        kind = ReasonKind.LEAVER
    else:
        passed = (row.account_id, person.pk) in former
        kind = ReasonKind.CUSTODY_PASSED if passed else ReasonKind.NOT_ENTRUSTED
    return Due(row.account, row.field, kind, person=person)


def _kind_of_group(exposure: Exposure, left: set[int]) -> ReasonKind | None:
    """Students may know it until they graduate; nobody else outside the staff may."""
    if exposure.described == Knower.STUDENTS and exposure.class_year:
        return ReasonKind.CLASS_GRADUATED if exposure.class_year in left else None
    return ReasonKind.LEAVER if exposure.described == Knower.FORMER_COACH else ReasonKind.NOT_ENTRUSTED


def _former_custodians(rows: list[SecretVersion]) -> set[tuple[int, object]]:
    passed = Q(state=CustodyState.ENDED) | Q(passing_since__isnull=False)
    ended = Custody.objects.filter(passed, account__in={row.account_id for row in rows})
    return set(ended.values_list("account_id", "custodian_id"))


def _value(row: SecretVersion) -> Value:
    return (row.field, row.fingerprint, row.fingerprint_kid)


def _group(exposure: Exposure) -> tuple[object, ...]:
    return () if exposure.person_id else (exposure.described, exposure.class_year)
