"""What is brought from a password manager, and what is carried away in a break-glass kit (D8)."""

import re
from datetime import timedelta

from accounts import kdbx
from accounts.models import Account
from assurance import canary_values as values
from assurance.canary_stage import Stage
from registry import clock
from registry.vault import Secret

SHOWN_WORD = re.compile(r'<span class="plain" translate="no">([a-z]+)</span>')
WHY = "The yearly kit for the safe"


def bring(stage: Stage, account: Account) -> None:
    """A table and a locked file: with a stale factor, damaged, with a wrong passphrase, looked at, deposited, dropped."""
    stale = stage.browser("communications", at=clock.now() - timedelta(minutes=7))
    passphrase = stage.value("passphrase of an import")
    stale.bring("/accounts/import/", 302, "export.csv", table(stage), passphrase=passphrase)
    communications = stage.browser("communications")
    communications.bring("/accounts/import/", 422, "export.json", b'{"items": [' + table(stage), passphrase=passphrase)
    communications.bring("/accounts/import/", 422, "export.kdbx", locked(stage), passphrase=f"{passphrase}!")
    to = communications.bring("/accounts/import/", 302, "export.kdbx", locked(stage), passphrase=passphrase).location
    communications.see(to)
    communications.do(f"{to}drop/")
    to = communications.bring("/accounts/import/", 302, "export.csv", table(stage), passphrase="").location
    communications.see(to)
    communications.do(to, 422, entry_0="no such account")
    communications.do(to, entry_0=f"{account.name}, {account.platform.name} ({account.number})")


def _entry(stage: Stage) -> dict[str, str]:
    value = stage.value
    return {
        "Title": "Team", "URL": "https://www.instagram.com/canarytwo/", "UserName": value("login of an import"),
        "Password": value("password of an import"), "Notes": value("notes of an import"),
    }  # fmt: skip


def table(stage: Stage) -> bytes:
    entry = {name: text.replace('"', '""') for name, text in _entry(stage).items()}
    rows = ["title,url,username,password,notes", ",".join(f'"{text}"' for text in entry.values())]
    return ("\n".join(rows) + "\n").encode()


def locked(stage: Stage) -> bytes:
    fields = tuple(kdbx.Field(name, Secret(text)) for name, text in _entry(stage).items())
    key, cost = Secret(stage.value("passphrase of an import")), kdbx.Cost(passes=1, memory=64, lanes=1)
    return kdbx.write("Theirs", [kdbx.Entry("Team", fields)], key, made=clock.now(), cost=cost)


def make_kit(stage: Stage) -> None:
    """Asked for with a secret in the words, agreed, half shown to each, downloaded, and its end recorded."""
    director, head = stage.browser("director"), stage.browser("superintendent")
    director.do("/accounts/kit/ask/", 422, reason=f"For the safe: {stage.value('rotated password')}")
    base = director.do("/accounts/kit/ask/", reason=WHY).location
    head.do(f"{base}agree/")
    halves = [
        SHOWN_WORD.findall(person.do(f"{base}half/", 200, shows=("kit passphrase",)).text)
        for person in (director, head)
    ]
    stage.learn(values.passphrase("kit passphrase", [word for half in halves for word in half]))
    director.do(f"{base}download/", 200)
    director.do(f"{base}download/", 409)
    director.do(f"{base}destroyed/", how="Shredded and wiped", sure="on")
    cancelled = director.do("/accounts/kit/ask/", reason=WHY).location
    director.do(f"{cancelled}cancel/")
