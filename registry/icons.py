"""The small pictures of a page: icons of the lucide package, our own glyphs and our own mark, as inline SVG.

Our glyphs say health and verdicts by their outline, so that no meaning hangs on color alone (WCAG 1.4.1).
No company's logo is ever drawn: a platform is one or two letters in a box.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

GLYPHS = {
    # circle with a check
    "good": '<circle cx="8" cy="8" r="8" fill="currentColor"/><path class="cut" d="m4.6 8.2 2.4 2.4 4.5-4.9"/>',
    # triangle with an exclamation mark
    "attention": '<path fill="currentColor" d="M6.7 1.2a1.5 1.5 0 0 1 2.6 0l6.4 11.6a1.5 1.5 0 0 1-1.3 2.2H1.6'
    'a1.5 1.5 0 0 1-1.3-2.2z"/><path class="cut" d="M8 5.6v3.6M8 12v.1"/>',
    # square with a cross
    "risk": '<rect width="16" height="16" rx="3" fill="currentColor"/>'
    '<path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    # ring with a crescent in it
    "resting": '<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path fill="currentColor" d="M9.8 4.3a4 4 0 1 0 0 7.4 4.6 4.6 0 0 1 0-7.4z"/>',
    # ring with the hands of a clock
    "waiting": '<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.8"/>'
    '<path fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" d="M8 4.4V8l2.4 1.6"/>',
    # dashed ring
    "none": '<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.8"'
    ' stroke-dasharray="2.8 2.7"/>',
    # circle with an exclamation mark
    "error": '<circle cx="8" cy="8" r="8" fill="currentColor"/><path class="cut" d="M8 4.4v4M8 11.5v.1"/>',
}

# Names the set had before, which people still reach for.
OLDER_NAMES = {
    "alert-triangle": "triangle-alert",
    "check-circle": "circle-check",
    "circle-help": "circle-question-mark",
    "edit": "square-pen",
    "fingerprint": "fingerprint-pattern",
    "help-circle": "circle-question-mark",
    "home": "house",
    "unlock": "lock-open",
    "x-circle": "circle-x",
}

MARK = format_html(
    '<svg class="{}" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<rect width="32" height="32" rx="8" fill="currentColor"/><circle cx="16" cy="14" r="9" fill="#fff"/>'
    '<path d="m11.8 13.4 3.1 3.1 5.5-5.9" fill="none" stroke="currentColor" stroke-width="2.8" stroke-linecap="round"'
    ' stroke-linejoin="round"/>'
    '<path d="M0 21.5q4-2.6 8 0t8 0 8 0 8 0V24a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8z" fill="currentColor"/>'
    '<path d="M4 24.6q2.9-1.7 6 0t6 0 6 0 6 0" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/>'
    "</svg>",
    "glyph",
)


@lru_cache(maxsize=512)
def icon(name: str, classes: str = "") -> SafeString:
    """Return lucide's icon `name` as inline SVG, hidden from listeners; raises lucide.IconDoesNotExist."""
    attributes = {"class": f"icon {classes}".strip(), "aria-hidden": "true", "focusable": "false"}
    return format_html("{}", lucide(OLDER_NAMES.get(name, str(name)), size=None, **attributes))


@lru_cache(maxsize=64)
def glyph(name: str, classes: str = "") -> SafeString:
    """Return our glyph `name` (good, attention, risk, resting, waiting, none, error); raises KeyError."""
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">' + GLYPHS[name] + "</svg>",
        f"glyph {classes}".strip(),
    )
