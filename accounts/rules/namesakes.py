"""Which accounts somebody may mean who says a number or a bare handle, and whose name a handle reads like (E1.12)."""

import re

from confusable_homoglyphs import confusables
from rapidfuzz import fuzz

from accounts.models import Account, AccountState
from registry.folding import folded

MOST_NAMESAKES = 10
MOST_IMITATED = 3
#: Names this near read alike; short ones are near to too many.
NEAR = 92
SHORT = 6
_NUMBER = re.compile(r"a-?0*([0-9]{1,15})", re.IGNORECASE)
_READS_AS = str.maketrans("01i345789", "olleastbg")


def number_in(text: str) -> int | None:
    """The account's number that `text` is, as people say it on the phone: A-0042, or a42."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def namesakes(text: str) -> list[Account]:
    """The account of that number, else the live ones of that handle on whatever platform."""
    rows = Account.objects.select_related("platform", "unit").order_by("pk")
    number = number_in(text)
    if number is not None:
        return list(rows.filter(pk=number))
    handle = text.strip().removeprefix("@")
    live = rows.exclude(state=AccountState.RETIRED)
    return list(live.filter(handle__iexact=handle)[:MOST_NAMESAKES]) if handle else []


def imitated(handle: str) -> list[Account]:
    """Live accounts of ours whose handle reads like `handle`, nearest first; whether it imitates them people say.

    Compares with every live handle in one query, in memory: what reads alike, no index knows.
    """
    shape = _shape(handle)
    over = (AccountState.RETIRED, AccountState.FOUND)
    live = Account.objects.exclude(state__in=over).values_list("pk", "handle")
    scored = sorted((-_nearness(shape, _shape(name)), pk) for pk, name in live)
    near = [pk for score, pk in scored[:MOST_IMITATED] if -score >= NEAR]
    rows = Account.objects.select_related("platform", "unit").in_bulk(near)
    return [rows[pk] for pk in near]


def _nearness(one: str, other: str) -> float:
    if one == other:
        return 100.0 if one else 0.0
    return fuzz.ratio(one, other) if min(len(one), len(other)) >= SHORT else 0.0


def in_plain_letters(text: str) -> str:
    """The same with Latin letters for those of other alphabets that look like them."""
    return "".join(letter if letter.isascii() else _latin(letter) for letter in text)


def _shape(handle: str) -> str:
    """What a glance takes in: look-alike letters and digits as one letter, no dots and lines."""
    latin = in_plain_letters(folded(handle))
    return re.sub("[^a-z]", "", latin.translate(_READS_AS)).replace("rn", "m").replace("vv", "w")


def _latin(letter: str) -> str:
    alike = confusables.is_confusable(letter, preferred_aliases=["latin"]) or [{"homoglyphs": []}]
    shapes = [str(each["c"]).casefold() for each in alike[0]["homoglyphs"]]
    return next((shape for shape in shapes if shape.isascii()), letter)
