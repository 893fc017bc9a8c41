"""What waits for whom in the register, for "my work". The number of queries does not grow with the rows."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import (
    REMIND_AFTER,
    AccessModel,
    Account,
    AccountState,
    Custody,
    CustodyState,
    Kit,
    Platform,
    Poster,
    PosterState,
    Rotation,
    SecretField,
    SecretState,
    SecretVersion,
    SetupTask,
)
from accounts.rules.control import roles_are_proven
from accounts.rules.custody import ACCEPT_IN
from accounts.rules.kit_after import kits_to_destroy
from accounts.rules.lifecycle import how_much_is_missing
from accounts.rules.posting import with_place
from accounts.rules.replacing import run_low
from accounts.rules.seeing import held_by
from accounts.rules.standing import communications_staff, witnesses
from accounts.rules.trying import unworking
from registry import clock
from registry.calendar import WorkingDays
from registry.people import powers
from registry.people.models import Office, User
from registry.people.power import Power

#: Working days somebody has, until the district sets its own; to accept custody, see the rules of custody.
DEPOSIT_IN, SET_UP_IN, VERIFY_IN, REPLACE_IN, DESIGNATE_IN, CODES_IN = 10, 10, 3, 2, 5, 5


@dataclass(frozen=True)
class Task:
    """One thing to do: what, about which account, where; since when, and how many working days one has for it."""

    title: str
    detail: str
    url: str
    kind: str
    since: date | None
    days: int
    platform: Platform | None = None
    due: date | None = None


def accounts_held_by(user: User) -> QuerySet[Account]:
    """The accounts somebody looks after, as custodian, interim custodian or backup; newest first."""
    rows = Account.objects.filter(pk__in=held_by(user)).exclude(state=AccountState.RETIRED)
    return rows.select_related("platform", "unit", "health")


def tasks_for(user: User) -> list[Task]:
    """Everything in the register that waits for this person."""
    staff = communications_staff()
    ours = any(person.pk == user.pk for person in staff)
    asked = Q(state=CustodyState.OFFERED) | Q(state=CustodyState.OPEN, unverified=True)
    offers = Custody.objects.filter(asked, custodian=user).select_related(
        "account__platform", "account__unit", "handoff"
    )
    mine = [custody.account_id for custody in offers] + list(held_by(user))
    if mine and powers.holds(user, Office.SYSTEM_ADMINISTRATOR):
        mine = []  # they neither open a login nor deposit one
    tasks = [_accept(custody) for custody in offers]
    for account in _open_work(user, mine, everything=ours):
        task = _of_account(account, ours=ours, mine=account.pk in mine)
        tasks += [task] if task else []
    if not ours and len(staff) == 1 and any(person.pk == user.pk for person in witnesses()):
        tasks += [_verify(account) for account in _deposited_by(staff[0])]
    tasks += unworking_logins(mine, everything=ours) + wearing_out(mine, everything=ours)
    tasks += [_change(row) for row in rotations_for(user, unowned=ours)]
    tasks += [_designate(row) for row in proposals_for(user, everywhere=ours)]
    return dated(tasks) + [_destroy(kit) for kit in kits_to_destroy(user)]


def wearing_out(mine: list[int], *, everything: bool) -> list[Task]:
    """Ways back in that need a new one: somebody's own mailbox or phone, and backup codes that run low (E2.24-26)."""
    live = Account.objects.exclude(state__in=AccountState.over())
    scope = Q(account__in=live) if everything else Q(account__in=live.filter(pk__in=mine))
    rows = SecretVersion.objects.filter(
        scope & (Q(replace_by__isnull=False) | Q(field=SecretField.BACKUP_CODE)), is_current=True
    ).exclude(_is_changing("account", field=OuterRef("field")))  # fmt: skip
    found, codes = [], defaultdict[Account, list[SecretVersion]](list)
    for row in rows.select_related("account__platform", "account__unit").order_by("account", "field", "slot"):
        if row.field == SecretField.BACKUP_CODE:
            codes[row.account].append(row)
        else:
            found.append(_replace_channel(row))
    return found + [task for account, stored in codes.items() for task in _new_codes(account, stored)]


def unworking_logins(mine: list[int], *, everything: bool) -> list[Task]:
    """Logins that did not work for who opened them last, though nothing waits to be verified (E2.28)."""
    rows = unworking(Account.objects.all() if everything else Account.objects.filter(pk__in=mine))
    rows = rows.exclude(_is_changing("pk", field__in=("", SecretField.PASSWORD)))
    return [
        _task(
            "replace", _("Find out why the login of %(account)s did not work") % {"account": account.name}, account,
            "accounts:deposit", account.tried_at, REPLACE_IN,
        )
        for account in rows.select_related("platform", "unit").order_by("pk")
    ]  # fmt: skip


def _is_changing(account: str, **what: Any) -> Exists:
    """Whether a rotation of it is open: that task is enough."""
    return Exists(Rotation.objects.filter(account=OuterRef(account), closed_at=None, **what))


def _replace_channel(row: SecretVersion) -> Task:
    words = {"field": row.get_field_display().lower(), "account": row.account.name}
    title = _("Replace the %(field)s of %(account)s by the district’s") % words
    task = _task("replace_channel", title, row.account, "accounts:deposit", row.deposited_at, 0)
    return replace(task, since=None, due=row.replace_by)


def _new_codes(account: Account, stored: list[SecretVersion]) -> list[Task]:
    left = sum(row.used_at is None for row in stored)
    if not run_low(left, len(stored)):
        return []
    title = ngettext(
        "Make new backup codes for %(account)s: %(n)d is left",
        "Make new backup codes for %(account)s: %(n)d are left",
        left,
    )
    last = max(row.used_at for row in stored if row.used_at)
    return [_task("codes", title % {"account": account.name, "n": left}, account, "accounts:deposit", last, CODES_IN)]


def dated(tasks: list[Task]) -> list[Task]:
    """The same with their due dates, which count the district's working days as those of decisions do (E1.20)."""
    calendar = WorkingDays()
    return [replace(task, due=calendar.after(task.days, task.since)) if task.since else task for task in tasks]


def rotations_for(user: User, *, unowned: bool) -> QuerySet[Rotation]:
    """What this person sees to, that must change; for Communications also what nobody sees to yet."""
    scope = Q(owner=user) | Q(owner=None) if unowned else Q(owner=user)
    rows = Rotation.objects.standing().filter(scope)
    return rows.select_related("account__platform", "account__unit").order_by("due_on", "pk")


def proposals_for(user: User, *, everywhere: bool) -> QuerySet[Poster]:
    """Proposed posters this person may designate or refuse; never themselves (II.4)."""
    scope = Q() if everywhere else Q(pk__in=[])
    for row in powers.offices_of(user):
        if row.unit and Power.DESIGNATE_UNIT_POSTERS in powers.powers_from(row):
            under = row.unit.path
            scope |= Q(account__unit__path__startswith=under) | Q(unit__path__startswith=under)
    rows = Poster.objects.filter(scope, state=PosterState.PROPOSED, person__is_active=True).exclude(person=user)
    closed = Q(account__state__in=AccountState.over())
    return with_place(rows.exclude(closed)).order_by("pk")


def _of_account(account: Any, *, ours: bool, mine: bool) -> Task | None:
    """The first thing to do about it, one row for each account; `account` carries what `_open_work` counted."""
    if account.refused:
        return _replace(account)
    if account.lacks and (mine or not ours):
        return _deposit(account)
    if ours and account.waiting and not account.own_deposit:
        return _verify(account)
    if ours and account.lacks_roles:
        return _roles(account)
    return _set_up(account) if ours and account.state == AccountState.SETTING_UP and account.unticked else None


def _open_work(user: User, mine: list[int], *, everything: bool) -> QuerySet[Account]:
    current = SecretVersion.objects.filter(account=OuterRef("pk"), is_current=True)
    deposited = current.filter(state=SecretState.DEPOSITED, field__in=SecretField.sign_in_set())
    newer = SecretVersion.objects.filter(
        account=OuterRef("account"), field=OuterRef("field"), slot=OuterRef("slot"), version__gt=OuterRef("version")
    )
    refused = SecretVersion.objects.filter(account=OuterRef("pk"), state=SecretState.REFUSED).exclude(Exists(newer))
    shared = Q(state=AccountState.SETTING_UP, platform__access_model=AccessModel.SHARED_LOGIN)
    roles = Q(
        state__in=(AccountState.SETTING_UP, AccountState.ACTIVE), platform__access_model=AccessModel.DELEGATED_ROLES
    )
    login, password = current.filter(field=SecretField.LOGIN), current.filter(field=SecretField.PASSWORD)
    rows = Account.objects.exclude(state__in=AccountState.over()).annotate(
        waiting=Exists(deposited),
        own_deposit=Exists(deposited.filter(deposited_by=user)),
        waits_since=deposited.order_by("deposited_at").values("deposited_at")[:1],
        refused=Exists(refused),
        refused_at=refused.order_by("refused_at").values("refused_at")[:1],
        lacks=shared & ~(Exists(login) & Exists(password)),
        lacks_roles=roles & ~roles_are_proven(),
        unticked=Exists(SetupTask.objects.filter(account=OuterRef("pk"), done_at=None)),
        missing=how_much_is_missing(),
    )
    scope = Q() if everything else Q(pk__in=mine)
    setting_up = Q(state=AccountState.SETTING_UP)
    rows = rows.filter(scope & (setting_up | Q(waiting=True) | Q(refused=True) | Q(lacks_roles=True)))
    return rows.select_related("platform", "unit").order_by("pk")


def _deposited_by(person: User) -> QuerySet[Account]:
    waiting = SecretVersion.objects.filter(
        account=OuterRef("pk"), is_current=True, state=SecretState.DEPOSITED, deposited_by=person,
        field__in=SecretField.sign_in_set(),
    ).order_by("deposited_at")  # fmt: skip
    rows = Account.objects.filter(Exists(waiting)).annotate(waits_since=waiting.values("deposited_at")[:1])
    return rows.select_related("platform", "unit").order_by(F("pk"))


def _designate(poster: Poster) -> Task:
    names = {"name": poster.person.name, "place": poster.place.name}
    title = _("Decide whether %(name)s may post on %(place)s") % names
    since = clock.local(poster.proposed_at).date() if poster.proposed_at else None
    platform = poster.account.platform if poster.account else None
    by = poster.proposed_by.name if poster.proposed_by else ""
    where = _("Proposed by %(name)s") % {"name": by}
    return Task(title, where, poster.get_absolute_url(), "poster", since, DESIGNATE_IN, platform)


def _change(rotation: Rotation) -> Task:
    account = rotation.account
    title = _("Change the %(what)s of %(account)s") % {"what": rotation.what, "account": account.name}
    where = _("%(platform)s, %(unit)s") % {"platform": account.platform.name, "unit": account.unit.name}
    url = rotation.get_absolute_url()
    return Task(title, where, url, "rotation", None, 0, account.platform, due=rotation.due_on)


def _destroy(kit: Kit) -> Task:
    title = _("Destroy the break-glass kit %(number)s and record it") % {"number": kit.number}
    made = clock.local(kit.downloaded_at or kit.asked_at).date()
    due = made + timedelta(days=REMIND_AFTER)
    return Task(title, kit.reason, reverse("accounts:kit-destroyed", args=[kit.uuid]), "kit", made, 0, due=due)


def _accept(custody: Custody) -> Task:
    title = _("Accept the custody of %(account)s") % {"account": custody.account.name}
    task = _task("custody", title, custody.account, "accounts:custody-accept", custody.offered_at, ACCEPT_IN)
    passing = getattr(custody, "handoff", None)
    return replace(task, since=None, due=passing.answer_by) if passing else task


def _deposit(account: Account) -> Task:
    title = _("Deposit the login of %(account)s") % {"account": account.name}
    return _task("deposit", title, account, "accounts:deposit", account.opened_at, DEPOSIT_IN)


def _replace(account: Any) -> Task:
    title = _("Replace the login of %(account)s: it did not work") % {"account": account.name}
    return _task("replace", title, account, "accounts:deposit", account.refused_at, REPLACE_IN)


def _verify(account: Any) -> Task:
    title = _("Verify the login of %(account)s") % {"account": account.name}
    return _task("verify", title, account, "accounts:verify", account.waits_since, VERIFY_IN)


def _set_up(account: Any) -> Task:
    words = ngettext(
        "Set up %(account)s: one thing is missing", "Set up %(account)s: %(n)d things are missing", account.missing
    )
    title = words % {"account": account.name, "n": account.missing}
    return _task("set_up", title, account, "accounts:account", account.opened_at, SET_UP_IN)


def _roles(account: Account) -> Task:
    title = _("Prove who has full control of %(account)s") % {"account": account.name}
    return _task("roles", title, account, "accounts:roles", account.opened_at, SET_UP_IN)


def _task(kind: str, title: str, account: Account, page: str, since: datetime, days: int) -> Task:
    where = _("%(platform)s, %(unit)s") % {"platform": account.platform.name, "unit": account.unit.name}
    url, opened = reverse(page, args=[account.uuid]), clock.local(since).date()
    return Task(title, where, url, kind, opened, days, account.platform)
