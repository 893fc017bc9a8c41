"""From approval to an account: set-up begins with the last yes, and ends when the accounts are active (II.6, II.7)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions import handing_in, lifecycle, provisional, recovering
from accounts.actions.completing import hold_all
from accounts.actions.locking import all_locked
from accounts.models import Account, AccountState, Knower, LockedOut, Recovery, RecoveryOutcome
from approvals import rules
from approvals.actions.moving import locked, move
from approvals.models import ImagesPlan, Item, ItemAnswerChoice, Request
from approvals.particulars import MadeBy
from approvals.workflow import UNUSED, Move, Status
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Refused

#: Who knows the first password that is handed in, by who made the account; staff say it by depositing.
KNOWS = {
    MadeBy.STUDENTS: Knower.STUDENTS.value,
    MadeBy.FORMER_COACH: Knower.FORMER_COACH.value,
    MadeBy.PARENT: Knower.PARENT.value,
    MadeBy.VENDOR: Knower.WEBMASTER.value,
}


@audit.act()
def start_setup(request: Request, *, without: Collection[int], by: User) -> None:
    """Open an account for set-up for each approved item; those in `without` were declined."""
    for item in request.items.select_related("platform", "account"):
        if item.pk in without:
            item.answer = ItemAnswerChoice.DECLINED
        else:
            item.answer = ItemAnswerChoice.APPROVED
            if item.account:  # opened by an emergency approval
                provisional.make_ordinary(item.account, by=by)
            else:
                item.account = _open(request, item, by=by)
        item.save(update_fields=["answer", "account"])


def _open(request: Request, item: Item, *, by: User) -> Account:
    if item.platform is None or request.unit is None or request.custodian is None:
        raise Refused(_("The request is not complete."))
    account = lifecycle.open_for_setup(
        platform=item.platform,
        handle=item.handle,
        key=item.key,
        url=item.url,
        unit=request.unit,
        klass=request.klass,
        display_name=request.display_name,
        purpose=request.purpose,
        audience=request.audience,
        custodian=request.custodian,
        backup=request.backup,
        email=request.email,
        shows_students=request.images_plan == ImagesPlan.STUDENTS,
        under_13=bool(request.under_13),
        group=request.group,
        position=request.position,
        retroactive=request.is_retroactive,
        by=by,
    )
    if request.is_retroactive:
        _hand_in(request, account, by=by)
    return account


def _hand_in(request: Request, account: Account, *, by: User) -> None:
    """What was said of an account that existed already goes with it; where nobody can sign in, the steps begin."""
    students = request.made_by == MadeBy.STUDENTS
    handing_in.note(
        account, made_by=KNOWS.get(MadeBy(request.made_by), "") if request.made_by else "",
        head_count=request.made_by_number if students else None,
        class_year=request.made_by_class_year if students else None,
        email=request.hangs_on_email, phone=request.hangs_on_phone, by=by,
    )  # fmt: skip
    if request.staff_can_sign_in is False and account.platform.shares_login:
        recovering.start(account, why=LockedOut.UNKNOWN, by=by)


@audit.act()
def end_setup(request: Request, *, why: str, by: User | None) -> None:
    """End what an emergency approval has opened, where the request ends (E1.16).

    What was never active is given up, which frees its handle; what is in use is suspended, until it is closed.
    """
    for account in accounts_held(request):
        if account.state == AccountState.SETTING_UP:
            lifecycle.abandon(account, by=by)
        else:
            provisional.suspend(account, why=why, by=by)


@audit.act()
def finish_setup(request: Request, *, by: User) -> Request:
    """Activate every account of the request and complete it: an act of Communications.

    What an active account needs is for the register to say; raises `Refused` with what is missing.
    """
    request = locked(request)
    rules.check_move(request, Move.FINISH, by)
    rules.check_conditions_are_met(request)
    accounts_held(request)
    for item in request.items.filter(account__isnull=False).select_related("account").order_by("account_id"):
        if item.account and item.account.state == AccountState.SETTING_UP:
            lifecycle.activate(item.account, by=by, quietly=True)
    move(request, Move.FINISH, by=by)
    return request


def accounts_held(request: Request) -> list[Account]:
    """Its accounts, held with what a campaign asks about any of them, before the first is changed (decisions/0019)."""
    accounts = all_locked(Q(pk__in=request.items.filter(account__isnull=False).values("account")))
    hold_all(accounts)
    return accounts


def expire_due(now: datetime | None = None, *, by: User | None = None) -> int:
    """Let approvals expire whose set-up was not finished in time (E1.17). Returns how many; any number of times."""
    limit = (now or clock.now()) - UNUSED
    expired = 0
    for request in _unused(limit).order_by("pk"):
        with audit.act():
            expired += _expire(request, limit, by=by)
    return expired


def _unused(limit: datetime) -> QuerySet[Request]:
    """Approvals that nothing was made of: to win an account back, or to have done so lately, is to use one (E3.39)."""
    at_it = Recovery.objects.filter(account__items__request=OuterRef("pk"))
    at_it = at_it.filter(Q(closed_at=None) | Q(outcome=RecoveryOutcome.BACK, closed_at__gt=limit))
    return Request.objects.filter(~Exists(at_it), status=Status.SETTING_UP, approved_at__lte=limit)


def _expire(request: Request, limit: datetime, *, by: User | None) -> bool:
    request = locked(request)
    if not _unused(limit).filter(pk=request.pk).exists():
        return False
    for account in accounts_held(request):
        if account.state == AccountState.SETTING_UP:
            lifecycle.abandon(account, by=by)
    words = _("The set-up was not finished within %(days)s days of the approval.") % {"days": UNUSED.days}
    move(request, Move.EXPIRE, by=by, note=words)
    return True
