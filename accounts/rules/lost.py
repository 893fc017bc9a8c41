"""Why somebody may not post where they once might, or will: what was revoked, has ended, or is to come."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account, Authorization, AuthorizationKind, Poster, PosterState
from registry import clock
from registry.people.models import User


def lost_because(account: Account, user: User) -> str:
    """What they had here, or will have: the newest of it, as a sentence."""
    row = Poster.objects.covering(account).filter(person=user).exclude(state=PosterState.REFUSED).first()
    if row is None:
        return _lost_authorization(account, user)
    if row.state == PosterState.PROPOSED:
        return _("You are proposed as a poster; nobody has designated you yet.")
    if row.state == PosterState.REVOKED and row.closed_at:
        return _("Your designation was revoked on %(day)s.") % {"day": words_of(day_of(row.closed_at))}
    if row.starts_on > clock.today():
        return _("You are designated from %(day)s on.") % {"day": words_of(row.starts_on)}
    return _("Your designation ended on %(day)s.") % {"day": words_of(_last_day(row))}


def _last_day(row: Poster) -> date:
    if row.ends_on and row.ends_on < clock.today():
        return row.ends_on
    return day_of(row.closed_at) if row.closed_at else clock.today()


def _lost_authorization(account: Account, user: User) -> str:
    rows = user.authorizations.filter(kind=AuthorizationKind.ONE_OFF, unit__in=account.unit.path_ids())
    row = next((each for each in rows if covers(each, account)), None)
    if row is None:
        return ""
    facts = {"number": row.number}
    if row.revoked_at:
        return _("Your authorization %(number)s was revoked on %(day)s.") % {
            **facts,
            "day": words_of(day_of(row.revoked_at)),
        }
    if row.starts_on > clock.today():
        return _("Your authorization %(number)s holds from %(day)s on.") % {**facts, "day": words_of(row.starts_on)}
    return _("Your authorization %(number)s ended on %(day)s.") % {**facts, "day": words_of(row.ends_on)}


def covers(row: Authorization, account: Account) -> bool:
    """One-off posting is for the official accounts of a unit and below, on one platform where it names one."""
    right_kind = row.kind == AuthorizationKind.ONE_OFF and row.platform_id in (None, account.platform_id)
    return right_kind and row.unit_id in account.unit.path_ids()


def day_of(moment: datetime) -> date:
    """The district's date of a moment."""
    return clock.local(moment).date()


def words_of(day: date) -> str:
    """A day inside a sentence, like "November 18, 2025"."""
    return date_format(day, "F j, Y")
