"""The canaries: one secret for each kind that the product has, made up anew for each run (D8)."""

import base64
import json
import secrets
import string
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from assurance.canary_search import Canary

LETTERS = string.ascii_letters + string.digits
SIGNS = 'ñßéøÆ€&<>"+/=%#'
BASE32 = string.ascii_uppercase + "234567"
DOMAIN = "assurance.example"


def _drawn(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))


def random(kind: str, around: str = "{}", *, length: int = 20) -> Canary:
    """Letters and digits, in what has to stand around them."""
    text = _drawn(LETTERS, length)
    return Canary(kind, around.format(text), (text,))


def awkward(kind: str) -> Canary:
    """What every encoding writes differently: hardly any eight characters of it are letters and digits alone."""
    text = "".join(_drawn(LETTERS, 2) + _drawn(SIGNS, 3) for _ in range(6))
    return Canary(kind, text, (text,))


def seed(kind: str) -> Canary:
    """A seed of an authenticator."""
    text = _drawn(BASE32, 32)
    return Canary(kind, text, (text,))


def phone(kind: str) -> Canary:
    """A number that no page of ours has, as it may be written."""
    area, middle, last = f"9{_drawn('123456789', 2)}", f"4{_drawn(string.digits, 2)}", _drawn(string.digits, 4)
    forms = (f"{area}{middle}{last}", f"1{area}{middle}{last}", f"{middle}-{last}")
    return Canary(kind, f"{area}-{middle}-{last}", wholes=forms)


def birthday(kind: str) -> Canary:
    """A day of last century, as it may be written."""
    day = date(1961 + secrets.randbelow(9), 1 + secrets.randbelow(12), 1 + secrets.randbelow(28))
    months = {f"{day:%B}", f"{day:%b}"}
    forms = {f"{month} {day.day}, {day.year}" for month in months} | {
        f"{day.day} {month} {day.year}" for month in months
    }
    more = (
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day:%m/%d/%Y}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%d.%m.%Y}",
    )
    return Canary(kind, day.isoformat(), wholes=(*forms, *more))


def token(kind: str, text: str) -> Canary:
    """The secret part of a link: sixteen of its characters, because eight hexadecimal ones may be anybody's."""
    return Canary(kind, text, wholes=(text,), parts=tuple(text[at : at + 16] for at in range(len(text) - 15)))


def codes(kind: str, texts: Iterable[str]) -> Canary:
    """Short codes, each as a word of its own."""
    found = tuple(texts)
    return Canary(kind, found[0], wholes=found)


def passphrase(kind: str, words: list[str]) -> Canary:
    """Words of a list: two in a row, however they are joined, or one with its number; one alone is anybody's."""
    joined = [
        f"{one}{mark}{other}" for one, other in pairwise(words) for mark in (*" -+_,;/", "", ", ", '", "', "', '")
    ]
    numbered = [f"{what}{number} {word}" for number, word in enumerate(words, 1) for what in ("word ", "Word ")]
    return Canary(kind, " ".join(words), wholes=(*joined, *numbered))


def given(kind: str, text: str) -> Canary:
    """One that is there already, or that the site made up."""
    return Canary(kind, text, (text,))


def keys(text: str) -> list[Canary]:
    """Every key of a keyring's file, as it is written there and as the bytes it is."""
    found = []
    for purpose, rows in json.loads(text)["purposes"].items():
        for row in rows:
            written = row["key"].rstrip("=")
            raw = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
            found.append(Canary(f"{purpose} key {row['kid']}", written, (written,), raw=raw))
    return found


def to_type() -> list[Canary]:
    """What people type in the course of the scenario."""
    return [
        random("login", f"{{}}@{DOMAIN}"), awkward("password"), random("recovery e-mail", f"{{}}@{DOMAIN}"),
        phone("recovery phone"), random("backup code"), seed("authenticator seed"), birthday("date of birth"),
        random("security answer", "First school? {}"), awkward("notes"), random("second factor"),
        awkward("changed password"), awkward("refused password"), awkward("rotated password"),
        awkward("password of a failed deposit"), awkward("password without a session"), awkward("password of a stranger"),
        random("login of an import", f"{{}}@{DOMAIN}"), awkward("password of an import"), awkward("notes of an import"),
        awkward("passphrase of an import"), random("sign-in password"), random("wrong sign-in password"),
        random("reset sign-in password"),
    ]  # fmt: skip
