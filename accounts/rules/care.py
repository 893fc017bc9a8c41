"""Which accounts need care though their state says nothing: hardly anybody gets back in, or a change is late."""

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import (
    AccessModel,
    Account,
    AccountState,
    Drill,
    DrillState,
    FactorKind,
    Holder,
    RoleHolder,
    RoleLevel,
    Rotation,
    SecretField,
    SecretVersion,
)
from accounts.rules.standing import communications_staff
from accounts.rules.ways_in import ENOUGH, shallow
from registry import clock


def in_need_of_care() -> frozenset[int]:
    """The numbers of active accounts with fewer than two employees who get back in alone, and of all whose change is
    late. At most eleven queries; only maps that can be shallow are drawn.
    """
    weak = {found.account.pk for found in shallow(_suspects())}
    late = Rotation.objects.standing().filter(due_on__lt=clock.today()).values_list("account_id", flat=True)
    return frozenset(weak | set(late))


def _suspects() -> list[Account]:
    """Every active account that can be shallow, and some that are not: the maps themselves have the last word.

    With two in Communications whatever opens the vault to them is deep enough: a login that is stored and did not fail
    a drill, behind no second factor that only one device gives.
    """
    rows = Account.objects.filter(state=AccountState.ACTIVE).select_related("platform")
    if len(communications_staff()) >= ENOUGH:
        shared = Q(platform__access_model=AccessModel.SHARED_LOGIN)
        rows = rows.filter((shared & ~_opens_the_vault()) | (~shared & ~_is_in_control()))
    return list(rows)


def _opens_the_vault() -> Q:
    stored = SecretVersion.objects.filter(account=OuterRef("pk"), is_current=True)
    one_device = stored.filter(field=SecretField.SECOND_FACTOR).exclude(factor_kind=FactorKind.NONE)
    one_device = one_device.filter(~Q(holder=Holder.DISTRICT) | Q(factor_kind=FactorKind.BACKUP_CODES))
    ours = Exists(stored.filter(field=SecretField.SEED)) | Exists(
        stored.filter(field=SecretField.BACKUP_CODE, used_at=None)
    )
    login, password = stored.filter(field=SecretField.LOGIN), stored.filter(field=SecretField.PASSWORD)
    failed = Drill.objects.filter(account=OuterRef("pk"), state=DrillState.FAILED)
    return Q(Exists(login) & Exists(password) & (ours | ~Exists(one_device)) & ~Exists(failed))


def _is_in_control() -> Q:
    """Two or more people of today are seen to have full control."""
    full = RoleHolder.objects.filter(level=RoleLevel.FULL, ended_at=None, to_remove_since=None, person__is_active=True)
    seen = full.exclude(proven_at=None).order_by().values("account").annotate(n=Count("person", distinct=True))
    return Q(pk__in=seen.filter(n__gte=ENOUGH).values("account"))
