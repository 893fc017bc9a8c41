"""A finding of the automatic checks, before anybody decides."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Platform

PASS, WARN, FAIL = "pass", "warn", "fail"
ORDER = (FAIL, WARN, PASS)


@dataclass(frozen=True)
class Check:
    """One finding: state (pass, warn, fail), what it is about, more words, and where to look."""

    state: str
    title: str
    text: str = ""
    url: str = ""
    action: str = ""


def offered(platform: Platform) -> Check:
    """Whether the district offers the platform (II.3)."""
    if platform.is_offered:
        return Check(PASS, _("%(platform)s is offered by the district") % {"platform": platform.name})
    words = {"platform": platform.name, "state": platform.get_state_display().lower()}
    return Check(FAIL, _("%(platform)s is not offered") % words, _("Its state is “%(state)s”.") % words)
