"""What is asked for, fact by fact, in the parts of the page. Each fact knows the field that changes it."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals import history, kinds, rules
from approvals.models import Item, ItemAnswerChoice, Request
from registry.people.models import User

Fact = dict[str, Any]


def facts_of(request: Request, *, change: str = "") -> list[dict[str, Any]]:
    """The parts of the page, each with title and facts; `change`, the form's address, makes links to its fields."""
    parts = _parts(request)
    if request.earlier:
        parts.append((_("What was declined before"), _earlier(request, request.earlier)))
    return [{"title": title, "facts": [_fact(*one, change) for one in facts]} for title, facts in parts]


def _parts(request: Request) -> list[tuple[str, list[tuple[str, str, str]]]]:
    own = kinds.of(request).facts(request)
    if not request.opens_account:
        return own
    people, safety = (_("The people"), _people(request)), (_("Safety"), _safety(request))
    return [(_("The account"), _account(request)), *own, people, safety]


def all_facts(request: Request) -> list[Fact]:
    """What is asked for, without parts, those left empty by choice left out; an earlier decline has its own place."""
    facts = [_fact(*line, "") for _title, lines in _parts(request) for line in lines]
    return [fact for fact in facts if fact["value"] != _("Not answered")]


def _fact(field: str, label: str, value: str, change: str) -> Fact:
    fact: Fact = {"label": label, "value": value or _("Not answered")}
    if change and field:
        fact |= {"url": f"{change}#id_{field}", "action": _("Change")}
    return fact


def _account(request: Request) -> list[tuple[str, str, str]]:
    items = list(request.items.select_related("platform"))
    return [
        *(_of_one(items[0] if items else None) if len(items) < 2 else map(_of_several, items)),
        ("unit", _("School or department"), request.unit.name if request.unit else ""),
        ("klass_0", _("Class"), request.get_klass_display()),
        ("group", _("Team, club or program"), request.group),
        ("display_name", _("Display name"), request.display_name),
        ("purpose", _("What it will do"), request.purpose),
        ("audience", _("Who it is for"), request.audience),
        *([] if request.is_retroactive else [_launch(request)]),
    ]


def _launch(request: Request) -> tuple[str, str, str]:
    return "launch_on_0", _("Launch"), date_format(request.launch_on, "F j, Y") if request.launch_on else ""


def _earlier(request: Request, earlier: Request) -> list[tuple[str, str, str]]:
    """For the page on which the writer checks the answers: what they may see of the earlier one."""
    seen = rules.sees_earlier(request, request.requester)
    return [
        ("", _("Declined"), earlier.reference if seen else _("Yes, when somebody else asked")),
        ("", _("Why"), history.of(earlier).why if seen else _("Known to those who decide")),
        ("differs", _("What is different now"), request.differs),
    ]


def _of_one(item: Item | None) -> list[tuple[str, str, str]]:
    platform = item.platform.name if item and item.platform else ""
    return [("platform_0", _("Platform"), platform), ("handle", _("Handle"), _handle(item) if item else "")]


def _of_several(item: Item) -> tuple[str, str, str]:
    field = "handle" if item.position == 1 else f"handle_{item.position}"
    refused = _("Not approved") if item.answer == ItemAnswerChoice.DECLINED else ""
    platform = item.platform.name if item.platform else ""
    label = _("Platform %(number)s") % {"number": item.position}
    return (field, label, "\n".join(filter(None, [platform, _handle(item), refused])))


def _handle(item: Item) -> str:
    return f"{item.written}\n{item.url}" if item.url else item.written


def _people(request: Request) -> list[tuple[str, str, str]]:
    round_ = request.rounds.order_by("-number").first() if request.submitted_at else None
    said = round_.text if round_ else {}
    return [
        ("custodian", _("Custodian"), _person(request.custodian, said.get("custodian"), request.position)),
        ("backup", _("Backup custodian"), _person(request.backup, said.get("backup"))),
        ("posters", _("Who will post"), request.posters),
        ("email", _("District e-mail"), request.email),
        ("contact_note", _("How to reach the requester"), request.contact_note),
    ]


def _person(person: User | None, said: dict[str, str] | None, position: str = "") -> str:
    """Who it is, beyond mistaking: the name in the text that is decided on, the name now, unit and address."""
    if person is None:
        return ""
    title = position or person.title
    known = f"{person.unit.name}, {person.email}" if person.unit else person.email
    lines = [f"{person.name}, {title}" if title else person.name, known]
    if said and said["id"] == str(person.pk) and said["name"] != person.name:
        lines.append(_("Called %(name)s when the request was sent") % {"name": said["name"]})
    return "\n".join(lines)


def _safety(request: Request) -> list[tuple[str, str, str]]:
    return [
        ("students_involved_0", _("Students involved"), _yes_or_no(request.students_involved)),
        ("under_13_0", _("Any student under 13"), _yes_or_no(request.under_13)),
        ("images_plan_0", _("Pictures"), request.get_images_plan_display()),
        ("images_promise", _("Promise about pictures"), _promise(request)),
        ("wants_logo_0", _("District logo"), _yes_or_no(request.wants_logo)),
    ]


def _promise(request: Request) -> str:
    return _("Given") if request.images_promise else ""


def _yes_or_no(value: object) -> str:
    if value is None:
        return ""
    return _("Yes") if value else _("No")
