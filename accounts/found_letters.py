"""Ready words for those outside who run an account that is not ours, and for the platform: to copy, print or read out.

Nothing is sent from here. No letter asks for anybody's password (invariant 9), and none threatens.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccountClass, Found, LetterKind
from registry.calendar import due_after
from registry.people.models import User

#: Working days that a letter gives, as the form proposes.
DAYS = {LetterKind.ADOPT: 15, LetterKind.NOTICE: 10, LetterKind.TAKEDOWN: 5, LetterKind.PERSON: 5}
_FITS = {
    AccountClass.COMMUNITY: (LetterKind.ADOPT,),
    AccountClass.UNAPPROVED: (LetterKind.NOTICE, LetterKind.ADOPT),
    AccountClass.IMPOSTOR: (LetterKind.TAKEDOWN, LetterKind.PERSON),
}


@dataclass(frozen=True)
class Ready:
    """One text: what it is, to whom, its subject and its paragraphs."""

    kind: LetterKind
    to: str
    subject: str
    paragraphs: list[str]


def fitting(found: Found) -> list[LetterKind]:
    """The letters for what it is; the one for a person only where it is known as whom it poses."""
    kinds = _FITS[AccountClass(found.kind)]
    return [kind for kind in kinds if kind != LetterKind.PERSON or found.poses_as_id]


def disclaimer(found: Found) -> str:
    """The sentence that a community account shows (IV.10)."""
    words = {"district": settings.DISTRICT_NAME}
    return _("This account is run by supporters. It is not an official account of %(district)s.") % words


def ready(found: Found, kind: LetterKind, sender: User) -> Ready:
    """The text of that kind about this account, signed by `sender`."""
    words = {
        "district": settings.DISTRICT_NAME, "unit": found.account.unit.name, "account": found.account.name,
        "platform": found.account.platform.name, "url": found.account.url, "disclaimer": disclaimer(found),
        "day": date_format(due_after(DAYS[kind]), "F j, Y"), "email": sender.email,
        "person": found.poses_as.name if found.poses_as else "",
        "title": found.poses_as.title if found.poses_as else "",
        "ours": _ours(found),
    }  # fmt: skip
    to, subject, paragraphs = _TEXTS[kind]()
    signed = f"{sender.name}\n{sender.title}\n{settings.DISTRICT_NAME}\n{sender.email}"
    return Ready(kind, to % words, subject % words, [*(each % words for each in paragraphs if each), signed])


def _ours(found: Found) -> str:
    known = [row for row in (found.ours, found.formerly) if row and row.is_official]
    if not known:
        return _("The district has no account of that name.")
    words = {"account": known[0].name, "url": known[0].url}
    return _("The district’s own account is %(account)s, %(url)s.") % words


def _adopt() -> tuple[str, str, list[str]]:
    return _("Whoever runs %(account)s"), _("Your account %(account)s on %(platform)s"), [
        _("Hello,"),
        _("We are glad that people care about %(unit)s. We keep a list of accounts so that families know who speaks for"
          " the school, and found yours: %(url)s"),
        _("You have two good ways to go on. If it is an account of the team or club, it can become an official one: a"
          " coach or advisor looks after it with you, and it stays when people move on. If you run it as supporters, it"
          " stays yours; please say so where everybody sees it, for example:"),
        "“%(disclaimer)s”",
        _("Please tell us by %(day)s which of the two suits you: %(email)s. We never ask for anybody’s own password."),
        _("Thank you"),
    ]  # fmt: skip


def _notice() -> tuple[str, str, list[str]]:
    return _("Whoever runs %(account)s"), _("%(account)s on %(platform)s looks like an official account"), [
        _("Hello,"),
        _("%(url)s reads as if it spoke for %(unit)s. Under the policy of %(district)s an account that represents the"
          " district, or shows its logo, needs its permission, and this one has none."),
        _("Please do one of three things by %(day)s: ask a member of staff to have it registered; or change name and"
          " picture, and say that it is not an official account; or close it. These words will do:"),
        "“%(disclaimer)s”",
        _("If we are mistaken, or you have questions, write to %(email)s. We never ask for anybody’s own password."),
        _("Thank you"),
    ]  # fmt: skip


def _takedown() -> tuple[str, str, list[str]]:
    return _("%(platform)s, reports of impersonation"), _("Impersonation of a public school: %(account)s"), [
        _("%(district)s is a public school district. This account poses as %(unit)s and is not ours: %(url)s"),
        "%(ours)s",
        _("People may take what it says for a word of the school, and what they send to it for a message to the school."
          " Nobody of the district has access to it, and nobody gave permission to use its name or logo."),
        _("Please remove it, and tell us the number of this report: %(email)s"),
    ]  # fmt: skip


def _person() -> tuple[str, str, list[str]]:
    return _("%(platform)s, reports of impersonation"), _("Impersonation of a school employee: %(account)s"), [
        _("This account poses as %(person)s, %(title)s of %(district)s, a public school district: %(url)s"),
        _("%(person)s does not run it and did not agree to it. Families may take it for a word of the school."),
        "%(ours)s",
        _("Please remove it, and tell us the number of this report: %(email)s"),
    ]  # fmt: skip


_TEXTS: dict[LetterKind, Callable[[], tuple[str, str, list[str]]]] = {
    LetterKind.ADOPT: _adopt, LetterKind.NOTICE: _notice, LetterKind.TAKEDOWN: _takedown, LetterKind.PERSON: _person,
}  # fmt: skip
