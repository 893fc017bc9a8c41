"""The words and pictures every template may use: `{% load mooring %}`.

Tags
    {% icon "clock" %} {% icon "clock" "lg" %}      an icon of the lucide set
    {% glyph "good" %}                              our outlines: good attention risk resting waiting none error
    {% mark %}                                      our mark
    {% platform_mark platform %} {% … "lg" %}       a platform's letters (its glyph, else its initial) in a box
    {% avatar user %} {% avatar user "sm" %}        a person's initials in a disc
    {% status_tag tone word icon %}                 a status: tone "" lake pine ochre brick plum done
    {% health state word %}                         good attention risk resting none, with the word and its outline
    {% due_mark date %}                             for the end of a row: day, distance, and soon or late
    {% pips done total %} {% … stopped=True %}      one-line progress; always beside a status in words
    {% tone_mark tone %}                            the picture that goes with a note's tone
    {% error_prefix %}                              "Error: " in the title of a page whose form failed
    {% nav_here %}key{% endnav_here %}              which main link the page belongs to
Filters
    user|initials, moment|when, moment|clock_time, date|day, date|due, date|distance, message|tone, form|error_list,
    field|without_hint, text|own_links
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import constants
from django.forms import BaseForm, BoundField
from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from registry import clock, icons

register = template.Library()

SOON = 3
_TONES = {constants.SUCCESS: "pine", constants.WARNING: "ochre", constants.ERROR: "brick"}
_PICTURES = {"pine": "good", "ochre": "attention", "brick": "risk"}


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw lucide's icon `name`; `classes` are added to its class."""
    return icons.icon(name, classes)


@register.simple_tag
def glyph(name: str, classes: str = "") -> SafeString:
    """Draw our glyph `name`."""
    return icons.glyph(name, classes)


@register.simple_tag
def mark() -> SafeString:
    """Draw our mark."""
    return icons.MARK


@register.simple_tag
def platform_mark(platform: Any, size: str = "") -> SafeString:
    """Draw a platform as its one or two letters in a box; `size` is "", "sm" or "lg"."""
    letters = platform if isinstance(platform, str) else getattr(platform, "glyph", "") or str(platform)[:1]
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"plat {size}".strip(), letters)


@register.filter
def initials(person: Any) -> str:
    """Return the first letters of a person's first and last name."""
    parts = str(getattr(person, "name", person) or "").split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else ""


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """Draw a person's initials in a disc (decorative: the name always stands beside it)."""
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"avatar {size}".strip(), initials(person))


@register.simple_tag
def status_tag(tone: str, word: str, picture: str = "") -> SafeString:
    """Draw a status: an adjective in its tone, with an icon, or a glyph when `picture` names one of ours."""
    return format_html('<span class="{}">{}{}</span>', f"tag {tone}".strip(), _picture(picture), word)


@register.simple_tag
def health(state: str, word: str, size: str = "") -> SafeString:
    """Draw a health badge: its outline and its word (never color alone)."""
    css = f"health {state} {size}".strip()
    return format_html('<span class="{}">{}<span>{}</span></span>', css, icons.glyph(state), word)


@register.simple_tag
def pips(done: int, total: int, *, stopped: bool = False) -> SafeString:
    """Draw one-line progress: `done` of `total` steps, the next one current, or stopped."""
    states = ["done"] * done + (["stop" if stopped else "now"] if done < total else []) + [""] * (total - done - 1)
    drawn = format_html_join("", '<i class="{}"></i>', ((state,) for state in states))
    return format_html('<span class="pips" aria-hidden="true">{}</span>', drawn)


@register.simple_tag
def tone_mark(tone: str) -> SafeString:
    """Draw the picture of a note: the glyph of its tone, else the information icon."""
    return icons.glyph(_PICTURES[tone]) if tone in _PICTURES else icons.icon("info")


@register.filter
def tone(message: Any) -> str:
    """Return the tone of a message of django.contrib.messages."""
    return _TONES.get(message.level, "lake")


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """Show a moment as the district's clocks do: "Wed, Nov 18, 9:21 am"; the year where it is not this one."""
    if not moment:
        return ""
    there = clock.local(moment)
    stamp = there.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}, {}</time>', stamp, _day_text(there.date()), _time_text(there))


@register.filter("clock_time")
def time_of_day(moment: datetime | None) -> SafeString | str:
    """Show the time of day alone, where the day stands above: "9:21 am"."""
    if not moment:
        return ""
    there = clock.local(moment)
    return format_html('<time datetime="{}">{}</time>', there.isoformat(timespec="seconds"), _time_text(there))


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Show a date: "Wed, Nov 18"; the year where it is not this one."""
    if not value:
        return ""
    that = _as_date(value)
    return format_html('<time datetime="{}">{}</time>', that.isoformat(), _day_text(that))


@register.filter
def due(value: date | datetime | None) -> SafeString | str:
    """Show a date and how far it is: "Wed, Nov 18, in 4 days"."""
    return format_html("{}, {}", day(value), distance(value)) if value else ""


@register.filter
def distance(value: date | datetime | None) -> str:
    """Say how far a due date is: "in 4 days", "tomorrow", "today", "9 days late"."""
    if not value:
        return ""
    days = _days_left(value)
    if days in (0, 1):
        return _("tomorrow") if days else _("today")
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


@register.simple_tag
def due_mark(value: date | datetime | None) -> SafeString | str:
    """Draw a due date for the end of a row: "Due Wed, Nov 18" over "in 4 days"; soon and late have tones."""
    if not value:
        return ""
    days = _days_left(value)
    urgency = "late" if days < 0 else "soon" if days <= SOON else ""
    words = _("Due %(day)s") % {"day": _day_text(_as_date(value))}
    return format_html(
        '<span class="{}"><time datetime="{}">{}</time><small>{}</small></span>',
        f"due {urgency}".strip(),
        _as_date(value).isoformat(),
        words,
        distance(value),
    )


@register.filter
def own_links(text: str) -> SafeString:
    """What somebody typed, with its line breaks. Addresses of this site become links; all others stay text."""
    pieces = re.split(rf"({re.escape(settings.SITE_URL)}(?:/[\w\-./?=&%#~]*)?(?![\w@.:-]))", text)
    return format_html_join(
        "", "{}", ((_typed(piece, is_address=number % 2 == 1),) for number, piece in enumerate(pieces))
    )


def _typed(piece: str, *, is_address: bool) -> Any:
    if not is_address:
        return linebreaksbr(piece, autoescape=True)
    address = piece.rstrip(".")
    return format_html('<a href="{}">{}</a>{}', address, address, piece[len(address) :])


@register.filter
def error_list(form: Any) -> list[dict[str, str]]:
    """Return a failed form's errors in the order of its fields: `href` to the field (or ""), and the message."""
    if not isinstance(form, BaseForm) or not form.errors:
        return []
    about_all = [{"href": "", "message": str(message)} for message in form.non_field_errors()]
    return about_all + [
        {"href": _anchor(form, name), "message": str(message)}
        for name in form.fields
        if name in form.errors
        for message in form.errors[name]
    ]


@register.filter
def without_hint(field: BoundField) -> BoundField:
    """Take a field's hint away, where the page says it in another place (a hint holds no link)."""
    field.help_text = ""
    return field


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """Return "Error: " when the page shows a form (in the context as `form`) that failed."""
    return _("Error:") + " " if error_list(context.get("form")) else ""


@register.tag
def nav_here(parser: template.base.Parser, token: template.base.Token) -> _NavHere:
    """Keep what stands between as the key of the main link the page belongs to."""
    nodelist = parser.parse(("endnav_here",))
    parser.delete_first_token()
    return _NavHere(nodelist)


class _NavHere(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        context["nav_here"] = str(self.nodelist.render(context)).strip()
        return ""


def _picture(name: str) -> SafeString | str:
    if not name:
        return ""
    return icons.glyph(name) if name in icons.GLYPHS else icons.icon(name)


def _anchor(form: BaseForm, name: str) -> str:
    field = form[name]
    if field.is_hidden:
        return ""
    # Radio buttons and boxes in a set have no one label: the link goes to the first of them.
    target = field.id_for_label or (field.subwidgets[0].id_for_label if len(field.subwidgets) else "")
    return f"#{target}" if target else ""


def _as_date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _days_left(value: date | datetime) -> int:
    return (_as_date(value) - clock.today()).days


def _time_text(there: datetime) -> str:
    return date_format(there, pgettext("time format", "g:i a")).replace("a.m.", "am").replace("p.m.", "pm")


def _day_text(value: date) -> str:
    this_year = value.year == clock.today().year
    return date_format(value, pgettext("date format", "D, M j") if this_year else pgettext("date format", "D, M j, Y"))
