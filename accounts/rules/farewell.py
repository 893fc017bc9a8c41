"""The last posts of an account, ready to copy: for a post and for the profile, with where to look now."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Closing


@dataclass(frozen=True)
class Farewell:
    """One text, and where it goes."""

    label: str
    text: str


def farewells(closing: Closing) -> list[Farewell]:
    """What to post, what to put into the profile, and what to say on another channel; short enough for any platform."""
    account = closing.account
    words = {
        "day": date_format(closing.planned_on, "F j, Y"), "whom": account.group or account.display_name,
        "here": account.name, "platform": account.platform.name, **_of_the_other(closing),
    }  # fmt: skip
    texts = _with_another() if closing.replaced_by else _alone()
    return [Farewell(label, text % words) for label, text in texts]


def _of_the_other(closing: Closing) -> dict[str, str]:
    other = closing.replaced_by
    return {"there": other.name, "on": other.platform.name, "url": other.url} if other else {}


def _with_another() -> list[tuple[str, str]]:
    last = _("This account ends on %(day)s. Follow %(there)s on %(on)s for news of %(whom)s: %(url)s")
    new = _("%(here)s on %(platform)s ends on %(day)s. News of %(whom)s is here from now on.")
    profile = _("Not in use after %(day)s. Now: %(there)s on %(on)s")
    return [(_("As the last post"), last), (_("In the profile"), profile), (_("On the new account"), new)]


def _alone() -> list[tuple[str, str]]:
    last = _("This account ends on %(day)s. Thank you for following %(whom)s.")
    where = _("The district’s official accounts are listed on its website.")
    profile = _("Not in use after %(day)s. Official accounts: see the district’s website")
    return [(_("As the last post"), f"{last} {where}"), (_("In the profile"), profile)]
