"""What the search for canaries (figure D8) sees, and what it lets pass."""

import gzip
import json
import secrets

import pytest

from assurance import canary_values as values
from assurance.canary_control import ways
from assurance.canary_read import Part, together
from assurance.canary_search import Search
from registry.vault import Key
from registry.vault.keyfile import as_entry

AWKWARD = values.awkward("password")


@pytest.mark.parametrize("way", ways(AWKWARD.value))
def test_each_way_of_writing_it_down_is_seen_through(way: str) -> None:
    noise = secrets.token_bytes(5000)
    place = noise + b"\n" + ways(AWKWARD.value)[way] + b"\n" + noise
    assert list(Search([AWKWARD, values.random("login")]).found(place)) == ["password"]


def test_seven_characters_are_anybodys_and_eight_are_not() -> None:
    canary = values.random("login", "{}@assurance.example")
    text = canary.texts[0]
    search = Search([canary])
    assert [bool(search.found(f"a {text[3:end]} b @assurance.example".encode())) for end in (10, 11)] == [False, True]


def test_what_is_short_or_common_is_seen_as_a_whole_only() -> None:
    half = ["abandon", "ability", "able", "about", "above", "absent", "absorb", "abstract"]
    known = [
        values.codes("codes", ["0a1b2c3d"]),
        values.passphrase("kit", half),
        values.token("link", "0123456789abcdef" * 2),
    ]
    search = Search(known)
    seen = {
        text: sorted(search.found(text.encode()))
        for text in (
            "code 0a1b2c3d.", "sha 770a1b2c3d77", "an ability to be able", "ABILITY-ABLE", "<dt>Word 8</dt><dd>abstract</dd>",
            "x0123456789abcdef01x", "0123456789abcde",
        )
    }  # fmt: skip
    assert list(seen.values()) == [["codes"], [], [], ["kit"], ["kit"], ["link"], []]


def test_a_key_is_seen_as_text_and_as_bytes() -> None:
    key = Key.fresh("vault-1", created=None)
    [canary] = values.keys(json.dumps({"purposes": {"vault": [as_entry(key)]}}))
    search = Search([canary])
    assert [
        bool(search.found(place)) for place in (key.expose(), key.expose().hex().encode(), canary.value.encode())
    ] == [True] * 3


def test_a_large_compressed_file_among_others_is_opened_to_its_end() -> None:
    packed = gzip.compress(f"{secrets.token_hex(300_000)}{AWKWARD.value}".encode())
    assert packed.count(b"\n\n") > 1
    place = together([Part("log", b"a line\n\na line\n"), Part("backup", packed), Part("same", packed)])
    found = Search([AWKWARD]).found(place)  # by chance also by another of the ways it is looked at
    assert ([*found], "gzip or zlib" in found["password"]) == (["password"], True)
