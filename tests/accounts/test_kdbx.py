"""Our KDBX and KeePassXC's: each opens what the other wrote; what is wrong is said, within limits."""

import base64
import gzip
import hashlib
import hmac
import struct
from datetime import UTC, datetime

import pytest

from accounts import kdbx
from accounts.kdbx import ciphers, document, kdf, layout, writing
from accounts.kdbx.layout import record
from registry.vault import Secret
from tests.accounts.kits import CHEAP, contents, in_a_file, keepassxc, needs_keepassxc

WORDS = Secret("abandon ability able about above absent absorb abstract")
AT = datetime(2025, 11, 12, 15, tzinfo=UTC)
HARD = "pä☃\U0001f511'\"<&>]]> \t end "
FIELDS = {
    "Title": "@ski, Instagram",
    "UserName": "ski@x.example",
    "Password": HARD,
    "Notes": "one\ntwo",
    "Backup code 1": "c-1",
}


def entry(group: str = "High <School> & co", **fields: str) -> kdbx.Entry:
    found = {**FIELDS, **fields}
    return kdbx.Entry(group, tuple(kdbx.Field(name, Secret(value), name != "Title") for name, value in found.items()))


def written(*entries: kdbx.Entry) -> bytes:
    return kdbx.write("Kit", entries or (entry(),), WORDS, made=AT, cost=CHEAP)


def test_what_is_written_is_read() -> None:
    hard = entry("Second", Password="a\x01b\x00c", Title="x")
    found = contents(written(entry(), hard), WORDS)
    assert found == [
        {"group": "High <School> & co", **FIELDS},
        {"group": "Second", **FIELDS, "Password": "a\x01b\x00c", "Title": "x"},
    ]


def test_what_no_xml_can_hold_is_left_out_of_a_name() -> None:
    found = contents(written(entry("High\ufffe School", Title="@nordic\uffff\ud800")), WORDS)
    assert [(row["group"], row["Title"]) for row in found] == [("High School", "@nordic")]


def test_nothing_of_it_is_in_the_clear_and_no_two_files_are_alike() -> None:
    one, other = written(), written()
    assert one[200:] != other[200:]
    assert not any(value.encode() in one for value in FIELDS.values())


@needs_keepassxc
def test_keepassxc_opens_what_we_write(tmp_path) -> None:
    path = in_a_file(written(), tmp_path)
    shown = keepassxc(
        "show",
        "-s",
        "-a",
        "Password",
        "-a",
        "Backup code 1",
        "-a",
        "Notes",
        path,
        "High <School> & co/@ski, Instagram",
        passphrase=WORDS.expose(),
    )
    assert shown == f"{HARD}\nc-1\none\ntwo\n"


@needs_keepassxc
def test_we_open_what_keepassxc_writes(tmp_path) -> None:
    """Its command line makes KDBX 3.1 with AES-KDF and Salsa20."""
    path, secret = str(tmp_path / "theirs.kdbx"), "a pass phrase of theirs"
    keepassxc("db-create", "-p", path, passphrase=secret, more=f"{secret}\n")
    for title, password in (("One", HARD.strip()), ("Two", "second")):
        login = f"{title.lower()}@x.example"
        keepassxc(
            "add",
            "-u",
            login,
            "--url",
            "https://x.example",
            "-p",
            path,
            title,
            passphrase=secret,
            more=f"{password}\n" * 2,
        )
    content = (tmp_path / "theirs.kdbx").read_bytes()
    found = {row["Title"]: (row["UserName"], row["Password"], row["URL"]) for row in contents(content, Secret(secret))}
    assert found == {
        "One": ("one@x.example", HARD.strip(), "https://x.example"),
        "Two": ("two@x.example", "second", "https://x.example"),
    }
    assert content[8:12] == b"\x01\x00\x03\x00"
    with pytest.raises(kdbx.WrongPassphrase):
        kdbx.read(content, Secret("another"))


@needs_keepassxc
def test_what_was_thrown_away_is_not_brought_back(tmp_path) -> None:
    path = in_a_file(written(entry(Title="Kept"), entry(Title="Gone")), tmp_path)
    keepassxc("rm", path, "High <School> & co/Gone", passphrase=WORDS.expose())
    content = (tmp_path / "kit.kdbx").read_bytes()
    assert [row["Title"] for row in contents(content, WORDS)] == ["Kept"]
    assert b"Recycle" not in content


def test_a_key_stream_is_the_same_however_it_is_taken() -> None:
    stream = ciphers.stream(ciphers.SALSA20_STREAM, b"\x00" * 32)
    whole = ciphers.stream(ciphers.SALSA20_STREAM, b"\x00" * 32)(bytes(200))
    assert b"".join(stream(bytes(size)) for size in (1, 63, 64, 72)) == whole


def test_a_slow_key_stream_is_not_taken_without_end() -> None:
    with pytest.raises(kdbx.TooLarge):
        ciphers.stream(2, b"k")(bytes(15_000_000))


@pytest.mark.parametrize("passphrase", ["", "abandon", WORDS.expose().upper(), "\ud800"])
def test_a_wrong_passphrase_is_named(passphrase: str) -> None:
    with pytest.raises(kdbx.WrongPassphrase):
        kdbx.read(written(), Secret(passphrase))


def test_every_cut_and_every_changed_part_is_refused() -> None:
    whole = written()
    for end in range(0, len(whole), 37):
        with pytest.raises(kdbx.Unopenable):
            kdbx.read(whole[:end], WORDS)
    for at in range(0, len(whole), 23):
        with pytest.raises(kdbx.Unopenable):
            kdbx.read(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], WORDS)


def parameters(**changed: int) -> bytes:
    cost = {"I": struct.pack("<Q", changed.get("passes", 1)), "M": struct.pack("<Q", changed.get("memory", 64) * 1024)}
    kinds = kdf.parameters_for(CHEAP)
    return kdf.written({name: (kind, cost.get(name, value)) for name, (kind, value) in kinds.items()})


@pytest.mark.parametrize("dear", [{"memory": 2**32}, {"passes": 2**40}, {"memory": 500_000, "passes": 1000}])
def test_a_file_that_would_take_hours_is_refused_at_once(dear: dict[str, int]) -> None:
    with pytest.raises(kdbx.TooLarge):
        kdf.transformed(bytes(32), kdf.parsed(parameters(**dear)))


@pytest.mark.parametrize("rounds", [2**40, 2**63])
def test_so_is_one_of_the_older_kind(rounds: int) -> None:
    with pytest.raises(kdbx.TooLarge):
        kdf.aes_kdf(bytes(32), bytes(32), rounds)


def sealed(content: bytes) -> bytes:
    """A file whose inside we choose, right in every seal: what somebody could make who means ill."""
    seed, nonce = bytes(32), bytes(16)
    header = writing._header(seed, nonce, parameters())
    key = kdf.transformed(kdf.composite(WORDS.expose()), kdf.parsed(parameters_of(header)))
    authentic = hashlib.sha512(seed + key + b"\x01").digest()
    body = ciphers.sealed(hashlib.sha256(seed + key).digest(), nonce, content)
    tag = hmac.digest(layout.block_key(authentic, layout.HEADER_BLOCK), header, "sha256")
    return header + hashlib.sha256(header).digest() + tag + layout.into_blocks(authentic, body)


def parameters_of(header: bytes) -> bytes:
    source = layout.Bytes(header, 12)
    return dict(layout.records(source, 4))[11]


def inner(xml: bytes) -> bytes:
    return gzip.compress(record(1, struct.pack("<I", 3)) + record(2, bytes(64)) + record(0, b"") + xml)


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><KeePassFile>&b;</KeePassFile>'
ENTRY = "<Entry><String><Key>Title</Key><Value>x</Value></String></Entry>"


@pytest.mark.parametrize(
    ("inside", "refusal"),
    [
        pytest.param(inner(LAUGHS), kdbx.TooLarge, id="entities"),
        pytest.param(inner(b"<a>" * 5000), kdbx.TooLarge, id="deep"),
        pytest.param(gzip.compress(bytes(40_000_000)), kdbx.TooLarge, id="zip bomb"),
        pytest.param(inner(f"<Group>{ENTRY * 10_000}</Group>".encode()), kdbx.TooLarge, id="ten thousand entries"),
        pytest.param(inner(b"<Group><Entry>"), kdbx.Damaged, id="broken XML"),
        pytest.param(inner(b"\xff\xfe\x00"), kdbx.Damaged, id="no XML"),
        pytest.param(b"not gzip", kdbx.Damaged, id="no gzip"),
        pytest.param(inner(b'<Group><Entry><String><Key>P</Key><Value Protected="True">!</Value></String></Entry></Group>'), kdbx.Damaged, id="no base64"),
        pytest.param(inner('<Group><Entry><String><Value Protected="True">é</Value></String></Entry></Group>'.encode()), kdbx.Damaged, id="no ASCII"),
        pytest.param(inner(b'<?xml version="1.0" encoding="harbor"?><Group/>'), kdbx.Damaged, id="no encoding"),
        pytest.param(inner(b'<?xml version="1.0" encoding="euc-jp"?><Group/>'), kdbx.Damaged, id="another encoding"),
        pytest.param(inner(b'<Group><Entry><String><Key>P</Key><Value Protected="True">//79</Value></String></Entry></Group>'), kdbx.Damaged, id="no text"),
    ],
)  # fmt: skip
def test_a_file_made_to_harm_is_refused(inside: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        kdbx.read(sealed(inside), WORDS)


def test_earlier_versions_move_the_key_stream_on_and_are_left_out() -> None:
    hide = ciphers.stream(3, b"k")
    old, new = (base64.b64encode(hide(text)).decode() for text in (b"old", b"new"))
    past = (
        f'<History><Entry><String><Key>Password</Key><Value Protected="True">{old}</Value></String></Entry></History>'
    )
    entry_ = f'<Entry>{past}<String><Key>Password</Key><Value Protected="True">{new}</Value></String></Entry>'
    found = document.parsed(f"<Root><Group><Name>g</Name>{entry_}</Group></Root>".encode(), ciphers.stream(3, b"k"))
    assert [[(each.name, each.value.expose()) for each in row.fields] for row in found] == [[("Password", "new")]]
