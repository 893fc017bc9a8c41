"""Paste an address or a handle: which platform, which account (II.3, E1.12). Reads rows and text; never the network."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from confusable_homoglyphs import confusables
from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from yarl import URL

from accounts.models import Account, AccountState, Platform
from registry.people.models import Unit

LONGEST = 500
NEAR = 82
_PREFIX = re.compile(r"^(?:www|m|mobile|web|touch|[a-z]{2}|[a-z]{2}-[a-z]{2})\.(?=[^.]+\.)")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"^[^\s/@:]+\.[^\s/@:.]{2,}(?:[/?#:]|$)")
_AROUND = " \t\r\n\"'“”‘’«»<>()[]{},;"
_BIDI = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FEDERATED = re.compile(r"^@?(?P<name>[^@\s/]+)@(?P<host>[^@\s/]+\.[^@\s/.]+)$")
_ANY_HOST = "*"


@dataclass(frozen=True)
class Recognised:
    """One account on one platform: `handle` as people write it, `key` that is one of a kind, `url` to open."""

    platform: Platform
    handle: str
    key: str
    url: str


def recognise(text: str, platform: Platform | None = None) -> Recognised | None:
    """The account that an address names, or a bare handle on `platform`; None where it names no account.

    An address says its platform itself, whatever `platform` is. A post's address counts as its account's where that
    stands in it. Never raises, whatever the text; recognising the `url` of an answer gives the same answer.
    """
    return recognise_among(text, Platform.objects.all(), platform)


def recognise_among(text: str, platforms: Iterable[Platform], platform: Platform | None = None) -> Recognised | None:
    """The same among given platforms, without a query."""
    text = unicodedata.normalize("NFKC", text).strip(_AROUND)
    if not text or len(text) > LONGEST:
        return None
    platforms = list(platforms)
    found = _from_address(text, platforms, platform) or (_from_handle(text, platform) if platform else None)
    return found if found and _leads_back(found, platforms) else None


def _leads_back(found: Recognised, platforms: list[Platform]) -> bool:
    """Whether the address to show is recognised as the same account: one that is not would be no one's."""
    again = _from_address(unicodedata.normalize("NFKC", found.url), platforms, found.platform)
    return again == found


def most_characters(text: str, platform: Platform) -> int | None:
    """How many characters a handle may have on the platform, where this one is right in all but its length."""
    handle = unicodedata.normalize("NFKC", text).strip(_AROUND).removeprefix("@")[:LONGEST]
    pattern = platform.handle_pattern and _compiled(platform.handle_pattern)
    if not pattern or pattern.fullmatch(handle):
        return None
    most = next((end for end in range(len(handle) - 1, 0, -1) if pattern.fullmatch(handle[:end])), 0)
    kept = handle[: most - 1]
    return most if most > 1 and all(pattern.fullmatch(kept + letter) for letter in set(handle[most:])) else None


def odd_characters(handle: str) -> str | None:
    """Why a handle may not be what it looks like, as a sentence: hidden or turning characters, look-alike letters; or
    None.
    """
    if _BIDI.search(handle):
        return _("The handle has hidden characters that change how it reads.")
    if _mixes_look_alikes(handle):
        return _("The handle mixes letters of different alphabets that look alike.")
    return None


def twin(platform: Platform, key: str) -> Account | None:
    """The live account (any state but retired, any class) that holds this key on this platform (invariant 7)."""
    held = Account.objects.filter(platform=platform, key=key).exclude(state=AccountState.RETIRED)
    return held.select_related("platform", "unit").first()


def similar(unit: Unit, handle: str, *, most: int = 5) -> list[Account]:
    """Live accounts of ours of this unit, of those around it (the same parent) and of those above whose name is near;
    nearest first.
    """
    wanted = _letters(handle)
    family = Unit.objects.under(unit.parent) if unit.parent and unit.parent.parent_id else Unit.objects.under(unit)
    units = set(unit.path_ids()) | set(family.values_list("pk", flat=True))
    rows = Account.objects.filter(unit__in=units).exclude(state__in=(AccountState.RETIRED, AccountState.FOUND))
    rows = rows.select_related("platform", "unit")
    scored = [(_nearness(wanted, account), account) for account in rows]
    near = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1].pk))
    return [account for _score, account in near[:most]]


def _nearness(wanted: str, account: Account) -> float:
    return max(fuzz.ratio(wanted, _letters(name)) for name in (account.handle, account.display_name))


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())


def _from_address(text: str, platforms: list[Platform], hint: Platform | None) -> Recognised | None:
    url = _parse(text)
    if url is None:
        return None
    host = _bare_host(url)
    subject = f"{host}{url.path.rstrip('/')}" + (f"?id={url.query['id']}" if url.query.get("id") else "")
    known = [each for each in platforms if any(_is_or_under(host, name) for name in each.hosts)]
    if not known and (_SCHEME.match(text) or (hint and _ANY_HOST in hint.hosts)):
        known = [each for each in platforms if _ANY_HOST in each.hosts]
        known.sort(key=lambda each: each != hint)
    return next(filter(None, (_match(each, subject) for each in known)), None)


def _from_handle(text: str, platform: Platform) -> Recognised | None:
    if _SCHEME.match(text):
        return None
    if "/" in text and platform.hosts:
        return _match(platform, f"{platform.hosts[0]}/{text.strip('/')}")
    federated = _FEDERATED.match(text)
    if federated and _ANY_HOST in platform.hosts:
        return _match(platform, f"{federated['host'].lower()}/@{federated['name']}")
    return _made(platform, text.removeprefix("@"), kind="", exact=False) if platform.handle_pattern else None


def _match(platform: Platform, subject: str) -> Recognised | None:
    for pattern in platform.patterns:
        found = _compiled(pattern).match(subject)
        if found:
            groups = found.groupdict()
            handle = groups.get("handle") or groups.get("exact") or ""
            if groups.get("host"):
                handle = f"{handle}@{groups['host']}"
            return _made(platform, handle, kind=groups.get("kind") or "", exact=bool(groups.get("exact")))
    return None


def _made(platform: Platform, handle: str, *, kind: str, exact: bool) -> Recognised | None:
    handle = handle.strip().rstrip(".") if not exact else handle
    if not _possible(platform, handle, kind):
        return None
    shown = f"{kind}/{handle}" if kind else handle
    folds = platform.folds_case and not exact
    key = (f"{kind.casefold()}/" if kind else "") + (_folded(handle) if folds else handle)
    made = Recognised(platform, shown, key, _address(platform, handle, kind))
    return made if len(made.key) <= 200 and len(made.handle) <= 120 and len(made.url) <= 300 else None


def _possible(platform: Platform, handle: str, kind: str) -> bool:
    if not handle or _BIDI.search(handle) or any(unicodedata.category(letter) == "Cc" for letter in handle):
        return False
    if not kind and handle.casefold() in platform.reserved:
        return False
    return bool(kind or not platform.handle_pattern or _compiled(platform.handle_pattern).fullmatch(handle))


def _address(platform: Platform, handle: str, kind: str) -> str:
    if kind and platform.hosts:
        return f"https://www.{platform.hosts[0]}/{kind}/{handle}"
    name, _at, host = handle.partition("@")
    return platform.address_form.format(handle=handle, name=name, host=host)


def _parse(text: str) -> URL | None:
    """The text as an address, if it can be one; one without a scheme needs a host with a dot in it."""
    if not _SCHEME.match(text):
        if not _HOST.match(text):
            return None
        text = f"https://{text}"
    try:
        url = URL(text)
        host = url.host or ""  # reading it decodes it, which fails for an impossible international name
    except (ValueError, TypeError):
        return None
    return url if url.scheme in ("http", "https") and "." in host else None


def _bare_host(url: URL) -> str:
    return _PREFIX.sub("", (url.host or "").lower().rstrip("."))


def _is_or_under(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")


def _folded(handle: str) -> str:
    """Folding once more changes nothing: NFKC and case folding undo each other for a few letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", handle).casefold())


def _mixes_look_alikes(handle: str) -> bool:
    """Whether letters of other alphabets stand where Latin ones seem to; accents and other scripts as such are fine."""
    if handle.isascii():
        return False
    return bool(confusables.is_dangerous(handle) or confusables.is_confusable(handle, preferred_aliases=["latin"]))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
