"""Which accounts somebody means: a number, an address, else every word somewhere, in any order, accents or not.

Few are listed once, by the index of words, and what follows (a page, its counts) reads those alone. Many are found
quickly by reading on in the order of the page: an index that gave all of them would be slower (docs/decisions/0049).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q

from accounts.models import Account, Custody, CustodyState, Platform
from accounts.rules.namesakes import number_in
from accounts.rules.recognise import recognise
from registry.folding import folded
from registry.people.models import Unit

#: What has more accounts than that is not listed beforehand.
FEW = 1000
#: Words that are looked for; nobody means more.
MOST_WORDS = 8


@dataclass(frozen=True)
class Word:
    """One word, and the platforms and units whose names hold it."""

    text: str
    platforms: list[int]
    units: list[int]

    @property
    def of_a_row(self) -> Q:
        """Asked of one account after the other."""
        held = Custody.objects.filter(state=CustodyState.OPEN, custodian__searched__contains=self.text)
        return Q(searched__contains=self.text) | self._placed | Q(pk__in=held.values("account"))

    @property
    def by_index(self) -> Q:
        """Asked of the index."""
        own = Account.objects.filter(searched__holds=self.text).order_by().values("pk")
        held = Custody.objects.filter(state=CustodyState.OPEN, custodian__searched__contains=self.text)
        found = Q(pk__in=own.union(held.order_by().values("account"), all=True))
        return found | self._placed if self.platforms or self.units else found

    @property
    def _placed(self) -> Q:
        return Q(platform__in=self.platforms) | Q(unit__in=self.units)


def search(text: str) -> Q:
    """The accounts meant, by handle, name, group, platform, school and custodian; nobody's words are all accounts."""
    exact = _exactly(text)
    if exact:
        return exact
    words = _words(text)
    if not words:
        return Q()
    few = _few(words)
    return _every(word.of_a_row for word in words) if few is None else Q(pk__in=few)


def named(text: str) -> Q:
    """As `search`, but by words of its own alone: handle, name, group and platform."""
    own = (Q(searched__holds=word.text) | Q(platform__in=word.platforms) for word in _words(text))
    return _exactly(text) or _every(own)


def _exactly(text: str) -> Q | None:
    number = number_in(text)
    if number is not None and "-" in text:
        return Q(pk=number)
    exact = recognise(text)
    return Q(platform=exact.platform, key=exact.key) if exact else None


def _words(text: str) -> list[Word]:
    """Names of platforms and units are folded here: there are few, and databases do not agree on accents."""
    asked = [word for each in folded(text).split() if (word := each.removeprefix("@"))][:MOST_WORDS]
    if not asked:
        return []
    platforms = [(pk, folded(name)) for pk, name in Platform.objects.values_list("pk", "name")]
    units = [(pk, folded(name)) for pk, name in Unit.objects.values_list("pk", "name")]
    return [Word(word, _having(word, platforms), _having(word, units)) for word in asked]


def _few(words: list[Word]) -> list[int] | None:
    """The accounts themselves; None where there are many."""
    for conditions in ([Q(searched__holds=word.text) for word in words], [word.by_index for word in words]):
        rows = Account.objects.filter(_every(conditions)).order_by()
        found = list(rows.values_list("pk", flat=True)[: FEW + 1])
        if len(found) > FEW:
            return None
    return found


def _having(word: str, names: list[tuple[int, str]]) -> list[int]:
    return [pk for pk, name in names if word in name]


def _every(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())
