"""Links for handing in: who makes one, for whom and which fields, who answers for what was left (domain.md)."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import AccountState, Bearer, Drop, DropState, Guardian, SecretField
from accounts.rules.credentials import check_does_not_operate
from accounts.rules.declaring import check_class
from accounts.rules.standing import Standing, standing_of
from accounts.rules.students import check_no_student
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may

RULE = "IV.11"
USUAL, LONGEST = timedelta(hours=72), timedelta(days=7)
#: What anybody may be asked for; of a student never an address or phone, which would be their own (invariant 9).
FIELDS = (SecretField.LOGIN, SecretField.PASSWORD, SecretField.BACKUP_CODE, SecretField.SEED)
OF_ADULTS = (*FIELDS, SecretField.RECOVERY_EMAIL, SecretField.RECOVERY_PHONE)


@dataclass(frozen=True)
class Asked:
    """What a link is asked for: for whom, which fields, for how long. `sure`: the note names no student."""

    bearer: str
    fields: Sequence[str]
    lasts: timedelta = USUAL
    class_year: int | None = None
    guardian: str = ""
    guardian_on: date | None = None
    note: str = ""
    sure: bool = False


def hash_of(token: str) -> str:
    """What is kept of a token: its SHA-256; 32 random bytes need no slower one."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def usable(token: str) -> Drop | None:
    """The link that a token opens now; None where it is unknown or does not work, which nobody tells apart."""
    wanted = hash_of(token)
    rows = Drop.objects.select_related("account__platform", "account__unit", "made_by")
    found = rows.filter(token_hash=wanted).first()
    if found is None or not hmac.compare_digest(found.token_hash, wanted):
        return None
    return found if works(found) else None


def works(drop: Drop) -> bool:
    """Whether a link opens anything now: neither used, revoked nor over, and its maker might still make it.

    It goes with whoever made it: with their sign-in, their part in the account, and the account itself.
    """
    if not (drop.is_usable and drop.made_by.is_active):
        return False
    return may(check_may_make, standing_of(drop.account, drop.made_by))


def working(drops: Sequence[Drop]) -> set[int]:
    """Which of the links of one account work, by number; asked once of each maker, however many links they made."""
    makers = {drop.made_by_id: drop for drop in drops if drop.is_usable}
    able = {person for person, drop in makers.items() if works(drop)}
    return {drop.pk for drop in drops if drop.is_usable and drop.made_by_id in able}


def check_may_make(standing: Standing) -> None:
    """Raise `Refused` unless this person may make a link: custodian, backup, administrator, Communications.

    A system administrator never, who could use it and confirm what they left.
    """
    check_does_not_operate(standing)
    mine = standing.looks_after or standing.offered or standing.administrator
    if not (standing.communications or mine):
        message = _("Who looks after the account, its administrator and Communications make such links.")
        raise Refused(message, rule="domain: who may do what")
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed. Its vault takes nothing more."))
    if not standing.account.platform.shares_login:
        message = _("People sign in under names of their own here: nobody’s own password is asked for.")
        raise Refused(message, rule="invariant 9")


def check_may_list(standing: Standing) -> None:
    """Raise `Refused` unless this person may see the links of an account: who may make one, and the superintendent."""
    mine = standing.looks_after or standing.offered or standing.administrator
    if not (standing.communications or mine or standing.superintendent):
        message = _("Who looks after the account, its administrator and Communications see its links.")
        raise Refused(message, rule="domain: who may do what")


def check_may_see(drop: Drop, standing: Standing) -> None:
    """Raise `Refused` unless they may see this link; whoever made it may."""
    if drop.made_by_id != standing.user.pk:
        check_may_list(standing)


def check_makes_sense(asked: Asked) -> None:
    """Raise `Refused` for a link that cannot be: no such part, no field or a forbidden one, too long, a name."""
    if asked.bearer not in Bearer.values:
        raise Refused(_("Choose for whom it is."), rule=RULE, field="bearer")
    if not asked.fields or not set(asked.fields) <= set(OF_ADULTS):
        raise Refused(_("Choose what they may hand in."), rule=RULE, field="fields")
    if not timedelta() < asked.lasts <= LONGEST:
        raise Refused(_("A link lasts seven days at most."), rule=RULE, field="hours")
    if asked.bearer == Bearer.STUDENTS:
        _check_student(asked)
    elif asked.class_year is not None or asked.guardian:
        raise Refused(_("Only students have a class year and a guardian."), rule=RULE, field="class_year")
    check_no_student(asked.note, "note", sure=asked.sure)


def _check_student(asked: Asked) -> None:
    if not set(asked.fields) <= set(FIELDS):
        message = _("A student’s own address or phone is never asked for. Leave recovery e-mail and phone out.")
        raise Refused(message, rule="invariant 9", field="fields")
    try:
        check_class(1, asked.class_year)
    except Refused:
        message = _("Enter the year in which they graduate, like 2027.")
        raise Refused(message, rule=RULE, field="class_year") from None
    if asked.guardian not in Guardian.values[1:]:
        raise Refused(_("Say whether a parent or guardian was told."), rule="E3.41", field="guardian")
    if (asked.guardian == Guardian.TOLD) != (asked.guardian_on is not None):
        raise Refused(_("Say on which day they were told."), rule="E3.41", field="guardian_on")
    if asked.guardian_on and asked.guardian_on > clock.today():
        raise Refused(_("Choose a day that is today or earlier."), rule="E3.41", field="guardian_on")


def check_may_revoke(drop: Drop, standing: Standing) -> None:
    """Raise `Refused` unless this person may take a link back before it is used."""
    if drop.state != DropState.OPEN:
        raise Stale(_("This link was used, or is over."))
    if not (standing.communications or standing.looks_after or drop.made_by_id == standing.user.pk):
        raise Refused(_("Who made it, who looks after the account and Communications revoke a link."), rule=RULE)


def check_may_answer(drop: Drop, standing: Standing) -> None:
    """Raise `Refused` unless this person confirms or discards what was left: who made the link, or Communications."""
    if drop.state != DropState.HELD:
        raise Stale(_("This was answered already, or nothing was left."))
    check_does_not_operate(standing)
    if not (standing.communications or drop.made_by_id == standing.user.pk):
        raise Refused(_("Who made the link, or Communications, says whether it was right."), rule=RULE)
    if drop.made_by_id == standing.user.pk:
        check_may_make(standing)
    elif standing.account.state in AccountState.over():
        raise Stale(_("This account is closed. Its vault takes nothing more."))


def the_drop(user: User, uuid: UUID) -> Drop:
    """A link with its account; raises Http404 where there is none."""
    found = Drop.objects.select_related("account__platform", "account__unit", "made_by").filter(uuid=uuid).first()
    if found is None or not user.is_active:
        raise Http404
    return found
