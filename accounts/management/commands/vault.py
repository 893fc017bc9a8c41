"""`manage.py vault`: keys and seals. Exit status: 0 well, 1 a finding or a refusal, 2 misuse. No key and no secret is
ever printed."""

import getpass
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import memory, seals
from accounts.actions import keys as work
from accounts.held_seals import held_findings
from accounts.management.compromise import BY_PURPOSE, Key, Told
from registry import heartbeat, keyring, keysource
from registry.actions import keys
from registry.keystate import Line, lines, overview
from registry.people import actions as people
from registry.people.models import User
from registry.people.refusal import Refused
from registry.rules import keys as rules
from registry.stores import AT_ONCE
from registry.vault import VaultError

Options = dict[str, Any]
POLL_SECONDS = 2
MOST_AT_ONCE = 5000


class Command(BaseCommand):
    help = "Looks at the vault's keys and seals, and takes keys through their life."

    def add_arguments(self, parser: CommandParser) -> None:
        """A verb, and for `keys` one more."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="status|verify|keys|rewrap|compromise")
        _json(verbs.add_parser("status", help="Whether the vault is open, and what stands under which key."))
        check = _json(verbs.add_parser("verify", help="Checks every seal; names what is not as it was left."))
        check.add_argument("--remember", metavar="FILE", help="Write down there which versions are the last.")
        check.add_argument("--against", metavar="FILE", help="Compare with what was written down there.")
        again = _json(verbs.add_parser("rewrap", help="Brings everything under the newest keys; may be stopped."))
        again.add_argument("--at-once", type=int, default=AT_ONCE, metavar="N", help="So many in one transaction.")
        lost = _json(
            verbs.add_parser("compromise", help="Marks a key as known to others, and sees to what it kept safe.")
        )
        lost.add_argument("--key", metavar="KID", default="", help="Which key (default: the vault's primary).")
        lost.add_argument("--dry-run", action="store_true", help="Only say it.")
        self._add_keys(verbs.add_parser("keys", help="The life of a key.").add_subparsers(dest="step", required=True))

    def _add_keys(self, steps: Any) -> None:
        _json(steps.add_parser("list", help="Every key, its state, and what stands under it."))
        more = _json(steps.add_parser("add", help="Writes a new key into the keyring's file; it seals nothing yet."))
        more.add_argument("--purpose", choices=keyring.PURPOSES, default="vault")
        next_ = _json(steps.add_parser("promote", help="Lets a key seal, once every live process holds it."))
        next_.add_argument("kid", metavar="KID")
        next_.add_argument("--wait", type=int, default=0, metavar="SECONDS", help="Wait so long for the processes.")
        _json(steps.add_parser("retire", help="Gives a key up that nothing needs any more.")).add_argument("kid")
        gone = _json(steps.add_parser("destroy", help="Prepares that a key is destroyed; once two agreed, does it."))
        gone.add_argument("kid", metavar="KID")
        gone.add_argument("--by", metavar="EMAIL", default="", help="The system administrator who prepares it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, and says it in words or as JSON; raises CommandError with a sentence where it cannot."""
        name = f"{options['verb']} {options['step']}" if options["verb"] == "keys" else options["verb"]
        try:
            told, words, found = VERBS[name](options)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except (keysource.CannotWrite, ImproperlyConfigured, keyring.MissingKey, keyring.VaultSealed) as problem:
            raise CommandError(str(problem)) from None
        except VaultError as problem:
            raise CommandError(f"{problem} “vault verify” says where.") from None
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else words)
        if found:
            sys.exit(1)


def _json(parser: CommandParser) -> CommandParser:
    parser.add_argument("--json", action="store_true", help="Print the result as JSON.")
    return parser


def _status(_options: Options) -> Told:
    told = overview()
    sealed = told["sealed"]
    words = [f"The vault is sealed: {sealed}." if sealed else "The vault is open."]
    words += [f"Keys come from {told['source']}.", f"Processes running: {len(told['processes'])}."]
    words += [
        f"{row['kid']} seals for {row['purpose']}, {row['rows']} under it." for row in told["keys"] if row["seals"]
    ]
    words += [f"Still under {kid}: {count}. Run “vault rewrap”." for kid, count in told["left"].items()]
    words += [f"Last check of the seals: {told['verified_at'] or 'never'}."]
    return told, "\n".join(words), bool(sealed)


def _list(_options: Options) -> Told:
    rows = lines()
    return {"keys": [line.told() for line in rows]}, "\n".join(_in_words(line) for line in rows), False


def _in_words(line: Line) -> str:
    since = f"since {line.since:%Y-%m-%d}" if line.since else "not used yet"
    marks = "".join(f", {mark}" for mark in line.marks)
    return f"{line.kid:24} {line.state:13} {since:18} {line.rows:7} under it{marks}"


def _add(options: Options) -> Told:
    kid = keys.add(options["purpose"], by=None, reference=_where())
    words = f"{kid} is in the keyring, pending. Renew the copies of the keyring, then: vault keys promote {kid}"
    return {"kid": kid, "state": "pending"}, words, False


def _promote(options: Options) -> Told:
    kid, until = _known(options["kid"]), time.monotonic() + options["wait"]
    while True:
        try:
            keys.promote(kid, by=None, reference=_where())
            break
        except Refused:
            if time.monotonic() >= until:
                raise
            time.sleep(POLL_SECONDS)
    words = f"{kid} seals from now on. Next: vault rewrap"
    return {"kid": kid, "state": "primary"}, words, False


def _rewrap(options: Options) -> Told:
    if not 1 <= options["at_once"] <= MOST_AT_ONCE:
        raise CommandError(f"--at-once is a number from 1 to {MOST_AT_ONCE}.", returncode=2)
    run = keys.rewrap(by=None, at_once=options["at_once"])
    words = [f"{count} brought from under {kid}." for kid, count in run.done.items()] or ["Nothing was left to bring."]
    words += [
        f"{count} still under {kid}: “vault verify” names those that do not open." for kid, count in run.left.items()
    ]
    return asdict(run), "\n".join(words), bool(run.left)


def _retire(options: Options) -> Told:
    kid = _known(options["kid"])
    keys.retire(kid, by=None, reference=_where())
    words = f"{kid} is retired: nothing needs it. It stays in the keyring until two people agree to destroy it."
    return {"kid": kid, "retired": True}, words, False


def _destroy(options: Options) -> Told:
    kid = _known(options["kid"])
    purpose, key = rules.the_key(kid)
    row = keys.row_of(purpose, kid)
    rules.check_is_retired(key, row)
    if options["by"]:
        made = people.prepare_destruction(kid, by=_administrator(options["by"]))
        words = (
            f"Prepared. Two of superintendent, communications director and alternate are asked until {made.lapses_on}; "
            f"then run this again without --by. {_unreadable(row)}"
        )
        return {"kid": kid, "proposal": made.pk, "destroyed": False}, words, False
    gone = keys.destroy(kid, by=None, reference=_where())
    words = f"{kid} is destroyed here. Destroy its copies too. {_unreadable(gone)}"
    emptied = gone.emptied_at.isoformat() if gone.emptied_at else None
    return {"kid": kid, "destroyed": True, "backups_unreadable_before": emptied}, words, False


def _unreadable(row: Any) -> str:
    if row is None or not row.emptied_at:
        return ""
    return f"Secrets in backups from before {row.emptied_at:%Y-%m-%d %H:%M} UTC can never be opened again."


def _verify(options: Options) -> Told:
    known = _remembered(options["against"]) if options["against"] else {}
    looked = seals.Looked()
    with heartbeat.while_running("command"):
        found = [*seals.findings(looked), *held_findings(looked), *seals.seeds(), *memory.resurfaced(known)]
    work.write_down_check(looked, found, by=None, reference=_where())
    reopened = work.reopen(found, by=None)
    if options["remember"] and not found:
        _keep(options["remember"])
    words = [one.sentence for one in found]
    words += [f"{looked.seals} seals of {looked.accounts} accounts looked at, {len(found)} not as they were left."]
    words += [f"Their change was asked for again: {reopened} accounts."] if reopened else []
    told = {**asdict(looked), "findings": [asdict(one) for one in found], "reopened": reopened}
    return told, "\n".join(words), bool(found)


def _remembered(path: str) -> memory.Versions:
    try:
        return memory.read(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, memory.Unusable) as problem:
        raise CommandError(f"What was remembered cannot be used: {problem}", returncode=2) from None


def _keep(path: str) -> None:
    target = Path(path)
    try:
        draft = target.with_name(f".{target.name}.new")
        draft.write_text(memory.written(), encoding="utf-8")
        draft.replace(target)
    except OSError as problem:
        raise CommandError(f"{path} cannot be written: {problem.strerror}", returncode=2) from None


def _compromise(options: Options) -> Told:
    kid = _known(options["key"] or keyring.ring("vault").primary.kid)
    key = Key(kid, rules.the_key(kid)[0], options["dry_run"], _where())
    return BY_PURPOSE[key.purpose](key)


def _known(kid: str) -> str:
    if keyring.find(kid) is None:
        raise CommandError(f"There is no key {kid}. “vault keys list” shows those there are.", returncode=2)
    return kid


def _administrator(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"Nobody here has the address {email}.", returncode=2)
    return user


def _where() -> str:
    try:
        return f"command line: {getpass.getuser()}"[:80]
    except (KeyError, OSError):
        return "command line"


VERBS: dict[str, Callable[[Options], Told]] = {
    "status": _status,
    "verify": _verify,
    "rewrap": _rewrap,
    "compromise": _compromise,
    "keys list": _list,
    "keys add": _add,
    "keys promote": _promote,
    "keys retire": _retire,
    "keys destroy": _destroy,
}
