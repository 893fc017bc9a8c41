"""The letter about a platform that ends: all that ends there for one person, in one."""

from collections import Counter

from django.utils.translation import gettext as _

from accounts.models import Sunset
from accounts.notices import Facts
from registry import outbox
from registry.outbox.models import Letter
from registry.outbox.rendering import headline

#: More lines than anybody reads; the register has the rest.
MOST = 50


@outbox.letter("accounts/sunset_begun")
def sunset_begun(letter: Letter) -> Facts | None:
    """To who looks after several accounts there, or is of Communications: a line for each that still ends."""
    sunset = Sunset.objects.select_related("platform").get(pk=letter.ids["sunset"])
    found = [headline(one) for one in letter.gathered.select_related("to").order_by("created_at", "id")]
    lines = Counter(one for one in found if one)
    if not lines:
        return None
    return {
        "sunset": sunset, "platform": sunset.platform, "path": "/",
        "lines": [{"words": words, "link": link} for words, link in lines][:MOST],
        "more": max(len(lines) - MOST, 0),
        "reason": _("You look after these accounts, post there, or are of Communications."),
    }  # fmt: skip
