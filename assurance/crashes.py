"""D6: kill -9 at any moment of rewrapping, adding a key and depositing, and of PostgreSQL itself: nothing is lost.

Every secret is compared with a side record after every kill. The control takes the power away instead: what was not
synced is gone, and a keyring that is not synced before its key is used loses what was sealed under it.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from unittest import mock

from django.conf import settings
from django.db import Error, connection, connections, transaction

from accounts import seals
from accounts.actions import credentials, drops, leaving
from accounts.held_seals import held_findings
from accounts.models import Account, Drop, DropState, SecretField, SecretVersion
from accounts.rules.drops import Asked
from accounts.sealing import open_drop, open_sealed
from assurance import world
from assurance.figure import Figure
from registry import clock, heartbeat, keyring
from registry.actions import keys
from registry.audit.models import Entry
from registry.people.refusal import Refused
from registry.vault import BadKey, Keyfile, Secret, VaultError
from tests.cast import Cast, gather, signed_in
from tests.makers import make_account

ACCOUNTS, CODES = 10, 50
SHARES = {"rewrap": 62, "add": 14, "deposit": 21, "server": 3}


@dataclass
class Ground:
    """The vault under test, what every row must say, and what was seen."""

    cast: Cast
    accounts: list[Account]
    chance: Random
    record: dict[int, str] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    middle: int = 0
    rotations: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.2


def main(*, full: bool) -> None:
    """Kill, look at every secret, go on where it stopped; at the end let it finish, and check every seal."""
    postgres = "postgres" in os.environ["DATABASE_URL"]
    kills = (1000 if full else 200) if postgres else (500 if full else 100)
    world.begin()
    ground = _made(gather(), Random(6))
    for _ in range(kills):
        kind = ground.chance.choices([*SHARES], [*SHARES.values()])[0]
        kind = "rewrap" if kind == "server" and not postgres else kind
        KINDS[kind](ground)
        ground.kills[kind] += 1
        _compare(ground, kind)
    _finish(ground)
    sound, broken = _without_power(ground, synced=True), _without_power(ground, synced=False)
    if sound:
        ground.wrong.append(f"{sound} secrets lost with the power, though all was synced")
    share = ground.middle / kills
    if share < 0.3:
        ground.wrong.append(f"only {share:.0%} of the kills landed in the middle of a rotation")
    seen = ", ".join(f"{count} of {kind}" for kind, count in ground.kills.items())
    Figure(
        "D6", "nothing is lost by a crash", kills - len(ground.wrong), kills, broken > 0,
        f"a key used before it was synced lost {broken} secrets with the power",
        f"{seen}; {share:.0%} in the middle of a rotation, {ground.rotations} rotations of {len(ground.record)} secrets",
        tuple(ground.wrong),
    ).tell()  # fmt: skip


def _made(cast: Cast, chance: Random) -> Ground:
    accounts = [make_account(cast, "deposited") for _ in range(ACCOUNTS)]
    for account in accounts:
        codes = {(SecretField.BACKUP_CODE, slot): Secret(token_urlsafe(9)) for slot in range(1, CODES + 1)}
        credentials.deposit(account, values=codes, by=cast.coach)
        asked = Asked("former_coach", fields=["password"])
        _drop, token = drops.make(account, asked, nonce=token_urlsafe(), by=cast.coach)
        leaving.leave(token, values={SecretField.PASSWORD: Secret(token_urlsafe(9))}, by=None)
    ground = Ground(cast, accounts, chance)
    ground.record = _values()
    _rotate(ground)
    begun = time.monotonic()
    keys.rewrap(by=None, at_once=50)
    ground.seconds = time.monotonic() - begun
    return ground


def _values() -> dict[int, str]:
    """What each secret says, by number; and what is held under each link, by its number below zero."""
    vault = keyring.vault()
    rows = SecretVersion.objects.exclude(state="destroyed").select_related("account")
    held = Drop.objects.filter(state=DropState.HELD).select_related("account")
    left = {-drop.pk: open_drop(drop, vault).expose() for drop in held}
    return {row.pk: open_sealed(row, vault).expose() for row in rows} | left


def _rotate(ground: Ground) -> None:
    """A new primary key; the pending one, where a crash has left one. Who was killed is waited for no longer."""
    keyring.reload()
    waiting = [one["kid"] for one in keyring.held_keys() if (one["purpose"], one["state"]) == ("vault", "pending")]
    with clock.at(clock.now() + 2 * heartbeat.LIVE):
        keys.promote(waiting[0] if waiting else keys.add("vault", by=None), by=None)
    ground.rotations += 1


# The kills ------------------------------------------------------------------------------------------------------------


def _forked(act: Callable[[], object]) -> int:
    """The id of a process that does it, over connections of its own."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    with suppress(Exception):
        act()
        status = 0
    os._exit(status)


def _kill_after(seconds: float, pid: int) -> None:
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _is_between_keys() -> bool:
    secrets, held = SecretVersion.objects.exclude(state="destroyed"), Drop.objects.exclude(kid="")
    return len({*secrets.values_list("kid", flat=True), *held.values_list("kid", flat=True)}) > 1


def _kill_rewrap(ground: Ground) -> None:
    if not _is_between_keys():
        _rotate(ground)
    pid = _forked(lambda: keys.rewrap(by=None, at_once=50))
    _kill_after(ground.chance.uniform(0.01, 0.7 * ground.seconds), pid)
    if _is_between_keys():
        ground.middle += 1
    else:
        ground.seconds = max(0.9 * ground.seconds, 0.03)  # it is done sooner than once measured: kill earlier


def _kill_add(ground: Ground) -> None:
    path = Path(settings.KEYRING_FILE)
    before = _material(path)
    pid = _forked(lambda: keys.add("vault", by=None))
    _kill_after(ground.chance.uniform(0, 0.03), pid)
    if not before.items() <= _material(path).items():
        ground.wrong.append("add: a key is gone from the keyring")
    keyring.reload()
    ground.middle += _is_between_keys()


def _material(path: Path) -> dict[str, str]:
    return {one["kid"]: one["key"] for one in json.loads(path.read_text(encoding="utf-8"))["purposes"]["vault"]}


def _kill_deposit(ground: Ground) -> None:
    """A worker that answers a real request is killed: the old password stands, or the new one, whole."""
    account, password = ground.chance.choice(ground.accounts), token_urlsafe(15)
    client = signed_in(ground.cast.coach)
    page = f"/accounts/{account.uuid}/deposit/"
    pid = _forked(lambda: client.post(page, {"password": password}, secure=True))
    _kill_after(ground.chance.uniform(0.01, 0.15), pid)
    rows = SecretVersion.objects.filter(account=account, field="password").select_related("account")
    for row in rows.exclude(pk__in=ground.record):
        if open_sealed(row, keyring.vault()).expose() == password:
            ground.record[row.pk] = password
        else:
            ground.wrong.append("deposit: a new version says something else")
    if rows.filter(is_current=True).count() != 1:
        ground.wrong.append("deposit: not one current password")
    ground.middle += _is_between_keys()


def _kill_server(ground: Ground) -> None:
    if not _is_between_keys():
        _rotate(ground)
    data, begun = Path(_asked("SHOW data_directory")), _asked("SELECT pg_postmaster_start_time()::text")
    pid = _forked(lambda: keys.rewrap(by=None, at_once=50))
    time.sleep(ground.chance.uniform(0.01, 0.5 * ground.seconds))
    _restart(data)
    os.waitpid(pid, 0)
    _reconnect()
    if _asked("SELECT pg_postmaster_start_time()::text") == begun:
        ground.wrong.append("server: it was not restarted")
    ground.middle += _is_between_keys()


def _asked(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _restart(data: Path) -> None:
    """Every process of the server is killed at once, and a new one recovers."""
    first = int((data / "postmaster.pid").read_text().splitlines()[0])
    words = ["pg_ctl", "-D", str(data), "-m", "immediate", "-s", "-w", "-l", str(data.parent / "log"), "restart"]
    found = shutil.which("pg_ctl") or str(next(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")))
    command = [found, *words[1:]]
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    with suppress(ProcessLookupError):
        os.kill(first, signal.SIGQUIT)
    time.sleep(0.2)
    subprocess.run(command, cwd="/", capture_output=True, timeout=60, check=False)


def _reconnect() -> None:
    for _ in range(100):
        try:
            connections.close_all()
            connection.ensure_connection()
        except Error:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not come back.")


KINDS: dict[str, Callable[[Ground], None]] = {
    "rewrap": _kill_rewrap, "add": _kill_add, "deposit": _kill_deposit, "server": _kill_server,
}  # fmt: skip


# What is left ---------------------------------------------------------------------------------------------------------


def _compare(ground: Ground, kind: str) -> None:
    """Every secret says what it said; the trail has one deposit for each."""
    keyring.reload()
    try:
        values = _values()
    except VaultError as error:
        ground.wrong.append(f"{kind}: a secret does not open ({type(error).__name__})")
        return
    lost = [pk for pk, value in ground.record.items() if values.get(pk) != value]
    if lost or len(values) != len(ground.record):
        ground.wrong.append(
            f"{kind}: {len(lost)} secrets differ from the record, {len(values)} of {len(ground.record)}"
        )
    if Entry.objects.filter(action="secret.deposited").count() != sum(pk > 0 for pk in values):
        ground.wrong.append(f"{kind}: deposits and their events differ in number")


def _finish(ground: Ground) -> None:
    """The next run ends it, the old keys are empty, and every seal is as it was left."""
    run = keys.rewrap(by=None, at_once=50)
    if run.left or _is_between_keys():
        ground.wrong.append("the next run did not finish")
    _compare(ground, "end")
    ground.wrong += [f"end: {one.sentence}" for one in (*seals.findings(), *held_findings(seals.Looked()))]
    drafts = [path.name for path in Path(settings.KEYRING_FILE).parent.iterdir() if path.name.startswith(".keyring")]
    if len(drafts) > 1:
        ground.wrong.append("crashes pile up unfinished keyrings")


# Without power --------------------------------------------------------------------------------------------------------


class PowerLoss(BaseException):
    """Nothing goes on from here."""


class Disk:
    """What of the keyring would survive: a file's bytes once it was synced, its name once its folder was."""

    def __init__(self, path: Path, *, fails_at: int) -> None:
        self.path, self.fails_at, self.steps = path, fails_at, 0
        self.durable, self.synced = path.read_bytes(), set[int]()
        self.real = os.fsync

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.fails_at:
            raise PowerLoss

    def fsync(self, descriptor: int) -> None:
        self.step()
        self.real(descriptor)
        self.synced.add(os.fstat(descriptor).st_ino)
        if self.path.stat().st_ino in self.synced:
            self.durable = self.path.read_bytes()

    def come_back(self) -> None:
        """As the machine finds it when it starts again."""
        mode = self.path.stat().st_mode & 0o777
        self.path.unlink()
        self.path.write_bytes(self.durable)
        self.path.chmod(mode)
        keyring.reload()


@contextmanager
def _failing(disk: Disk, *, synced: bool) -> Iterator[None]:
    """The broken variant asks for no sync at all, and goes on at once."""
    how = disk.fsync if synced else lambda _descriptor: disk.step()
    with mock.patch("registry.keysource.os.fsync", how):
        yield


def _without_power(ground: Ground, *, synced: bool) -> int:
    """Secrets lost over all moments at which the power may go while a key is added, promoted and used."""
    path, lost = Path(settings.KEYRING_FILE), 0
    whole = path.read_bytes()
    for moment in range(1, 7):
        disk = Disk(path, fails_at=moment)
        with transaction.atomic():
            with suppress(PowerLoss, Refused), _failing(disk, synced=synced):
                _rotate(ground)
                keys.rewrap(by=None, at_once=50)
                disk.fails_at = disk.steps + 1
                disk.step()
            disk.come_back()
            lost += _unreadable()
            transaction.set_rollback(True)
        disk.durable = whole
        disk.come_back()
    return lost


def _unreadable() -> int:
    try:
        Keyfile.read(Path(settings.KEYRING_FILE).read_text(encoding="utf-8"), keyring.PURPOSES)
    except BadKey:
        return SecretVersion.objects.count()
    vault, lost = keyring._RememberingVault(keyring.ring("vault"), keyring.instance_id()), 0
    for row in SecretVersion.objects.exclude(state="destroyed").select_related("account"):
        try:
            open_sealed(row, vault)
        except VaultError:
            lost += 1
    return lost
