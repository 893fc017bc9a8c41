"""Who says what they saw on an account, and what can have been seen (domain.md: eyes-on check)."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, EyesOnCheck, Seen
from accounts.rules.standing import Standing
from registry import clock
from registry.people.refusal import Refused, Stale

RULE = "domain: eyes-on check"
#: Whoever remembers a look from longer ago looks again.
OLDEST = timedelta(days=366)
#: How many an account's page shows.
SHOWN = 3


def check_may_look(standing: Standing) -> None:
    """Raise `Refused` unless they look after it, administer its unit or are Communications, and it is in use."""
    if not (standing.looks_after or standing.administrator or standing.communications):
        message = _("Who looks after it, the unit’s administrator or Communications says what they saw there.")
        raise Refused(message, rule=RULE)
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))
    if standing.account.state in (AccountState.SETTING_UP, AccountState.CLOSING):
        raise Refused(_("Only an account that is in use is looked at."), rule=RULE)


def check_can_be(*, checked_on: date, seen: str, last_active_on: date | None) -> None:
    """Raise `Refused`, each at its field, for days that cannot be meant, or that do not go with what was seen."""
    today = clock.today()
    if not today - OLDEST <= checked_on <= today:
        raise Refused(_("Enter today, or a day within the last year."), rule=RULE, field="checked_on")
    if seen == Seen.ACTIVE and last_active_on is None:
        raise Refused(_("Enter the day of the last post."), rule=RULE, field="last_active_on")
    if seen != Seen.ACTIVE and last_active_on is not None:
        message = _("You say that you saw no post: leave the day empty, or choose the first answer.")
        raise Refused(message, rule=RULE, field="last_active_on")
    if last_active_on and last_active_on > checked_on:
        message = _("The last post cannot be after the day on which you looked.")
        raise Refused(message, rule=RULE, field="last_active_on")


def silent_words(account: Account) -> list[str]:
    """What the last look that reached it says of an account that is silent in season."""
    row = account.checks.exclude(seen=Seen.UNREACHABLE).first()
    if row is None or row.last_active_on is None:
        return []
    facts = {"last": date_format(row.last_active_on, "F j"), "day": date_format(row.checked_on, "F j")}
    return [_("It is in season: on %(day)s the last post was of %(last)s.") % facts]


def last_checks(account: Account) -> list[EyesOnCheck]:
    """The last ones, the newest first."""
    return list(account.checks.select_related("by")[:SHOWN])
