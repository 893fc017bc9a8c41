"""Registration of an account that exists already (IV.11, E1.13): who made it, and what one gets in by.

Students are a number and a class year, never a name (invariant 9). Everything else is asked as of a new account.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals.finding import PASS, WARN, Check
from approvals.kinds import new_account
from approvals.models import Request
from approvals.particulars import HangsOn, MadeBy

HEADING = gettext_lazy("Register an account that exists")
PLAIN = ("made_by", "hangs_on_email", "hangs_on_phone")
STUDENTS = ("made_by_number", "made_by_class_year")
WHOSE = {
    HangsOn.EMPLOYEE: gettext_lazy("The %(way)s is an employee’s own"),
    HangsOn.STUDENT_OR_PARENT: gettext_lazy("The %(way)s is a student’s or parent’s"),
    HangsOn.UNKNOWN: gettext_lazy("Nobody knows whose the %(way)s is"),
}


def asks(_request: Request, /) -> str:
    return _("has asked to register an account that exists already (retroactive)")


def title(request: Request, /) -> str:
    """“Instagram for Debate, registered”: it is told from a new one wherever it is named."""
    return _("%(account)s (exists already)") % {"account": new_account.title(request)}


def text(request: Request, /) -> dict[str, Any]:
    names = (*PLAIN, *STUDENTS, "since_year", "staff_can_sign_in")
    return {name: getattr(request, name) for name in names}


def facts(request: Request, /) -> list[tuple[str, list[tuple[str, str, str]]]]:
    lines = [
        ("made_by_0", _("Who made it"), _who(request)),
        ("since_year", _("In use since"), str(request.since_year or "")),
        ("hangs_on_email_0", _("Login and recovery e-mail"), request.get_hangs_on_email_display()),
        ("hangs_on_phone_0", _("Recovery phone"), request.get_hangs_on_phone_display()),
        ("staff_can_sign_in_0", _("Somebody on staff can sign in"), _yes_or_no(request.staff_can_sign_in)),
    ]
    return [(_("How it stands today"), lines)]


def _who(request: Request) -> str:
    if request.made_by != MadeBy.STUDENTS or not request.made_by_number:
        return str(request.get_made_by_display())
    words = {"n": request.made_by_number, "year": request.made_by_class_year}
    number = request.made_by_number
    return ngettext("%(n)s student, class of %(year)s", "%(n)s students, class of %(year)s", number) % words


def _yes_or_no(value: object) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def missing(request: Request, /) -> list[str]:
    names = [name for name in PLAIN if not getattr(request, name)]
    if request.made_by == MadeBy.STUDENTS:
        names += [name for name in STUDENTS if not getattr(request, name)]
    return names + ([] if request.staff_can_sign_in is not None else ["staff_can_sign_in"])


def checks(request: Request, /) -> list[Check]:
    first = Check(
        WARN,
        _("Retroactive: this account exists already"),
        _("After the last yes its login is secured in the vault first. It is not public before it is active."),
    )
    return [first, *_ways_in(request), _gets_in(request)]


def _ways_in(request: Request) -> list[Check]:
    ways = ((_("login e-mail"), request.hangs_on_email), (_("recovery phone"), request.hangs_on_phone))
    found = []
    for way, whose in ways:
        if whose in (HangsOn.DISTRICT, HangsOn.NONE):
            found.append(Check(PASS, _("Nobody’s own %(way)s stands in the way") % {"way": way}))
        elif whose:
            title = str(WHOSE[HangsOn(whose)]) % {"way": way}
            found.append(Check(WARN, title, _("It must be changed to the district’s during set-up.")))
    return found


def _gets_in(request: Request) -> Check:
    if request.staff_can_sign_in:
        return Check(PASS, _("Somebody on staff can sign in"))
    text = _("That can be registered. After the last yes, the account gets a list of steps to win its login back.")
    return Check(WARN, _("Nobody on staff can sign in today"), text)


def check_can_follow(_request: Request, /) -> None:
    """What every account needs is asked in `rules`."""


def ending(_request: Request, /) -> list[dict[str, str]]:
    return [
        {
            "title": _("Set-up"),
            "text": _("Its login is secured in the vault first"),
            "icon": "key-round",
            "route_title": _("Communications takes the login over"),
            "route_text": _("It goes into the vault first. The account is not public until it is active."),
        },
        {"title": _("Active"), "text": _("In the register as an official account")},
    ]
