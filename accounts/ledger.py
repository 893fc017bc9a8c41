"""The ledger as pages read it: who knows what gets one into an account, today or on a day; what a person knows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, Exposure, ExposureKind, Knower, SecretField, SecretState, SecretVersion
from accounts.parts import parts_in
from accounts.rules.credentials import words_for
from accounts.rules.declaring import check_may_withdraw
from accounts.rules.knowing import knowledge, known_keys, may_still_open
from accounts.rules.reasons import graduated
from accounts.rules.standing import Standing
from registry import clock
from registry.people.models import User
from registry.people.rules import may

ORDER = SecretField.values


@dataclass
class Line:
    """One person or group: what they know of what is in use, and what of before."""

    name: str
    person: User | None
    part: str
    may_know: bool
    since: datetime
    ways: list[str] = field(default_factory=list)
    now: list[SecretVersion] = field(default_factory=list)
    before: list[SecretVersion] = field(default_factory=list)
    declared: Exposure | None = None
    may_withdraw: bool = False

    @property
    def words(self) -> str:
        """“login, an earlier password (version 2)”: what they know of each field, as far as it goes."""
        newest: dict[str, SecretVersion] = {}
        in_use = {row.pk for row in self.now}
        for row in sorted([*self.before, *self.now], key=lambda row: (row.pk in in_use, row.is_current, row.version)):
            newest[row.field] = row
        return ", ".join(_word(newest[name]) for name in sorted(newest, key=ORDER.index))

    @property
    def must_not_know(self) -> bool:
        """Whether they know what may still open it, and may not."""
        return bool(self.now) and not self.may_know


def who_knows(standing: Standing, day: date | None = None) -> list[Line]:
    """Everybody who knows something of an account's login; on a `day`: who knew what was in use then."""
    account = standing.account
    rows = knowledge().filter(secret__account=account).select_related("person", "secret", "declared_by")
    in_use = _in_use(account, day)
    if day:
        rows = rows.filter(at__lt=_midnight_after(day), secret__in=in_use)
    parts, left = parts_in(account), graduated(row.class_year for row in rows)
    lines: dict[tuple[Any, ...], Line] = {}
    for row in rows.order_by("at", "pk"):
        line = lines.setdefault(_who(row), _line(row, parts, left))
        _put(line, row, in_use)
        if row.kind == ExposureKind.DECLARED:
            line.declared, line.may_withdraw = row, may(check_may_withdraw, standing, row)
    return sorted(lines.values(), key=lambda line: (not line.now, line.may_know, line.name.casefold()))


def struck(account: Account) -> list[tuple[str, Exposure]]:
    """Declarations that were withdrawn, newest first, each once, with whom they were of."""
    rows = Exposure.objects.filter(secret__account=account).exclude(withdrawn_at=None)
    rows = rows.select_related("person", "declared_by", "withdrawn_by").order_by("-withdrawn_at", "-pk")
    each_once = {(row.declared_at, row.declared_by_id, *_who(row)): row for row in rows}
    return [(name_of(row), row) for row in each_once.values()]


@dataclass(frozen=True)
class Known:
    """An account of which somebody knows something."""

    account: Account
    now: str
    before: str
    same_as_elsewhere: bool = False


def accounts_known_to(person: User, *, by_value: bool) -> "QuerySet[Account]":
    """The accounts somebody knows something of; `by_value`: also where a password they know is used again."""
    shown = Exists(knowledge().filter(person=person, secret__account=OuterRef("pk")))
    scope = Q(shown)
    if by_value:
        scope |= Q(pk__in=known_keys(Q(person=person)).values("account"))
    return Account.objects.filter(scope).select_related("platform", "unit").order_by("handle", "pk")


def known_of(person: User, accounts: Iterable[Account], *, by_value: bool) -> list[Known]:
    """What somebody knows of each of these accounts; queries do not grow with them."""
    accounts = list(accounts)
    open_ids = set(may_still_open().filter(account__in=accounts).values_list("pk", flat=True))
    now: dict[int, list[SecretVersion]] = defaultdict(list)
    before: dict[int, list[SecretVersion]] = defaultdict(list)
    for row in knowledge().filter(person=person, secret__account__in=accounts).select_related("secret"):
        (now if row.secret_id in open_ids else before)[row.secret.account_id].append(row.secret)
    same = known_keys(Q(person=person)).filter(account__in=accounts) if by_value else []
    elsewhere = {row.account_id: row for row in same if row.field not in _fields(now[row.account_id])}
    return [_known(each, now[each.pk], before[each.pk], elsewhere.get(each.pk)) for each in accounts]


def _known(
    account: Account, now: list[SecretVersion], before: list[SecretVersion], same: SecretVersion | None
) -> Known:
    fields = _fields([*now, *([same] if same else [])])
    return Known(account, words_for(fields), words_for(_fields(before)), same_as_elsewhere=same is not None)


def _word(row: SecretVersion) -> str:
    words = words_for([row.field])
    if row.is_current:
        return words
    return _("an earlier %(field)s (version %(n)d)") % {"field": words, "n": row.version}


def _in_use(account: Account, day: date | None) -> set[int]:
    """The versions that may open the account today, or that might on a day (which goes on until its midnight)."""
    if day is None:
        return set(may_still_open().filter(account=account).values_list("pk", flat=True))
    begin, end = _midnight_after(day - timedelta(days=1)), _midnight_after(day)
    rows = account.secrets.filter(deposited_at__lt=end)
    not_over = Q(superseded_at=None) | Q(superseded_at__gte=begin)
    refused = Q(state=SecretState.REFUSED, refused_at__lt=begin)
    return set(rows.filter(not_over).exclude(refused).values_list("pk", flat=True))


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.local(clock.now()).tzinfo)


def _who(row: Exposure) -> tuple[Any, ...]:
    return (row.person_id,) if row.person_id else (row.described, row.class_year, row.head_count, row.declared_at)


def _line(row: Exposure, parts: Any, left: set[int]) -> Line:
    if row.person is None:
        rightly = row.described == Knower.STUDENTS and row.class_year not in left
        return Line(name_of(row), None, _group_part(row, left), rightly, row.at)
    part, rightly = parts(row.person)
    return Line(name_of(row), row.person, part, rightly, row.at)


def _put(line: Line, row: Exposure, in_use: set[int]) -> None:
    (line.now if row.secret_id in in_use else line.before).append(row.secret)
    way = str(row.get_kind_display())
    if way not in line.ways:
        line.ways.append(way)


def name_of(row: Exposure) -> str:
    """Who an exposure is of, in words: a person, or a group that has no name here."""
    return row.person.name if row.person else _group_words(row)


def _group_words(row: Exposure) -> str:
    if row.described != Knower.STUDENTS:
        return str(row.get_described_display())
    words = ngettext("%(n)d student, class of %(year)d", "%(n)d students, class of %(year)d", row.head_count or 1)
    return words % {"n": row.head_count or 1, "year": row.class_year or 0}


def _group_part(row: Exposure, left: set[int]) -> str:
    if row.described != Knower.STUDENTS:
        return _("Not of the staff: must not know it")
    return _("Graduated: must not know it any more") if row.class_year in left else _("Until they graduate")


def _fields(rows: Iterable[SecretVersion]) -> list[str]:
    return sorted({row.field for row in rows}, key=ORDER.index)
