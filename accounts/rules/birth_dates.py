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
    """What a platform may take this date for, as one sentence with what to do; empty where nothing is odd. It tells
    neither the date nor the age: messages wait in the session.
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
            "By this date of birth the account is a child’s; %(platform)s locks whoever is under %(least)d. "
            "Did somebody enter the day the team began? Change it on the platform to an adult’s, and deposit that."
        ) % {"platform": platform.name, "least": least}
    if age >= OLDEST:
        return _(
            "By this date of birth the account is %(oldest)d years old or more. Did somebody enter the year the school "
            "began? Platforms ask for proof of such dates: change it to an adult’s, and deposit that."
        ) % {"oldest": OLDEST}
    return ""
