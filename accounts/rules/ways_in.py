"""The recovery map: who owns each way back into an account, and how many employees can get back in alone.

An employee counts once, however many ways they have; a way counts for those who work here today and need nobody else
for it. Where a second factor hangs on one device and the vault has neither its seed nor a code, only whoever has that
device can use any other way. A mailbox, phone or key of the district leads to Communications.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    BackupCustodian,
    Custody,
    CustodyState,
    Drill,
    DrillState,
    DrillStep,
    FactorKind,
    HandIn,
    Holder,
    RoleHolder,
    RoleLevel,
    SaidOf,
    SecretField,
    SecretVersion,
)
from accounts.rules.replacing import run_low
from accounts.rules.standing import Standing, communications_staff
from registry.people.models import User
from registry.people.refusal import Refused

#: Fewer than this many employees who can get back in alone is a reason to worry (domain.md: recovery map).
ENOUGH = 2
#: Steps behind every way in: whoever ends there does not get in by a mailbox or phone either.
BEHIND = (DrillStep.CODE, DrillStep.PLATFORM, DrillStep.GONE)
Everybody = None


@dataclass(frozen=True)
class Way:
    """One way back in: what it is, whose, who gets in by it alone; a warning, and whether that is a health reason.

    ``beside`` says what it does where it is no way in by itself; `is_students`: a student or parent has it.
    """

    label: str
    owner: str
    people: tuple[User, ...] = ()
    warning: str = ""
    is_reason: bool = False
    is_there: bool = True
    beside: str = ""
    is_students: bool = False


@dataclass(frozen=True)
class RecoveryMap:
    """All ways back into one account, and the employees who can get back in alone."""

    account: Account
    ways: tuple[Way, ...]
    people: tuple[User, ...]
    last_drill: Drill | None = None

    @property
    def depth(self) -> int:
        """How many independent employees can get back in alone."""
        return len(self.people)

    @property
    def is_deep_enough(self) -> bool:
        return self.depth >= ENOUGH

    @property
    def words(self) -> str:
        """The depth as a sentence."""
        if not self.people:
            return _("Nobody of the district can get back in alone.")
        if self.depth == 1:
            return _("Only %(name)s can get back in alone.") % {"name": self.people[0].name}
        return _("%(n)d employees can get back in, each alone.") % {"n": self.depth}

    @property
    def is_students_only(self) -> bool:
        """Whether students or parents have a way in, and nobody of the district has one."""
        return not self.people and any(way.is_students for way in self.ways)

    @property
    def factor_words(self) -> list[str]:
        """That the second factor hangs on one device, as a sentence; empty where it does not."""
        return [way.warning for way in self.ways if way.is_reason and way.beside]

    @property
    def left_words(self) -> list[str]:
        """Which mailbox or phone belongs to somebody who has left, a sentence each."""
        return [way.warning for way in self.ways if way.is_reason and not way.beside]

    @property
    def drill_words(self) -> list[str]:
        """That the last drill failed, and where."""
        if self.last_drill is None or self.last_drill.state != DrillState.FAILED:
            return []
        return [_("The last recovery drill failed: %(step)s.") % {"step": _step(self.last_drill)}]


@dataclass
class _Facts:
    """What the maps of some accounts are drawn from, fetched once for all of them."""

    communications: list[User]
    secrets: dict[int, list[SecretVersion]] = field(default_factory=lambda: defaultdict(list))
    keepers: dict[int, list[User]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[int, list[RoleHolder]] = field(default_factory=lambda: defaultdict(list))
    drills: dict[int, Drill] = field(default_factory=dict)
    mailboxes: dict[str, User] = field(default_factory=dict)
    hand_ins: dict[int, HandIn] = field(default_factory=dict)


def check_may_see_ways(standing: Standing) -> None:
    """Raise `Refused` unless this person may read whose the ways are: who looks after the account, Communications."""
    if not (standing.communications or standing.looks_after):
        raise Refused(_("The ways in are for those who look after the account, and for Communications."), rule="II.7")


def map_of(account: Account) -> RecoveryMap:
    """The recovery map of one account."""
    return maps_of([account])[0]


def maps_of(accounts: Iterable[Account]) -> list[RecoveryMap]:
    """The maps of several accounts (with their platforms), in their order; nine queries, however many there are."""
    rows = list(accounts)
    facts = _facts_of(rows)
    return [_map(account, facts) for account in rows]


def _facts_of(accounts: list[Account]) -> _Facts:
    ids = [account.pk for account in accounts]
    facts = _Facts(communications_staff())
    for secret in SecretVersion.objects.filter(account__in=ids, is_current=True).select_related("holder_person"):
        facts.secrets[secret.account_id].append(secret)
    held = Custody.objects.filter(account__in=ids, state=CustodyState.OPEN).select_related("custodian")
    for custody in held:
        facts.keepers[custody.account_id].append(custody.custodian)
    for backup in BackupCustodian.objects.filter(account__in=ids, ended_at=None).select_related("person"):
        facts.keepers[backup.account_id].append(backup.person)
    for role in RoleHolder.objects.filter(account__in=ids, ended_at=None).select_related("person"):
        facts.roles[role.account_id].append(role)
    done = Drill.objects.filter(account__in=ids, state__in=(DrillState.PASSED, DrillState.FAILED))
    facts.drills = {drill.account_id: drill for drill in done.order_by("closed_at", "pk")}
    addresses = {account.email.lower() for account in accounts if account.email}
    facts.hand_ins = {said.account_id: said for said in HandIn.objects.filter(account__in=ids)}
    facts.mailboxes = {user.email: user for user in User.objects.filter(email__in=addresses)}
    return facts


def _map(account: Account, facts: _Facts) -> RecoveryMap:
    ways = _by_login(account, facts) if account.platform.shares_login else _by_roles(facts.roles[account.pk])
    people = {person.pk: person for way in ways for person in way.people}
    sorted_ = tuple(sorted(people.values(), key=lambda person: (person.name, str(person.pk))))
    return RecoveryMap(account, tuple(ways), sorted_, facts.drills.get(account.pk))


# Where people hold roles ----------------------------------------------------------------------------------------------


def _by_roles(rows: list[RoleHolder]) -> list[Way]:
    return [_role(row) for row in rows if row.level == RoleLevel.FULL] or [
        Way(_("Full control"), _("Nobody is recorded"), is_there=False)
    ]


def _role(row: RoleHolder) -> Way:
    there = row.person.is_active and row.to_remove_since is None
    if not there:
        return Way(row.words, row.person.name, warning=_("No longer works here: take the role away."))
    if row.proven_at is None:
        return Way(row.words, row.person.name, warning=_("Nobody has seen it yet: it counts once somebody has."))
    return Way(row.words, row.person.name, (row.person,))


# Where there is one login ---------------------------------------------------------------------------------------------


def _by_login(account: Account, facts: _Facts) -> list[Way]:
    rows = facts.secrets[account.pk]
    stored = {row.field: row for row in rows if row.field != SecretField.BACKUP_CODE}
    codes = [row for row in rows if row.field == SecretField.BACKUP_CODE]
    left = sum(row.used_at is None for row in codes)
    factor, passes = _factor(stored, left=left)
    ways = [_vault(account, stored, facts)]
    ways += [_channel(which, stored.get(which), account, facts) for which in SecretField.channels()]
    shut = set() if _is_shut(facts.drills.get(account.pk), rows) else passes
    ways = [_only(way, shut) for way in ways]
    beside = [_seed(stored.get(SecretField.SEED)), _codes(len(codes), left)]
    after, helps = _("Comes after each of these"), _("Gives the second factor")
    return [*ways, replace(factor, beside=after), *(replace(way, beside=helps) for way in beside)]


def _is_shut(drill: Drill | None, rows: list[SecretVersion]) -> bool:
    """Whether the last drill ended behind every way, at the second factor or later, and nothing is new since."""
    if drill is None or drill.closed_at is None or drill.state != DrillState.FAILED or drill.step not in BEHIND:
        return False
    return not any(row.deposited_at > drill.closed_at for row in rows)


def _only(way: Way, passes: set[Any] | None) -> Way:
    """The same way for those who can give the second factor that comes after it."""
    if passes is Everybody:
        return way
    return replace(way, people=tuple(person for person in way.people if person.pk in passes))


def _vault(account: Account, stored: dict[str, SecretVersion], facts: _Facts) -> Way:
    label, password = _("Login and password in the vault"), stored.get(SecretField.PASSWORD)
    if password is None or SecretField.LOGIN not in stored:
        return Way(label, _("Not stored"), is_there=False)
    drill = facts.drills.get(account.pk)
    if drill and drill.state == DrillState.FAILED and drill.closed_at and password.deposited_at <= drill.closed_at:
        return Way(label, _("The district’s"), warning=_("The last drill could not get in with it."))
    people = _working([*facts.communications, *facts.keepers[account.pk]])
    return Way(label, _("The district’s: Communications, the custodian and the backup open it"), people)


def _channel(which: SecretField, row: SecretVersion | None, account: Account, facts: _Facts) -> Way:
    label = {
        SecretField.LOGIN: _("Mailbox of the login"),
        SecretField.RECOVERY_EMAIL: _("Recovery e-mail"),
        SecretField.RECOVERY_PHONE: _("Recovery phone"),
    }[which]
    if row is None:
        return _as_said(label, which, facts.hand_ins.get(account.pk))
    person = row.holder_person
    if which == SecretField.LOGIN and person is None:
        person = facts.mailboxes.get(account.email.lower())
    if person is not None:
        return _personal(label, person)
    if row.holder == Holder.STUDENT_OR_PARENT:
        return Way(label, _("A student’s or parent’s"), warning=_("Replace it by the district’s."), is_students=True)
    if row.holder == Holder.DISTRICT:
        return Way(label, _("The district’s, shared"), tuple(facts.communications))
    if row.holder == Holder.EMPLOYEE:
        return Way(label, _("An employee’s, nobody knows whose"), warning=_("Say whose it is, or replace it."))
    return Way(label, _("Nobody said whose"), warning=_("Nobody said whose it is."))


def _as_said(label: str, which: SecretField, hand_in: HandIn | None) -> Way:
    """A channel of which the vault knows nothing: whose it is, as it was said when the account was handed in."""
    whose = hand_in and (hand_in.phone if which == SecretField.RECOVERY_PHONE else hand_in.email)
    if not whose:
        return Way(label, _("Not stored"), is_there=False)
    owner = _("Not stored. When it was handed in: %(whose)s") % {"whose": _lower(str(SaidOf(whose).label))}
    warning = _("Replace it by the district’s.") if whose in (SaidOf.EMPLOYEE, SaidOf.STUDENT_OR_PARENT) else ""
    return Way(label, owner, warning=warning, is_there=False)


def _personal(label: str, person: User) -> Way:
    if person.is_active:
        words = _("It goes with %(name)s: replace it by a shared one of the district.") % {"name": person.name}
        return Way(label, person.name, (person,), words)
    words = _("%(what)s: it belongs to %(name)s, who no longer works here. Replace it before it is closed.")
    return Way(label, person.name, warning=words % {"what": label, "name": person.name}, is_reason=True)


def _factor(stored: dict[str, SecretVersion], *, left: int) -> tuple[Way, set[Any] | None]:
    """The second factor as a way of its own, and who can give it: a set of people, or everybody."""
    label, row, seed = _("Second factor"), stored.get(SecretField.SECOND_FACTOR), SecretField.SEED in stored
    if row is None:
        return (_factor_in_vault(label) if seed else _factor_unsaid(label)), Everybody
    if row.factor_kind == FactorKind.NONE:
        return Way(label, str(row.get_factor_kind_display())), Everybody
    kind = str(row.get_factor_kind_display())
    if seed or left:
        return Way(label, _("%(kind)s; the vault has it too") % {"kind": kind}), Everybody
    if row.factor_kind == FactorKind.BACKUP_CODES:
        return Way(label, kind, warning=_("No backup code is left."), is_reason=True), set()
    if row.holder == Holder.DISTRICT:
        return Way(label, _("%(kind)s, on a device or mailbox of the district") % {"kind": kind}), Everybody
    return _on_one_device(label, kind, row)


def _factor_in_vault(label: str) -> Way:
    return Way(label, _("An authenticator app, whose seed is in the vault"))


def _factor_unsaid(label: str) -> Way:
    warning = _("Nobody said which second factor the platform asks for.")
    return Way(label, _("Not said"), warning=warning, is_there=False)


def _on_one_device(label: str, kind: str, row: SecretVersion) -> tuple[Way, set[Any]]:
    """Nothing of it is in the vault: whoever has the device is the only one to get past it (E2.26)."""
    person = row.holder_person
    if person is not None and person.is_active:
        words = _("Only %(name)s can give the second factor: deposit its seed or new backup codes.")
        owner = _("%(kind)s, %(name)s’s") % {"kind": kind, "name": person.name}
        return Way(label, owner, warning=words % {"name": person.name}, is_reason=True), {person.pk}
    if person is not None:
        words = _("The second factor is on a device of %(name)s, who no longer works here.") % {"name": person.name}
    elif row.holder == Holder.STUDENT_OR_PARENT:
        words = _("The second factor is on a device of a student or parent.")
    else:
        words = _("Nobody knows whose device gives the second factor.")
    theirs = row.holder == Holder.STUDENT_OR_PARENT
    return Way(label, kind, warning=words, is_reason=True, is_students=theirs), set()


def _seed(row: SecretVersion | None) -> Way:
    label = _("Authenticator seed in the vault")
    return Way(label, _("The district’s")) if row else Way(label, _("Not stored"), is_there=False)


def _codes(stored: int, left: int) -> Way:
    label = _("Backup codes in the vault")
    if not stored:
        return Way(label, _("Not stored"), is_there=False)
    owner = _("The district’s, %(left)d of %(all)d left") % {"left": left, "all": stored}
    if left:
        return Way(label, owner, warning=_("Few are left: make new ones.") if run_low(left, stored) else "")
    return Way(label, owner, warning=_("All backup codes are used: make new ones and deposit them."))


def _working(people: Iterable[User]) -> tuple[User, ...]:
    return tuple({person.pk: person for person in people if person.is_active}.values())


def _step(drill: Drill) -> str:
    return _lower(str(drill.get_step_display()))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
