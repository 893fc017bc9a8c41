"""Which program a file is from, by its content, and its entries. Sentences never repeat what is in the file."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts import kdbx
from accounts.managers.entries import MOST, UNUSUAL, Brought, made
from registry.people.refusal import Refused
from registry.vault import Secret

LARGEST = 5 * 1024 * 1024
#: More than any of them writes; each line costs as much as the head is wide.
MOST_COLUMNS = 200
_KEEPASS_1 = b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5"
_LOGIN = 1  # Bitwarden's number for an entry that is a login


class NotRead(Refused):
    """Why a file cannot be read; `field` is the form's."""

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__(message, rule="import", field=field)


@dataclass(frozen=True)
class Read:
    """What was found: the program it is from, its entries, and how many others were no logins."""

    source: str
    entries: tuple[Brought, ...]
    skipped: int


def needs_passphrase(content: bytes) -> bool:
    """Whether the file is locked by a passphrase."""
    return content.startswith(kdbx.MAGIC)


def too_large() -> str:
    """The sentence for a file that is too large."""
    return _("The file is larger than 5 MB. Export only the folder that has the district’s accounts.")


def read(content: bytes, passphrase: Secret) -> Read:
    """The file's logins. Raises `NotRead`."""
    if len(content) > LARGEST:
        raise NotRead(too_large())
    source, found = _source(content, passphrase)
    entries, skipped = list[Brought](), 0
    for each in found:
        if each is None:
            skipped += 1
        else:
            entries.append(each)
        if len(entries) > MOST:
            message = _(
                "The file has more than %(most)d logins. Export only the folder that has the district’s accounts."
            )
            raise NotRead(message % {"most": MOST})
    if not entries:
        raise NotRead(_("There is no login in this file."))
    return Read(source, tuple(entries), skipped)


def _source(content: bytes, passphrase: Secret) -> tuple[str, Iterator[Brought | None]]:
    if needs_passphrase(content):
        return "KeePass", _keepass(content, passphrase)
    if content.startswith(_KEEPASS_1):
        raise NotRead(_("This is a file of KeePass 1. Open it in KeePass 2 or KeePassXC, and save it as KDBX."))
    text = _decoded(content)
    if text.lstrip().startswith(("{", "[")):
        return "Bitwarden", _bitwarden(text)
    return _table(text)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotRead(_unknown()) from None


def _unknown() -> str:
    return _(
        "We do not know this file. Bring a KeePass file (KDBX), an export of Bitwarden (JSON or CSV), or an export of "
        "1Password (CSV)."
    )


# KeePass --------------------------------------------------------------------------------------------------------------


def _keepass(content: bytes, passphrase: Secret) -> Iterator[Brought | None]:
    if not passphrase:
        raise NotRead(_("This file is locked. Type its passphrase, and choose the file again."), field="passphrase")
    try:
        entries = kdbx.read(content, passphrase)
    except kdbx.WrongPassphrase:
        message = _(
            "The passphrase does not open this file. If it also needs a key file, a hardware key or a Windows account, "
            "save a copy in KeePass that needs the passphrase alone, and bring that."
        )
        raise NotRead(message, field="passphrase") from None
    except kdbx.Damaged:
        raise NotRead(_("The file is damaged, or was not saved to its end. Save it again.")) from None
    except kdbx.TooLarge:
        message = _(
            "The file holds more, or takes longer to open, than can be done here. Export part of it to a new file."
        )
        raise NotRead(message) from None
    except kdbx.Twofish:
        message = _(
            "The file is locked with Twofish, which we cannot open. In KeePass open Database settings, Security, "
            "choose AES-256, save it, and choose it again."
        )
        raise NotRead(message) from None
    except kdbx.Unopenable:
        message = _(
            "The file is locked in a way we do not know. In KeePass, save it with AES-256 and Argon2 or AES-KDF."
        )
        raise NotRead(message) from None
    return map(_keepass_entry, entries)


_KEEPASS = {"Title": "title", "URL": "url", "UserName": "login", "Password": "password", "Notes": "notes"}
_SEEDS = ("otp", "TOTP Seed", "TimeOtp-Secret-Base32")
_BESIDE_SEEDS = ("TOTP Settings", "TimeOtp-Length", "TimeOtp-Period", "TimeOtp-Algorithm")


def _keepass_entry(entry: kdbx.Entry) -> Brought | None:
    fields = {field.name: field.value.expose() for field in entry.fields}
    parts = {ours: fields.pop(theirs, "") for theirs, ours in _KEEPASS.items()}
    seeds = [fields.pop(name, "") for name in _SEEDS]
    other = [fields.pop(name, "") for name in _BESIDE_SEEDS]
    seed = next(filter(None, seeds), "")
    unusual = seed and not _usual(other)
    return made(**parts, seed=UNUSUAL if unusual else seed, more=fields.items())


def _usual(settings: list[str]) -> bool:
    return all(each in ("", wanted) for each, wanted in zip(settings, ("30;6", "6", "30", "HMAC-SHA-1"), strict=True))


# Bitwarden, as JSON ---------------------------------------------------------------------------------------------------


def _bitwarden(text: str) -> Iterator[Brought | None]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotRead(_("The file is damaged, or was not saved to its end. Export it again.")) from None
    if isinstance(found, dict) and (found.get("encrypted") or found.get("passwordProtected")):
        message = _(
            "This export is encrypted, and only Bitwarden can open it. In Bitwarden choose Export vault, and “.json” "
            "as the format, not “.json (Encrypted)”. Delete the file when you are done here."
        )
        raise NotRead(message)
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise NotRead(_unknown())
    return map(_bitwarden_item, items)


def _bitwarden_item(item: Any) -> Brought | None:
    login = item.get("login") if isinstance(item, dict) else None
    if not isinstance(login, dict) or item.get("type") != _LOGIN:
        return None
    uris = [each for each in _list(login.get("uris")) if isinstance(each, dict)]
    further = [each for each in _list(item.get("fields")) if isinstance(each, dict)]
    return made(
        _text(item.get("name")), _text(uris[0].get("uri")) if uris else "", login=_text(login.get("username")),
        password=_text(login.get("password")), seed=_text(login.get("totp")), notes=_text(item.get("notes")),
        more=[(_text(each.get("name")), _text(each.get("value"))) for each in further],
    )  # fmt: skip


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# Tables ---------------------------------------------------------------------------------------------------------------

Row = Mapping[str, str]


def _table(text: str) -> tuple[str, Iterator[Brought | None]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise NotRead(_("The file is damaged, or was not saved to its end. Export it again.")) from None
    names = [_column(name) for name in rows[0][:MOST_COLUMNS]] if rows else []
    for source, needed, entry in _TABLES:
        if needed <= set(names):
            return source, (entry(_named(names, row)) for row in rows[1:] if any(row))
    raise NotRead(_unknown())


def _column(name: str) -> str:
    """A column that is known in small letters, any other as it is called: its name stands in the notes."""
    known = name.strip().casefold()
    return known if any(known in needed for _source, needed, _entry in _TABLES) or known in _BESIDE else name.strip()


def _named(names: list[str], row: list[str]) -> Row:
    return dict(zip(names, [*row, *[""] * len(names)], strict=False))


def _bitwarden_row(row: Row) -> Brought | None:
    if row["type"].strip().casefold() != "login":
        return None
    further = [line.partition(":")[::2] for line in row.get("fields", "").splitlines() if ":" in line]
    return made(
        row["name"], row.get("login_uri", "").partition(",")[0], login=row.get("login_username", ""),
        password=row["login_password"], seed=row.get("login_totp", ""), notes=row.get("notes", ""),
        more=[(name.strip(), value.strip()) for name, value in further],
    )  # fmt: skip


def _one_password_row(row: Row) -> Brought | None:
    further = [(name, value) for name, value in row.items() if name and name not in _BESIDE]
    return made(
        row["title"], row.get("url") or row.get("website", ""), login=row["username"], password=row["password"],
        seed=row.get("otpauth", ""), notes=row.get("notes", ""), more=further,
    )  # fmt: skip


#: Columns that the two programs write, beside those that tell them apart.
_BESIDE = frozenset(
    {"title", "url", "website", "username", "password", "otpauth", "notes", "favorite", "archived", "tags"}
    | {"folder", "collections", "fields", "reprompt", "login_uri", "login_username", "login_totp"}
)
_TABLES: tuple[tuple[str, set[str], Callable[[Row], Brought | None]], ...] = (
    ("Bitwarden", {"type", "name", "login_password"}, _bitwarden_row),
    ("1Password", {"title", "username", "password"}, _one_password_row),
)
