"""How much one person may open or guess: the hard limits (security.md B7, decided since; docs/decisions/0017)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import Account, Found, Reveal, RotationReason
from accounts.rules.rotating import REPORTED
from accounts.rules.unrepeatable import Unrepeatable
from registry import audit, clock
from registry.people import powers
from registry.people.models import User
from registry.people.proof import REVEAL_MINUTES
from registry.people.refusal import Refused

A_WHILE = timedelta(minutes=10)
ACCOUNTS_IN_A_WHILE = 5
FIELDS_IN_A_WHILE, SOON_MINUTES = 5, 2
A_DAY = timedelta(hours=24)
ACTS_IN_A_DAY = 20
RULE = "reveal limits"
REPORTS_IN_A_DAY = 10
CHANGES_IN_A_DAY = 20
AN_HOUR = timedelta(hours=1)
SLIPS_IN_AN_HOUR = 3


def check_not_too_many(account: Account, user: User) -> None:
    """Raise `Refused` where one more reveal would be too many. The person's row is locked, so two at once count as
    two.
    """
    acts = Reveal.objects.filter(person=user, at__gt=clock.now() - A_DAY)
    if acts.count() >= ACTS_IN_A_DAY:
        message = _(
            "You have opened %(limit)d logins in 24 hours. That is the limit; call the communications director."
        )
        raise Refused(message % {"limit": ACTS_IN_A_DAY}, rule=RULE)
    recent = set(acts.filter(at__gt=clock.now() - A_WHILE).values_list("account_id", flat=True))
    if account.pk not in recent and len(recent) >= ACCOUNTS_IN_A_WHILE:
        message = _(
            "You have opened %(limit)d accounts in 10 minutes. Wait a little, or call the communications director."
        )
        raise Refused(message % {"limit": ACCOUNTS_IN_A_WHILE}, rule=RULE)


def check_not_too_many_reports(user: User) -> None:
    """Raise `Refused` where this person has reported too many accounts in a day, whatever became of them. Whoever finds
    a whole list calls Communications, which runs the desk and has no limit. The person's row is locked.
    """
    lately = Found.objects.filter(found_by=user, found_at__gt=clock.now() - A_DAY)
    if lately.count() >= REPORTS_IN_A_DAY and not powers.is_communications(user):
        message = _("You have reported %(limit)d accounts in 24 hours. Send Communications the others as a list.")
        raise Refused(message % {"limit": REPORTS_IN_A_DAY}, rule="limit on reports")


def check_not_too_many_changes(account: Account, user: User) -> None:
    """Raise `Refused` where this person has reported of this account too often in a day that its login must change:
    each report is kept for good. The account's row is locked. Communications has no limit.
    """
    theirs = RotationReason.objects.filter(rotation__account=account, added_by=user, kind__in=REPORTED)
    lately = theirs.filter(added_at__gt=clock.now() - A_DAY)
    if lately.count() >= CHANGES_IN_A_DAY and not powers.is_communications(user):
        message = _("You have reported this login %(limit)d times in 24 hours. Call Communications now.")
        raise Refused(message % {"limit": CHANGES_IN_A_DAY}, rule="limit on reports")


def minutes_of_factor(user: User) -> int:
    """How old a second factor may be for one more reveal: fresher than otherwise once somebody has opened five single
    fields in ten minutes.
    """
    single = Reveal.objects.filter(person=user, at__gt=clock.now() - A_WHILE).exclude(field="")
    return SOON_MINUTES if single.count() >= FIELDS_IN_A_WHILE else REVEAL_MINUTES


def check_not_too_many_slips(account: Account, user: User) -> None:
    """Raise `Unrepeatable` where this person has typed secrets of this account into texts too often to be told again.

    Counted in the trail, where each is written down: nobody can take one back.
    """
    slips = audit.entries_about(account).filter(action=audit.Event.SECRET_TYPED, actor_id=user.trail_id)
    if slips.filter(at__gt=clock.now() - AN_HOUR).count() >= SLIPS_IN_AN_HOUR:
        message = _(
            "You have typed passwords or codes of this account %(limit)d times within an hour. Wait an hour before you "
            "write about it again."
        )
        raise Unrepeatable(message % {"limit": SLIPS_IN_AN_HOUR}, rule="limit on slips")
