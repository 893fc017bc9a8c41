"""The words of a closing: how an account ends, why, how far it is, and its steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosingKind(models.TextChoices):
    CLOSE = "close", _("Close it on the platform")
    PARK = "park", _("Park it: keep the name and the login, post nothing")
    RELEASE = "release", _("Give the name up")


class ClosingWhy(models.TextChoices):
    OVER = "over", _("The team, club or program is over")
    MERGED = "merged", _("Another account takes its place")
    DORMANT = "dormant", _("Nobody uses it any more")
    PLATFORM = "platform", _("The platform shuts down, or is no longer offered")
    OTHER = "other", _("Another reason")


class ClosingState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    UNDER_WAY = "under_way", _("Under way")
    PARKED = "parked", _("Parked")
    DONE = "done", _("Done")
    CALLED_OFF = "called_off", _("Called off")
    REFUSED = "refused", _("Refused")

    @classmethod
    def live(cls) -> tuple["ClosingState", ...]:
        """Those that are not over: of an account there is one of them at most."""
        return (cls.ASKED, cls.UNDER_WAY, cls.PARKED)


class ClosingStepCode(models.TextChoices):
    """What is seen to before an account has ended, in this order."""

    ANNOUNCED = "announced", _("Those who use it know: families, staff, the school’s page")
    LAST_POST = "last_post", _("The last post is out and says where to look now; nobody posts any more")
    ARCHIVED = "archived", _("Its records are kept, and it is said where")
    CUT_OFF = "cut_off", _("Other sessions, connected apps and roles are removed")
    GONE = "gone", _("On the platform it is closed")

    @classmethod
    def after_stop(cls) -> tuple["ClosingStepCode", ...]:
        """The steps that wait until nobody posts any more."""
        return (cls.CUT_OFF, cls.GONE)


#: What the last step says, where that is not to close it.
GONE_WORDS = {
    ClosingKind.PARK: _("On the platform it says that it is not in use, and its posts are locked or hidden"),
    ClosingKind.RELEASE: _("On the platform the name is given up"),
}
