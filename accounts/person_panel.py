"""What the register says on a person's page: where they may post, and what they are authorized to."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import Authorization, Poster
from accounts.rules.authorizing import visible_to, with_people
from accounts.rules.posting import with_place
from registry.people.models import User
from registry.people.panels import Panel
from registry.templatetags.mooring import day


def may_post(person: User, viewer: User) -> Panel | None:
    """Designations in force or to come, for everybody (II.4); authorizations in force, for who may see them."""
    posters = with_place(Poster.objects.standing().filter(person=person)).order_by("pk")
    given = Authorization.objects.in_force().filter(visible_to(viewer), person=person)
    rows = [*map(_of_poster, posters), *map(_of_authorization, with_people(given).order_by("pk"))]
    if not rows:
        return None
    mine = person.pk == viewer.pk
    link = {"url": reverse("accounts:card"), "action": _("Your card: may I post?")} if mine else {}
    return Panel("posting", _("May post"), rows, **link)


def _of_poster(row: Poster) -> dict[str, Any]:
    platform = row.account.platform if row.account else None
    words = _("Poster, with the right to open the login") if row.may_reveal else _("Poster")
    meta = _between(words, row)
    return {
        "title": row.place.name,
        "url": row.get_absolute_url(),
        "meta": meta,
        "platform": platform,
        "icon": "school",
    }


def _of_authorization(row: Authorization) -> dict[str, Any]:
    title = _("%(kind)s, %(unit)s") % {"kind": row.get_kind_display(), "unit": row.unit.name}
    return {"title": title, "url": row.get_absolute_url(), "meta": _between(row.number, row), "icon": "badge-check"}


def _between(words: str, row: Poster | Authorization) -> str:
    facts = {"words": words, "start": day(row.starts_on), "until": day(row.ends_on)}
    said = _("{words}, from {start} until {until}") if row.ends_on else _("{words}, from {start}")
    return format_html(said, **facts)
