"""An authorization (II.2, II.4, IV.3, IV.4, IV.6): what one person may do, where, from when until when."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Authorization, AuthorizationKind
from accounts.rules import lifecycle
from accounts.rules.authorizing import DUTIES
from approvals.finding import FAIL, PASS, WARN, Check, offered
from approvals.models import Item, Request
from registry import clock
from registry.people.refusal import Refused

HEADING = gettext_lazy("Ask for permission")
#: A school year, the summer before it, and a little more: whoever needs it longer asks again, and is looked at again.
LONGEST = timedelta(days=400)
#: Where it makes no sense without a platform; for a spokesperson or the logo it may stay open.
NEEDS_PLATFORM = frozenset({AuthorizationKind.CLASSROOM, AuthorizationKind.ONE_OFF, AuthorizationKind.DISTRICT_EMAIL})


def item_of(request: Request) -> Item | None:
    return request.items.select_related("platform").first() if request.pk else None


def kind_of(request: Request) -> str:
    """Which of the five it is; empty where the item is not there yet."""
    item = item_of(request)
    return item.authorization if item else ""


def duty_of(kind: str) -> str:
    """What comes with a permission of this kind, as a sentence."""
    return str(DUTIES[AuthorizationKind(kind)]) if kind else ""


def asks(request: Request, /) -> str:
    item = item_of(request)
    return _("asks for permission (%(what)s)") % {"what": item.get_authorization_display() if item else ""}


def title(request: Request, /) -> str:
    """“Spokesperson: Athletics”, “Classroom or activity use: YouTube, Harbor High”."""
    item = item_of(request)
    what = str(item.get_authorization_display()) if item else _("Authorization")
    platform = item.platform.name if item and item.platform else ""
    where = ", ".join(filter(None, [platform, request.unit.short_name if request.unit else ""]))
    return f"{what}: {where}" if where else what


def text(request: Request, /) -> dict[str, Any]:
    return {
        "scope": request.scope,
        "starts_on": request.starts_on.isoformat() if request.starts_on else None,
        "ends_on": request.ends_on.isoformat() if request.ends_on else None,
        "parental_consent": request.parental_consent,
    }


def facts(request: Request, /) -> list[tuple[str, list[tuple[str, str, str]]]]:
    item = item_of(request)
    kind = item.authorization if item else ""
    lines = [
        ("", _("Permission"), str(item.get_authorization_display()) if item else ""),
        ("", _("What comes with it"), duty_of(kind)),
        ("unit", _("School or department"), request.unit.name if request.unit else ""),
        ("platform_0", _("Platform"), item.platform.name if item and item.platform else ""),
        ("scope", _("What for"), request.scope),
        ("starts_on_0", _("From"), _day(request.starts_on)),
        ("ends_on_0", _("Until"), _day(request.ends_on)),
        ("contact_note", _("How to reach the requester"), request.contact_note),
    ]
    if kind == AuthorizationKind.CLASSROOM:
        consent = _("Confirmed") if request.parental_consent else ""
        lines.insert(-1, ("parental_consent", _("Parental consent"), consent))
    return [(_("The permission"), lines)]


def _day(day: Any) -> str:
    return date_format(day, "F j, Y") if day else ""


def missing(request: Request, /) -> list[str]:
    item = item_of(request)
    names = [name for name in ("unit", "scope", "starts_on", "ends_on") if not getattr(request, name)]
    if item is None or not item.authorization:
        names.insert(0, "authorization")
    elif item.authorization in NEEDS_PLATFORM and item.platform_id is None:
        names.insert(0, "platform")
    if item and item.authorization == AuthorizationKind.CLASSROOM and not request.parental_consent:
        names.append("parental_consent")
    return names


def checks(request: Request, /) -> list[Check]:
    item = item_of(request)
    if item is None:
        return []
    found = [_dates(request), _held(request, item), *([offered(item.platform)] if item.platform else [])]
    if item.authorization == AuthorizationKind.CLASSROOM:
        given = request.parental_consent
        words = _("Parental consent is confirmed") if given else _("Parental consent is not confirmed")
        found.append(Check(PASS if given else FAIL, words))
    return found


def _dates(request: Request) -> Check:
    try:
        _check_dates(request)
    except Refused as refused:
        return Check(FAIL, _("The dates do not fit"), str(refused))
    return Check(PASS, _("It ends, and within a school year"))


def _held(request: Request, item: Item) -> Check:
    same = Authorization.objects.filter(person=request.requester, kind=item.authorization, revoked_at=None)
    if item.platform_id:
        same = same.filter(Q(platform=item.platform) | Q(platform=None))
    meanwhile = same.filter(ends_on__gte=request.starts_on or clock.today()).exclude(reference=request.reference)
    there = meanwhile.order_by("-ends_on").first()
    if there is None:
        return Check(PASS, _("The same permission is not held already"))
    words = {"number": there.number, "day": _day(there.ends_on)}
    return Check(WARN, _("The same permission is held already"), _("%(number)s, until %(day)s.") % words)


def _check_dates(request: Request) -> None:
    start, end = request.starts_on, request.ends_on
    if start is None or end is None:
        return
    if end < start:
        raise Refused(_("The last day comes before the first. Enter a later last day."))
    if end < clock.today():
        raise Refused(_("The last day has passed. Enter a day that is still to come."))
    if end - start > LONGEST:
        raise Refused(_("A permission lasts %(days)s days at most. Ask again after that.") % {"days": LONGEST.days})


def check_can_follow(request: Request, /) -> None:
    """Its dates make sense today, its platform is offered, consent is confirmed where it must be (II.2)."""
    _check_dates(request)
    item = item_of(request)
    if item and item.platform:
        lifecycle.check_is_offered(item.platform)
    if item and item.authorization == AuthorizationKind.CLASSROOM and not request.parental_consent:
        raise Refused(_("Parental consent must be confirmed."), rule="II.2")


def ending(_request: Request, /) -> list[dict[str, str]]:
    return [
        {
            "title": _("Permission given"),
            "text": _("From its first day to its last, and on record"),
            "icon": "badge-check",
            "route_title": _("The permission is given"),
            "route_text": _("With the last yes, from its first day to its last."),
        }
    ]
