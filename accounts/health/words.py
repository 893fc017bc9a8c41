"""The reasons of one account in words: who, what and by when, and where one mends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.health.reasons import Code, Reason, reasons_in
from accounts.models import Account, HealthState, Rotation
from accounts.rules import checking, control, lifecycle, replacing
from accounts.rules.offers import Offer
from accounts.rules.ways_in import RecoveryMap

Teller = Callable[[Account, RecoveryMap], list[str]]
#: What more can be said than the reason's own sentence; where that is nothing, the sentence stands.
TELLERS: dict[Code, Teller] = {
    Code.SHALLOW: lambda account, ways: [ways.words],
    Code.NOBODY: lambda account, ways: [ways.words],
    Code.SECOND_FACTOR: lambda account, ways: ways.factor_words,
    Code.WAY_LEFT: lambda account, ways: ways.left_words,
    Code.DRILL_FAILED: lambda account, ways: ways.drill_words,
    Code.OUTSIDE: lambda account, ways: lifecycle.outside_words(account),
    Code.PHONE: lambda account, ways: replacing.phone_words(account),
    Code.CODES_LOW: lambda account, ways: replacing.codes_words(account),
    Code.CONTROL: lambda account, ways: control.control_missing(account),
    Code.ROLE_LEFT: lambda account, ways: control.left_words(account),
    Code.OWN_PROFILE: lambda account, ways: control.only_a_profile(control.open_roles(account)),
    Code.SILENT: lambda account, ways: checking.silent_words(account),
    Code.CONTROL_LATE: lambda account, ways: control.late_words(account),
}


@dataclass(frozen=True)
class Line:
    """One reason on the page, with the button that mends it; `text` says who sees to it already."""

    title: str
    is_risk: bool
    is_resting: bool = False
    text: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads it: whether they may see the ways in, why a rotation is open and the steps of getting back in, and the
    buttons they get, by key.
    """

    sees_ways: bool
    sees_why: bool
    sees_steps: bool
    mends: Mapping[str, Offer]

    def button(self, reason: Reason, account: Account) -> dict[str, str]:
        """Where this person mends it; nothing where that is not theirs to do."""
        if reason.mend == "ways" and self.sees_ways:
            return {"url": reverse("accounts:ways-in", args=[account.uuid]), "action": _("See the ways in")}
        if reason.mend == "recovery" and self.sees_steps:
            return {"url": reverse("accounts:recovery", args=[account.uuid]), "action": _("See the steps")}
        offer = self.mends.get(reason.mend)
        return {"url": offer.url, "action": offer.label} if offer else {}


def sentences(account: Account, bits: int, ways: RecoveryMap) -> list[str]:
    """Every reason in words, the worst first."""
    return [words for reason in reasons_in(bits) for words in _words(reason, account, ways)]


def summary(bits: int) -> str:
    """The worst reason in a list's few words, and how many more there are; empty where there is none.

    Which way back is weak, a list says to nobody.
    """
    said = [each for each in reasons_in(bits) if each.state != HealthState.NONE]
    said = [each for each in said if each.state != HealthState.RESTING] or said
    if not said:
        return ""
    first = _("A way back in is weak.") if said[0].is_private else str(said[0].words)
    more = len(said) - 1
    if not more:
        return first
    words = ngettext("%(first)s, and %(n)d more", "%(first)s, and %(n)d more", more)
    return words % {"first": first.rstrip("."), "n": more}


def lines(account: Account, bits: int, ways: RecoveryMap, reader: Reader) -> list[Line]:
    """The same as lines of a page; which way back is weak only for those who may see the ways in (rules.ways_in)."""
    said = reasons_in(bits)
    hidden = [] if reader.sees_ways else [each for each in said if each.is_private]
    shown = [line for each in said if each not in hidden for line in _lines(each, account, ways, reader)]
    if hidden:
        words = _("A way back in is weak. Who looks after it and Communications see which.")
        shown.append(Line(words, any(each.state == HealthState.RISK for each in hidden)))
    return _each_button_once(sorted(shown, key=lambda line: not line.is_risk))


def _each_button_once(shown: list[Line]) -> list[Line]:
    urls = [line.url for line in shown]
    return [
        replace(line, url="", action="") if line.url in urls[:place] else line for place, line in enumerate(shown)
    ]  # fmt: skip


def _lines(reason: Reason, account: Account, ways: RecoveryMap, reader: Reader) -> list[Line]:
    if reason.code in (Code.ROTATION, Code.ROTATION_LATE):
        return [_rotation(row, reader) for row in account.rotations.standing().select_related("owner")]
    risk, button = reason.state == HealthState.RISK, reader.button(reason, account)
    first, *more = _words(reason, account, ways)
    resting = reason.state == HealthState.RESTING
    shown = Line(first, risk, resting, url=button.get("url", ""), action=button.get("action", ""))
    return [shown, *(Line(words, risk) for words in more)]


def _rotation(row: Rotation, reader: Reader) -> Line:
    facts = {"what": row.what, "day": date_format(row.due_on, "F j")}
    late, soon = _("The %(what)s should have changed by %(day)s."), _("The %(what)s must change by %(day)s.")
    owner = _("%(name)s sees to it.") % {"name": row.owner.name} if row.owner else ""
    url, action = (row.get_absolute_url(), _("Why, and what to do")) if reader.sees_why else ("", "")
    return Line((late if row.is_late else soon) % facts, row.is_late, text=owner, url=url, action=action)


def _words(reason: Reason, account: Account, ways: RecoveryMap) -> list[str]:
    teller = TELLERS.get(reason.code)
    return (teller(account, ways) if teller else []) or [str(reason.words)]
