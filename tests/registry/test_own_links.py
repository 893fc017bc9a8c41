"""What somebody typed, on a page: as typed, with line breaks; only addresses of this site are links."""

import html
import re

import pytest
from django.conf import settings

from registry.templatetags.mooring import own_links

SITE = settings.SITE_URL


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)">', own_links(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"See {SITE}/requests/R-0412/ please", [f"{SITE}/requests/R-0412/"]),
        (f"{SITE}/requests/R-0412/#talk", [f"{SITE}/requests/R-0412/#talk"]),
        (f"{SITE}/requests/?view=all&status=draft", [f"{SITE}/requests/?view=all&amp;status=draft"]),
        (f"Twice: {SITE}/a/ and {SITE}/b/", [f"{SITE}/a/", f"{SITE}/b/"]),
        (f"At the end of a sentence: {SITE}/people/me.", [f"{SITE}/people/me"]),
        ("https://evil.example/requests/", []),
        ("javascript:alert(1)", []),
        (f"{SITE}.evil.example/", []),
        (f"{SITE}@evil.example/", []),
        (f"{SITE}0/x", []),
        (f'"><img src=x onerror=alert(1)>{SITE}/a/', [f"{SITE}/a/"]),
        (f'{SITE}/a/"onmouseover="alert(1)', [f"{SITE}/a/"]),
        (f"{SITE}/<script>", [SITE + "/"]),
    ],
)
def test_only_our_own_addresses_are_links(text: str, found: list[str]) -> None:
    assert links(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "plain", "", "a\nb\r\nc", "<b>bold</b> & 'quotes' \"double\"", "&lt;already&gt;", f"{SITE}/a/ <i>x</i>\n{SITE}/b/.",
        "Ünïcödé – “quoted” 🙂", "{{ 7*7 }} {% include 'x' %}", "\u202eabc", "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_read_is_what_was_typed(text: str) -> None:
    shown = own_links(text).replace("<br>", "\n")
    assert html.unescape(re.sub(r'</?a(?: href="[^"]*")?>', "", shown)) == text.replace("\r\n", "\n")


def test_nothing_but_links_and_line_breaks_is_markup() -> None:
    shown = own_links(f"<a href='https://evil.example'>x</a>\n<script>{SITE}/a/</script>")
    assert set(re.findall(r"<[^>]+>", shown)) == {f'<a href="{SITE}/a/">', "</a>", "<br>"}
