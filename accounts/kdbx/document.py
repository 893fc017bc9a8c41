"""The document inside: groups with entries, each a list of fields, in KeePass's XML."""

import base64
import struct
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.parsers import expat
from xml.sax.saxutils import escape

from accounts.kdbx.ciphers import Stream
from accounts.kdbx.errors import Damaged, TooLarge
from registry.vault import Secret

MOST_ENTRIES = 1_000
MOST_FIELDS = 200
DEEPEST = 60
#: What XML 1.0 cannot hold beside control characters: one of them and no program opens the whole file.
_NEVER = frozenset("\ufffe\uffff") | {chr(half) for half in range(0xD800, 0xE000)}
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Field:
    """One field of an entry. The format's own are called Title, UserName, Password, URL, Notes; `otp` has the seed."""

    name: str
    value: Secret
    hidden: bool = True


@dataclass(frozen=True)
class Entry:
    """One entry, and the group it stands in."""

    group: str
    fields: tuple[Field, ...]


# Writing --------------------------------------------------------------------------------------------------------------


def drawn(name: str, entries: Iterable[Entry], made: datetime, hide: Stream) -> bytes:
    """The document, protected fields under the key stream. Entries are gathered by group, in the order they come."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    time = base64.b64encode(struct.pack("<q", int((made - _BEGINNING).total_seconds()))).decode()
    inside = "".join(_group(group, _entries(own, time, hide), time) for group, own in groups.items())
    meta = f"<Generator>Mooring</Generator><DatabaseName>{_text(name)}</DatabaseName>"
    meta += f"<DatabaseNameChanged>{time}</DatabaseNameChanged><RecycleBinEnabled>False</RecycleBinEnabled>"
    meta += "<MemoryProtection><ProtectPassword>True</ProtectPassword></MemoryProtection>"
    root = f"<Root>{_group(name, inside, time)}<DeletedObjects/></Root>"
    return f'<?xml version="1.0" encoding="utf-8"?><KeePassFile><Meta>{meta}</Meta>{root}</KeePassFile>'.encode()


def _group(name: str, inside: str, time: str) -> str:
    return f"<Group>{_identity(time)}<Name>{_text(name)}</Name><IsExpanded>True</IsExpanded>{inside}</Group>"


def _entries(entries: Iterable[Entry], time: str, hide: Stream) -> str:
    return "".join(f"<Entry>{_identity(time)}{_fields(entry.fields, hide)}</Entry>" for entry in entries)


def _identity(time: str) -> str:
    number = base64.b64encode(uuid.uuid4().bytes).decode()
    names = ("CreationTime", "LastModificationTime", "LastAccessTime", "ExpiryTime", "LocationChanged")
    times = "".join(f"<{name}>{time}</{name}>" for name in names)
    return f"<UUID>{number}</UUID><Times>{times}<Expires>False</Expires><UsageCount>0</UsageCount></Times>"


def _fields(fields: Iterable[Field], hide: Stream) -> str:
    return "".join(f"<String><Key>{_text(field.name)}</Key>{_value(field, hide)}</String>" for field in fields)


def _value(field: Field, hide: Stream) -> str:
    text = field.value.expose()
    if not field.hidden:
        return f"<Value>{_text(text)}</Value>"
    return f'<Value Protected="True">{base64.b64encode(hide(text.encode())).decode()}</Value>'


def _text(text: str) -> str:
    """Text as XML 1.0 may hold it; what it cannot is left out (a hidden field may hold anything)."""
    return escape("".join(letter for letter in text if (letter in "\t\n\r" or letter >= " ") and letter not in _NEVER))


# Reading --------------------------------------------------------------------------------------------------------------


def parsed(document: bytes, show: Stream) -> list[Entry]:
    """The entries of a document, without earlier versions and what is in the bin. Raises `Damaged`, `TooLarge`."""
    reader = _Reader(show)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text.append, _refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, LookupError, ValueError):  # an encoding nobody knows; no base64, no text
        raise Damaged from None
    return [Entry(group, fields) for group, place, fields in reader.entries if reader.bin not in place]


def _refuse(*_declared: object) -> None:
    """No file of a password manager declares entities; one that does means to unfold without end."""
    raise TooLarge


class _Reader:
    """Follows the document from its beginning to its end; `path` is where it stands."""

    def __init__(self, show: Stream) -> None:
        self.show = show
        self.path: list[str] = []
        self.text: list[str] = []
        self.hidden = False
        self.groups: list[list[str]] = []
        self.key = ""
        self.fields: list[Field] = []
        self.bin = "-"
        self.entries: list[tuple[str, tuple[str, ...], tuple[Field, ...]]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise TooLarge
        self.text.clear()
        self.hidden = attributes.get("Protected", "").lower() == "true"
        if name == "Group":
            self.groups.append(["", ""])
        if name == "Entry" and "History" not in self.path:
            self.fields = []

    def end(self, name: str) -> None:
        value = self._value()
        self.path.pop()
        parent = self.path[-1] if self.path else ""
        kept = "History" not in self.path
        if parent == "String" and name == "Key":
            self.key = value
        elif parent == "String" and name == "Value" and kept:
            self._keep(value)
        elif parent == "Group" and name in ("UUID", "Name"):
            self.groups[-1][name == "Name"] = value
        elif parent == "Meta" and name == "RecycleBinUUID":
            self.bin = value or "-"
        elif name == "Group":
            self.groups.pop()
        elif name == "Entry" and kept:
            self._enter()

    def _value(self) -> str:
        """The element's text; a protected one moves the key stream on, whether it is kept or not."""
        value = "".join(self.text)
        self.text.clear()
        if self.hidden:
            self.hidden = False
            return self.show(base64.b64decode("".join(value.split()), validate=True)).decode()
        return value

    def _keep(self, value: str) -> None:
        self.fields.append(Field(self.key, Secret(value)))
        if len(self.fields) > MOST_FIELDS:
            raise TooLarge

    def _enter(self) -> None:
        group = self.groups[-1][1] if self.groups else ""
        self.entries.append((group, tuple(number for number, _name in self.groups), tuple(self.fields)))
        if len(self.entries) > MOST_ENTRIES:
            raise TooLarge
