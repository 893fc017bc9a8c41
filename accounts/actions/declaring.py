"""Declared knowledge: who else knows a login, said by those who would know; struck where it was wrong, and kept."""

from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.dropping import drop_reasons
from accounts.actions.locking import locked
from accounts.actions.rotation import open_due
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, Exposure, ExposureKind, SecretField, SecretState, SecretVersion
from accounts.rules import declaring as rules
from accounts.rules.declaring import Knowing
from accounts.rules.standing import standing_of
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Refused


@audit.act()
def declare(account: Account, said: Knowing, *, by: User) -> list[Exposure]:
    """Write down that somebody else knows the password: every one that was in use since the day they know it.

    Opens a rotation at once where they must not know it (any more). Raises `Refused`.
    """
    account = locked(account)
    rules.check_may_declare(standing_of(account, by))
    return keep(account, said, by=by)


@audit.act()
def keep(account: Account, said: Knowing, *, by: User) -> list[Exposure]:
    """The same for who gives their word on an account, inside an act that holds it and has asked whether they may."""
    rules.check_makes_sense(said)
    versions, now = _in_use_since(account, said), clock.now()
    if not versions:
        raise Refused(_("No password is stored yet. Deposit it first."), rule=rules.RULE)
    since = _begin(said) or now
    made = [
        Exposure.objects.create(
            secret=version, kind=ExposureKind.DECLARED, at=max(since, version.deposited_at), person=said.person,
            described=said.described, head_count=said.head_count, class_year=said.class_year, declared_at=now,
            declared_by=by,
        )
        for version in versions
    ]  # fmt: skip
    audit.record(
        audit.Event.KNOWLEDGE_DECLARED, by=by, on=account, field=SecretField.PASSWORD.value, after=_facts(made[0])
    )
    open_due(account=account, by=by)
    return made


@slips_are_noted
@audit.act()
def withdraw(declared: Exposure, *, why: str, by: User) -> list[Exposure]:
    """Strike a declaration that was wrong, with the reason: the same one of every version. It stays, and is read.

    What was to change only because of it need not any more. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    account, why = declared.secret.account, why.strip()[:LONGEST]
    rules.check_may_withdraw(standing_of(account, by), declared)
    check_says_no_secret(account, why, by=by)
    account = locked(account)
    declared = Exposure.objects.select_related("secret__account").get(pk=declared.pk)
    rules.check_may_withdraw(standing_of(account, by), declared)
    if not why:
        raise Refused(_("Say why, so that it can be understood later."), rule=rules.RULE)
    rows = list(_of_the_same(declared, account))
    for row in rows:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = clock.now(), by, why
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    audit.record(
        audit.Event.KNOWLEDGE_WITHDRAWN, by=by, on=account, field=SecretField.PASSWORD.value,
        before=_facts(declared), reason=why,
    )  # fmt: skip
    drop_reasons(account, rows, by=by)
    return rows


def _of_the_same(declared: Exposure, account: Account) -> QuerySet[Exposure]:
    """The rows of one declaration, which may be of several versions."""
    one = ("declared_at", "declared_by", "described", "person", "class_year", "head_count")
    same = {name: getattr(declared, name) for name in one}
    return Exposure.objects.filter(**same, secret__account=account, kind=ExposureKind.DECLARED, withdrawn_at=None)


def _in_use_since(account: Account, said: Knowing) -> list[SecretVersion]:
    rows = account.secrets.filter(field=SecretField.PASSWORD).exclude(state=SecretState.REFUSED).order_by("version")
    since = _begin(said)
    if since is None:
        return list(rows.filter(is_current=True))
    return [row for row in rows if row.superseded_at is None or row.superseded_at > since]


def _begin(said: Knowing) -> datetime | None:
    return datetime.combine(said.since, time(), clock.local(clock.now()).tzinfo) if said.since else None


def _facts(row: Exposure) -> dict[str, object]:
    person = row.person.trail_label if row.person else ""
    return {"who": row.described, "person": person, "number": row.head_count, "class": row.class_year}
