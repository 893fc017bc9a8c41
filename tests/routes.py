"""Every address the site answers to, read from its URL patterns: nothing can be mounted without being seen here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


@dataclass(frozen=True)
class Route:
    """One pattern: its full name (`accounts:reveal`), its address with converters, and what those are called."""

    name: str
    pattern: str
    converters: tuple[str, ...]

    def path(self, arguments: Mapping[str, Any]) -> str:
        """The address with values in place of its converters; raises KeyError for one that is missing."""
        text = self.pattern
        for part in self.converters:
            start, end = _span(text, part)
            text = f"{text[:start]}{arguments[part]}{text[end:]}"
        return f"/{text}"


def _span(text: str, name: str) -> tuple[int, int]:
    for opening in (f":{name}>", f"<{name}>"):
        at = text.find(opening)
        if at >= 0:
            return text.rfind("<", 0, at + 1), at + len(opening)
    raise LookupError(f"{name} is not in {text}")


def every_route() -> list[Route]:
    """All patterns in the order they are tried."""
    return list(_below(get_resolver().url_patterns, "", ""))


def _below(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for one in patterns:
        address = prefix + _plain(one)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _below(one.url_patterns, address, inner)
        else:
            name = f"{space}{one.name}" if one.name else address
            yield Route(name, address, tuple(_converters(address)))


def _plain(one: URLPattern | URLResolver) -> str:
    """The address as a route; allauth writes a few of its own as regular expressions."""
    if isinstance(one.pattern, RoutePattern):
        return str(one.pattern._route)
    text = str(one.pattern._regex).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
    return re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", text).replace("\\", "")


def _converters(address: str) -> Iterator[str]:
    for piece in address.split("<")[1:]:
        yield piece.split(">")[0].rpartition(":")[2]
