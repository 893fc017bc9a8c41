"""One entry of a password manager, in the vault's fields: what is of use, what cannot be stored, never a guess."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from accounts.managers.addresses import without_sign_in
from accounts.models import SecretField
from accounts.rules.values import Unusable, normalised
from registry.vault import Secret

Place = tuple[SecretField, int]
#: Entries of one file: enough for a district, few enough to be looked at one by one.
MOST = 300
MOST_CODES = 50
LONGEST_TITLE, LONGEST_URL = 120, 300
#: Stands for a seed whose codes the vault does not make.
UNUSUAL = "otpauth://totp/?digits=0"
#: Names that people give to further fields, as letters alone, and where they belong.
KNOWN = {
    "recoveryemail": SecretField.RECOVERY_EMAIL,
    "backupemail": SecretField.RECOVERY_EMAIL,
    "recoveryphone": SecretField.RECOVERY_PHONE,
    "phone": SecretField.RECOVERY_PHONE,
    "backupcode": SecretField.BACKUP_CODE,
    "backupcodes": SecretField.BACKUP_CODE,
    "recoverycode": SecretField.BACKUP_CODE,
    "recoverycodes": SecretField.BACKUP_CODE,
    "dateofbirth": SecretField.BIRTH_DATE,
    "dateofbirthgivenatsignup": SecretField.BIRTH_DATE,
    "birthday": SecretField.BIRTH_DATE,
}
#: Fields of our own kits that say what the account is, not how to get in.
OURS = frozenset({"registrynumber"})


@dataclass(frozen=True)
class Brought:
    """One entry. `left_out` names fields that were there and cannot be stored; no value is ever in it.

    `held_sign_in` says that its title or address had a name or password in it, which is nowhere any more.
    """

    title: str
    url: str
    values: Mapping[Place, Secret] = field(default_factory=dict)
    left_out: tuple[SecretField, ...] = ()
    held_sign_in: bool = False

    @property
    def fields(self) -> list[SecretField]:
        """Which fields it has, each once, in the vault's order."""
        there = {place[0] for place in self.values}
        return [each for each in SecretField if each in there]

    def text(self, which: SecretField) -> str:
        """The clear text of a field with one value; empty where it has none. For matching, never for a page."""
        value = self.values.get((which, 0))
        return value.expose() if value else ""


def made(
    title: str,
    url: str,
    *,
    login: str = "",
    password: str = "",
    seed: str = "",
    notes: str = "",
    more: Iterable[tuple[str, str]] = (),
) -> Brought | None:
    """An entry from its parts; further fields go where their name says, or into the notes. None without any value."""
    places: list[tuple[Place, str]] = [
        ((SecretField.LOGIN, 0), login.strip()), ((SecretField.PASSWORD, 0), password), ((SecretField.SEED, 0), seed),
    ]  # fmt: skip
    codes, told = list[str](), [notes.strip()]
    for name, value in more:
        where = _known(name)
        if where == SecretField.BACKUP_CODE:
            codes += re.split(r"[\s,;]+", value.strip())
        elif where:
            places.append(((where, 0), value.strip()))
        elif value.strip() and _letters(name) not in OURS:
            told.append(f"{name}: {value}")
    places += [((SecretField.BACKUP_CODE, slot), code) for slot, code in enumerate(filter(None, codes), 1)]
    places.append(((SecretField.NOTES, 0), "\n".join(filter(None, told))))
    entry = _checked([each for each in places if each[1]])
    return entry and _named(entry, title, url)


def packed(entries: Iterable[Brought]) -> Secret:
    """All of them as one text, to be sealed."""
    rows = [
        {
            "title": each.title,
            "url": each.url,
            "values": [[place[0].value, place[1], value.expose()] for place, value in each.values.items()],
            "left_out": [which.value for which in each.left_out],
            "held_sign_in": each.held_sign_in,
        }
        for each in entries
    ]
    return Secret(json.dumps(rows))


def unpacked(text: Secret) -> list[Brought]:
    """The entries again."""
    return [
        Brought(
            row["title"],
            row["url"],
            {(SecretField(name), slot): Secret(value) for name, slot, value in row["values"]},
            tuple(SecretField(name) for name in row["left_out"]),
            row["held_sign_in"],
        )
        for row in json.loads(text.expose())
    ]


def _named(entry: Brought, title: str, url: str) -> Brought:
    """The entry with its title and address as a page may show them."""
    (title, in_title), (url, in_url) = without_sign_in(_one_line(title)), without_sign_in(_one_line(url))
    return replace(entry, title=title[:LONGEST_TITLE], url=url[:LONGEST_URL], held_sign_in=in_title or in_url)


def _checked(places: list[tuple[Place, str]]) -> Brought | None:
    kept: dict[Place, Secret] = {}
    left_out: list[SecretField] = []
    for place, text in places:
        value = _usable(place, text)
        if value is None or place[1] > MOST_CODES:
            left_out.append(place[0])
        else:
            kept[place] = value
    return Brought("", "", kept, tuple(dict.fromkeys(left_out))) if kept or left_out else None


def _usable(place: Place, text: str) -> Secret | None:
    """The value as it is stored; None for what cannot be: half a character, a phone that is none."""
    if any(unicodedata.category(letter) in ("Cs", "Cc") and letter not in "\n\r\t" for letter in text):
        return None
    try:
        return normalised(place[0], Secret(text))
    except Unusable:
        return None


def _known(name: str) -> SecretField | None:
    return KNOWN.get(re.sub(r"\d+$", "", _letters(name)))


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _one_line(text: str) -> str:
    """A text on one line, without anything that does not show."""
    seen = "".join(" " if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join(seen.split())
