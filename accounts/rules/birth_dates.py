"""What is odd about a date of birth that a platform was told at sign-up (E2.23).

It is stored all the same: that is what the platform knows, and asks for.
"""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Platform
from registry import clock

#: Children's privacy law, and with it most platforms.
YOUNGEST = 13
OLDEST = 100


def oddity(born: date, platform: Platform) -> str:
    """What a platform may take this date for, as one sentence with what to do; empty where nothing is odd.

    The sentence waits in the session for the next page: it says neither the date nor the age (invariant 5).
    """
    today, least = clock.today(), max(YOUNGEST, platform.minimum_age or 0)
    if born >= today:
        return _(
            "The date of birth is today’s or lies ahead: %(platform)s takes the account for a child’s and may lock it. "
            "Change it on the platform to an adult’s, and deposit that."
        ) % {"platform": platform.name}
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < least:
        return _(
            "This date of birth makes the account a child’s; %(platform)s locks whoever is under %(least)d. "
            "Did somebody enter the day the team began? Change it on the platform to an adult’s, and deposit that."
        ) % {"platform": platform.name, "least": least}
    if age >= OLDEST:
        return _(
            "This date of birth is too long ago for a person. Did somebody enter the year the school began? "
            "Platforms ask for proof of such dates: change it to an adult’s, and deposit that."
        )
    return ""
