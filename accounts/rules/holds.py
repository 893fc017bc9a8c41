"""Legal holds: who places and lifts one, who reads why, and which records may not be destroyed (E4.57)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, LegalHold
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "E4.57"


def is_held(account: Account) -> bool:
    """Whether a hold is in force: then nothing that is kept of the account may be destroyed, its secrets aside."""
    return LegalHold.objects.filter(account=account, lifted_at=None).exists()


def held() -> "QuerySet[LegalHold]":
    """The holds in force, as a query of their accounts for whatever destroys records by rule."""
    return LegalHold.objects.filter(lifted_at=None).order_by().values("account")  # type: ignore[return-value]


def holds_for(account: Account, user: User) -> list[LegalHold]:
    """Every hold there is or was, for those who may read why: who reads the whole trail."""
    if not powers.reads_whole_trail(user):
        return []
    return list(account.holds.select_related("placed_by", "lifted_by"))


def check_may_place(user: User) -> None:
    """Raise `Refused` unless it is theirs to say that records are kept: superintendent, communications director."""
    if not powers.has_power(user, Power.PLACE_HOLDS):
        message = _("The superintendent or the communications director places records under legal hold.")
        raise Refused(message, rule=RULE)


def check_may_lift(hold: LegalHold, user: User) -> None:
    """Raise `Refused` unless it is theirs to lift it, and it is in force."""
    if not powers.has_power(user, Power.PLACE_HOLDS):
        raise Refused(_("The superintendent or the communications director lifts a legal hold."), rule=RULE)
    if hold.lifted_at:
        raise Stale(_("This hold was lifted already."))
