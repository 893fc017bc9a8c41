"""Kits that have come so far, through the real actions, and cheap to lock: only one test waits for the real cost."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from accounts import kdbx
from accounts.actions import importing
from accounts.actions import kit as actions
from accounts.actions.kit_download import Made, download
from accounts.managers import read
from accounts.models import Kit, PasswordImport
from registry.people.models import User
from registry.vault import Secret
from tests.cast import Cast
from tests.makers import proof_of


@dataclass(frozen=True)
class Kits:
    """A kit at each step, and a file that was brought."""

    asked: Kit
    agreed: Kit
    ready: Kit
    made: Kit
    brought: PasswordImport


def kits_of(cast: Cast) -> Kits:
    """Each asked for by somebody else: nobody may ask for many in a day."""
    return Kits(
        asked=asked(cast.second_communications),
        agreed=agreed(cast.communications, cast.superintendent),
        ready=ready(cast.director, cast.designee)[0],
        made=made(cast.second_communications, cast.designee)[0].kit,
        brought=importing.bring(read(TABLE, Secret("")), by=cast.communications, proof=proof_of(cast.communications)),
    )


#: A file as a password manager writes it, about an account that nobody knows.
TABLE = b"title,url,username,password\nTeam,https://instagram.com/nobodys,team,a password\n"
CHEAP = kdbx.Cost(passes=1, memory=64, lanes=1)
WHY = "The yearly kit for the safe"
needs_keepassxc = pytest.mark.skipif(shutil.which("keepassxc-cli") is None, reason="KeePassXC is not installed")


def asked(by: User, reason: str = WHY) -> Kit:
    return actions.ask(reason=reason, by=by, proof=proof_of(by))


def agreed(by: User, second: User) -> Kit:
    return actions.agree(asked(by), by=second, proof=proof_of(second))


def ready(by: User, second: User) -> tuple[Kit, Secret]:
    """Agreed, both halves written down: the kit, and its whole passphrase."""
    kit = agreed(by, second)
    halves = [actions.show_half(kit, by=person, proof=proof_of(person)).expose() for person in (by, second)]
    return kit, Secret(" ".join(halves))


def made(by: User, second: User) -> tuple[Made, Secret]:
    kit, passphrase = ready(by, second)
    return download(kit, by=by, proof=proof_of(by), cost=CHEAP), passphrase


def contents(content: bytes, passphrase: Secret) -> list[dict[str, str]]:
    """Each entry's fields in the clear, its group among them."""
    entries = kdbx.read(content, passphrase)
    return [{"group": each.group} | {field.name: field.value.expose() for field in each.fields} for each in entries]


def keepassxc(what: str, *words: str, passphrase: str, more: str = "") -> str:
    """What KeePassXC prints; raises where it refuses."""
    done = subprocess.run(
        ["keepassxc-cli", what, "-q", *words], input=f"{passphrase}\n{more}", capture_output=True, text=True, check=True
    )
    return done.stdout


def in_a_file(content: bytes, folder: Path) -> str:
    path = folder / "kit.kdbx"
    path.write_bytes(content)
    return str(path)
