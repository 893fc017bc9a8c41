"""The shell: colors, font, pictures, words of time, the parts, the error pages and the navigation."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from fontTools.ttLib import TTFont
from lucide import IconDoesNotExist

from registry import clock, context, icons, typeface
from registry.people.models import User
from registry.templatetags import mooring

ROOT = Path(settings.BASE_DIR)
CSS = (ROOT / "static/css/mooring.css").read_text(encoding="utf-8")
JS = (ROOT / "static/js/mooring.js").read_text(encoding="utf-8")
OURS = [
    *(ROOT / "templates").glob("parts/*.html"),
    *(ROOT / "templates").glob("errors/*.html"),
    *(ROOT / "templates").glob("allauth/*/*.html"),
    ROOT / "templates/base.html",
    ROOT / "templates/account/login.html",
]
COLORS = ("lake", "pine", "ochre", "brick", "plum")
GROUNDS = ("bg", "surface", "sunken", "hover")
TEXT, SHAPE = 4.5, 3.0


def draw(source: str, **names: object) -> str:
    return Template("{% load mooring %}" + source).render(Context(names))


def pairs() -> list[tuple[str, str, float]]:
    """Foreground, background and the contrast they need (WCAG 1.4.3, 1.4.11), for every pair in use."""
    return [
        *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS],
        *[(ink, f"{color}-soft", TEXT) for ink in ("ink", "ink-2") for color in COLORS],
        *[
            (f"{color}{strength}", ground, TEXT)
            for color in COLORS
            for strength in ("", "-strong")
            for ground in ("bg", "surface", "sunken", f"{color}-soft")
        ],
        *[("lake", "hover", TEXT), ("on-lake", "lake", TEXT), ("on-lake", "lake-strong", TEXT), ("bg", "ink", TEXT)],
        *[("on-pine", "pine", TEXT), ("on-brick", "brick", TEXT), ("lake-strong", "lake-line", TEXT)],
        *[("line-strong", ground, SHAPE) for ground in GROUNDS],
        *[("focus-out", ground, SHAPE) for ground in ("bg", "surface", "focus-in", "lake-soft")],
        *[("brand", "surface", SHAPE), ("c-good", "surface", SHAPE), ("c-attention", "surface", SHAPE)],
    ]


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_colors_in_use_has_the_contrast_it_needs(scheme: int) -> None:
    tokens = {
        name: colors
        for name, *colors in re.findall(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\)", CSS)
    }
    too_low = [
        (one, other, round(contrast(tokens[one][scheme], tokens[other][scheme]), 2))
        for one, other, need in pairs()
        if contrast(tokens[one][scheme], tokens[other][scheme]) < need
    ]
    assert too_low == []


def test_contrast_is_computed_as_wcag_says() -> None:
    assert (round(contrast("#fff", "#000"), 1), round(contrast("#777777", "#ffffff"), 2)) == (21.0, 4.48)


def test_what_a_first_visit_loads_beside_the_page_is_under_50_kilobytes() -> None:
    font = (typeface.made() / "fonts/public-sans-latin.woff2").stat().st_size
    assert font + sum(len(gzip.compress(text.encode())) for text in (CSS, JS)) < 50_000


def test_the_font_is_made_once_and_again_when_a_part_is_gone(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path
    finder = typeface.TypefaceFinder()
    first = Path(finder.find("fonts/public-sans-vietnamese.woff2"))
    made_at = first.stat().st_mtime_ns
    finder.find("fonts/public-sans-latin.woff2")
    assert (first.read_bytes()[:4], first.stat().st_mtime_ns) == (b"wOF2", made_at)
    first.unlink()
    assert [name for name, storage in finder.list(None) if storage.exists(name)] == [
        "fonts/public-sans-latin.woff2",
        "fonts/public-sans-latin-ext.woff2",
        "fonts/public-sans-vietnamese.woff2",
        "fonts/jetbrains-mono-latin.woff2",
    ]


def test_no_two_characters_that_people_confuse_look_alike_in_a_secret() -> None:
    """0/O, 1/l/I/|: each has an outline of its own, and no two letters join into one sign."""
    assert re.search(r"\.secret \.value \{ font-family: var\(--secret\)", CSS)
    assert re.search(r'--secret: "JetBrains Mono"', CSS)
    with TTFont(typeface.made() / "fonts/jetbrains-mono-latin.woff2") as font:
        glyphs, names = font["glyf"], font.getBestCmap()
        outlines = [str(glyphs[names[ord(letter)]].getCoordinates(glyphs)[0]) for letter in "0Oo1lI|"]
        features = (
            {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord} if "GSUB" in font else set()
        )
        assert (len(set(outlines)), features & {"liga", "calt"}) == (7, set())


def test_the_finder_knows_no_other_file() -> None:
    assert (typeface.TypefaceFinder().find("css/mooring.css"), typeface.TypefaceFinder().find("x", find_all=True)) == (
        [],
        [],
    )


def test_every_font_and_picture_the_stylesheet_names_is_there() -> None:
    named = set(re.findall(r'url\("\.\./([^"]+)"\)', CSS))
    missing = [p for p in named if not (ROOT / "static" / p).exists() and not typeface.TypefaceFinder().find(p)]
    assert (len(named) > 3, missing) == (True, [])


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_part_says_on_top_what_it_takes_and_holds_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    inline = re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|\|\s*safe\b", text)
    assert (text.startswith(("{#", "{% extends")), "{#" in text, inline) == (True, True, [])


def test_every_icon_our_templates_name_is_in_the_set() -> None:
    every = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    names = set(re.findall(r'{% icon "([^"]+)"', every)) | {link["icon"] for link in context.ME}
    assert [name for name in sorted(names) if not _exists(name)] == []


def _exists(name: str) -> bool:
    try:
        return bool(icons.icon(name))
    except IconDoesNotExist:
        return False


def test_an_icon_is_hidden_from_listeners_and_sized_by_the_stylesheet() -> None:
    drawn = draw('{% icon "clock" "lg" %}')
    assert re.findall(r'class="[^"]+"|aria-hidden="true"|focusable="false"', drawn) == [
        'class="icon lg"',
        'aria-hidden="true"',
        'focusable="false"',
    ]


def test_health_never_hangs_on_color_alone() -> None:
    outlines = {state: icons.glyph(state) for state in ("good", "attention", "risk", "resting", "none")}
    assert len(set(outlines.values())) == 5
    assert "<span>At risk</span>" in draw('{% health "risk" "At risk" %}')


def test_a_platform_is_letters_in_a_box() -> None:
    platform = SimpleNamespace(glyph="IG")
    assert draw('{% platform_mark p "lg" %}', p=platform) == '<span class="plat lg" aria-hidden="true">IG</span>'


def test_what_a_person_typed_is_escaped_in_every_tag() -> None:
    bad = "<b>x"
    drawn = draw(
        '{% status_tag "pine" bad %}{% health "good" bad %}{% platform_mark p %}{% avatar u %}',
        bad=bad,
        p=SimpleNamespace(glyph=bad),
        u=SimpleNamespace(name=bad),
    )
    assert "<b>" not in drawn.lower()


@pytest.mark.parametrize(("name", "letters"), [("Maya Lindqvist", "ML"), ("Ana", "A"), ("", ""), ("a b  c", "AC")])
def test_initials_are_of_first_and_last_name(name: str, letters: str) -> None:
    assert mooring.initials(SimpleNamespace(name=name)) == letters


def test_a_moment_is_shown_as_the_districts_clocks_do() -> None:
    with clock.at(datetime(2026, 11, 18, 12, tzinfo=UTC)):
        assert mooring.when(datetime(2026, 11, 18, 15, 21, tzinfo=UTC)) == (
            '<time datetime="2026-11-18T09:21:00-06:00">Wed, Nov 18, 9:21 am</time>'
        )
        assert mooring.time_of_day(datetime(2026, 11, 18, 21, 5, tzinfo=UTC)) == (
            '<time datetime="2026-11-18T15:05:00-06:00">3:05 pm</time>'
        )
        assert ">Tue, Nov 18, 2025, 9:21 am<" in mooring.when(datetime(2025, 11, 18, 15, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "words"),
    [(18, "today"), (19, "tomorrow"), (22, "in 4 days"), (17, "1 day late"), (9, "9 days late")],
)
def test_a_due_date_says_how_far_it_is(day: int, words: str) -> None:
    with clock.at(datetime(2026, 11, 18, 12, tzinfo=UTC)):
        assert mooring.distance(date(2026, 11, day)) == words


def test_a_due_date_holds_until_midnight_in_the_district() -> None:
    with clock.at(datetime(2026, 11, 19, 5, 30, tzinfo=UTC)):
        assert mooring.distance(date(2026, 11, 18)) == "today"


def test_a_due_date_reads_as_one_sentence() -> None:
    with clock.at(datetime(2026, 11, 14, 18, tzinfo=UTC)):
        assert mooring.due(date(2026, 11, 18)) == '<time datetime="2026-11-18">Wed, Nov 18</time>, in 4 days'
        assert 'class="due"' in mooring.due_mark(date(2026, 11, 18))
        assert 'class="due soon"' in mooring.due_mark(date(2026, 11, 17))
        assert 'class="due late"' in mooring.due_mark(date(2026, 11, 13))


def test_nothing_is_shown_where_there_is_no_date() -> None:
    assert draw("{{ x|when }}{{ x|day }}{{ x|due }}{{ x|distance }}{% due_mark x %}", x=None) == ""


def test_a_message_has_the_tone_of_its_level() -> None:
    levels = (constants.SUCCESS, constants.WARNING, constants.ERROR, constants.INFO)
    assert [mooring.tone(SimpleNamespace(level=level)) for level in levels] == ["pine", "ochre", "brick", "lake"]


def test_pips_show_done_now_and_later() -> None:
    assert re.findall(r'<i class="(\w*)">', draw("{% pips 1 3 %}{% pips 1 2 stopped=True %}{% pips 2 2 %}")) == [
        *("done", "now", ""),
        *("done", "stop"),
        *("done", "done"),
    ]


def test_a_hidden_secret_never_tells_its_length_and_a_shown_one_is_escaped() -> None:
    hidden = render_to_string("parts/secret_row.html", {"label": "Password", "hidden": True, "value": "hunter2"})
    shown = render_to_string("parts/secret_row.html", {"label": "Password", "name": "pw", "value": " <b>x "})
    assert ("hunter2" in hidden, hidden.count("•")) == (False, 10)
    assert "> &lt;b&gt;x </span>" in shown


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "429", "503", "csrf"])
def test_an_error_page_stands_in_our_frame_for_somebody_signed_out(code: str) -> None:
    request = RequestFactory().get("/somewhere/")
    page = render_to_string(f"errors/{code}.html", {"message": "Priya Nair was first."}, request)
    assert (page.count("<h1"), page.count("<main"), 'lang="en"' in page) == (1, 1, True)
    assert ("Priya Nair was first." in page) == (code in {"403", "409", "503"})


def test_the_page_of_last_resort_needs_no_context_at_all() -> None:
    assert "<h1>Something went wrong on our side</h1>" in get_template("errors/500.html").render()


def test_a_stale_page_leads_back_to_the_page_as_it_is_now() -> None:
    page = render_to_string("errors/409.html", {"message": "x"}, RequestFactory().post("/requests/R-1/"))
    assert '<a class="btn" href="/requests/R-1/">' in page


def test_a_stale_page_that_was_only_opened_speaks_of_nothing_sent_and_does_not_lead_to_itself() -> None:
    page = render_to_string("errors/409.html", {"message": "x"}, RequestFactory().get("/requests/R-1/"))
    assert ("What you sent" in page, 'href="/requests/R-1/"' in page) == (False, False)


def test_nobody_signed_out_is_given_a_navigation() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert set(context.page(request)) == {"user", "district_name", "home"}


def test_the_navigation_marks_where_one_is_and_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_sources", [])
    context.add_nav(lambda user: [{"key": "work", "count": 3}, {"key": "new", "label": "New", "path": "new/"}])
    links = context.navigation(User(name="Maya Lindqvist"), "accounts/7/")
    assert [(link["key"], link["url"], link["current"], link.get("count", 0)) for link in links] == [
        ("work", "/", False, 3),
        ("requests", "/requests/", False, 0),
        ("accounts", "/accounts/", True, 0),
        ("people", "/people/", False, 0),
        ("reports", "/reports/", False, 0),
        ("trail", "/trail/", False, 0),
        ("new", "/new/", False, 0),
    ]


def test_a_source_of_the_navigation_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_sources", [])

    def source(user: object) -> list[object]:
        return []

    context.add_nav(source)
    context.add_nav(source)
    assert context._sources == [source]


def test_a_page_may_name_the_main_link_it_belongs_to() -> None:
    link = {"key": "trail", "label": "Trail", "url": "/trail/", "current": False}
    drawn = draw('{% nav_here %} trail {% endnav_here %}{% include "parts/nav_link.html" %}', link=link)
    assert 'aria-current="page"' in drawn
