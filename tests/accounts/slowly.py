"""The health of every account counted by hand, row by row: what `accounts.health` says in one query."""

from accounts.health import Code
from accounts.models import Account, AccountClass, AccountState, Drill, Season
from accounts.rules import control, lifecycle, replacing, ways_in
from accounts.rules.credentials import to_verify
from registry import clock
from registry.people.models import Absence

CHANNELS = ("login", "recovery_email", "recovery_phone", "second_factor")


def counted():
    """The codes of every account."""
    rows = Account.objects.select_related("platform", "unit").order_by("pk")
    return {account.pk: _codes(account) for account in rows}


def _codes(account):
    if account.state in (AccountState.RETIRED, AccountState.FOUND):
        return {Code.OVER}
    said = {Code.SUSPENDED: account.is_suspended}
    if account.state in (AccountState.SETTING_UP, AccountState.CLOSING):
        return {Code.UNFINISHED} | {code for code, yes in said.items() if yes}
    ways = ways_in.map_of(account)
    last = Drill.objects.filter(account=account, state__in=("passed", "failed")).order_by("closed_at", "pk").last()
    said |= {
        Code.COMPROMISED: account.state == "compromised", Code.LOCKED_OUT: account.state == "locked_out",
        Code.SHALLOW: len(ways.people) < 2, Code.NOBODY: len(ways.people) == 0,
        Code.DRILL_FAILED: last is not None and last.state == "failed",
        Code.STUDENTS: not ways.people and any("tudent" in f"{way.owner}{way.warning}" for way in ways.ways),
        Code.WITHDRAWN: account.platform.state == "withdrawn", Code.SHUT_DOWN: account.platform.state == "shut_down",
        **_of_people(account), **_of_the_year(account), **(_of_login(account, ways) if account.platform.shares_login else _of_roles(account)),
    }  # fmt: skip
    return {code for code, yes in said.items() if yes}


def _ago(moment):
    return (clock.today() - clock.local(moment).date()).days


def _of_people(account):
    held = account.custodies.get(state="open")
    away = {row.person_id for row in Absence.objects.all() if row.holds}
    backups = {row.person for row in account.backups.filter(ended_at=None)}
    open_ = list(account.rotations.filter(closed_at=None))
    return {
        Code.NO_CUSTODIAN: held.interim, Code.NO_CUSTODIAN_LONG: held.interim and _ago(held.offered_at) > 30,
        Code.CUSTODIAN_AWAY: held.custodian_id in away
        and not any(one.is_active and one.pk not in away for one in backups),
        Code.ROTATION: bool(open_), Code.ROTATION_LATE: any(row.is_late for row in open_),
    }  # fmt: skip


def _of_the_year(account):
    held = account.custodies.get(state="open")
    words = [word for word in account.attestations.all() if word.holds and _ago(word.at) <= 365]
    old = not held.interim and held.accepted_at and _ago(held.accepted_at) > 365
    late = [packet for packet in account.packets.all() if packet.is_late and packet.campaign.closed_at is None]
    groups = [_off_season(row) for row in account.seasons.filter(ended_at=None)]
    plans = [row.planned_on for row in account.closings.all() if row.state in ("under_way", "parked")]
    official = account.klass in AccountClass.official() and not any((day - clock.today()).days <= 30 for day in plans)
    return {
        Code.ATTEST_LATE: bool(old and not words and official), Code.PACKET_LATE: bool(late),
        Code.RESTING: bool(groups) and all(groups), Code.SILENT: _is_silent(account),
    }  # fmt: skip


def _is_silent(account):
    looks = [row for row in account.checks.all() if row.seen != "unreachable"]
    if not looks or _ago(account.activated_at) <= 45:
        return False
    last = max(looks, key=lambda row: (row.checked_on, row.pk))
    if last.last_active_on and (last.checked_on - last.last_active_on).days <= 45:
        return False
    groups = list(account.seasons.filter(ended_at=None))
    days = [row for group in groups for row in Season.objects.filter(removed_at=None, code=group.code, name=group.name)]
    on = [row for row in days if row.starts_on <= clock.today() <= row.ends_on]
    if groups:
        return any((last.checked_on - row.starts_on).days > 45 for row in on)
    return (clock.today() - last.checked_on).days <= 45


def _off_season(group):
    rows = Season.objects.filter(removed_at=None, code=group.code, name=group.name)
    days = [(row.starts_on, row.ends_on) for row in rows]
    on = any(first <= clock.today() <= last for first, last in days)
    return not on and any((clock.today() - last).days <= 366 for _first, last in days)


def _of_login(account, ways):
    rows = {row.field: row for row in account.secrets.filter(is_current=True)}
    waiting, password = to_verify(account), rows.get("password")
    shown = [act.at for act in account.reveals.all() if act.worked and not act.field]
    shown += [drill.closed_at for drill in account.drills.filter(state="passed")]
    shown += [password.verified_at] if password and password.state == "verified" else []
    due = [row.replace_by for field, row in rows.items() if field in CHANNELS and row.replace_by]
    left = [way for way in ways.ways if way.is_reason and "no longer works here" in way.warning and not way.beside]
    return {
        Code.NO_LOGIN: not {"login", "password"} <= set(rows), Code.UNVERIFIED: bool(waiting),
        Code.UNVERIFIED_LONG: any(_ago(row.deposited_at) > 14 for row in waiting),
        Code.UNCHECKED: bool(password and password.state == "verified" and _ago(max(shown)) > 365),
        Code.OUTSIDE: bool(lifecycle.outside_words(account)), Code.PHONE: bool(replacing.phone_words(account)),
        Code.CHANNEL_LATE: any(day < clock.today() for day in due),
        Code.CODES_LOW: bool(replacing.codes_words(account)), Code.WAY_LEFT: bool(left),
        Code.SECOND_FACTOR: any(way.is_reason and way.beside for way in ways.ways),
    }  # fmt: skip


def _of_roles(account):
    rows = control.open_roles(account)
    return {
        Code.CONTROL: bool(control.control_missing(account)), Code.OWN_PROFILE: bool(control.only_a_profile(rows)),
        Code.ROLE_LEFT: any(row.to_remove_since for row in rows), Code.CONTROL_LATE: bool(control.late_words(account)),
    }  # fmt: skip
