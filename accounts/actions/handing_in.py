"""What is known of an account that existed already: who made it and so knows its login, on whose ways in it hangs."""

from collections.abc import Iterable, Sequence

from accounts.actions.rotation import open_due
from accounts.models import Account, Drop, Exposure, ExposureKind, HandIn, SecretField, SecretVersion
from registry import audit, clock
from registry.people.models import User

#: Characters that the trail has for the code of a field.
MOST = 60


@audit.act()
def note(
    account: Account, *, made_by: str, head_count: int | None, class_year: int | None, email: str, phone: str, by: User
) -> HandIn:
    """Keep what was said when an account was handed in, inside an act that has just opened it."""
    row = HandIn.objects.create(
        account=account, made_by=made_by, head_count=head_count, class_year=class_year, email=email, phone=phone
    )
    facts = {"made_by": made_by, "number": head_count, "class": class_year, "email": email, "phone": phone}
    audit.record(audit.Event.HANDED_IN, by=by, on=account, after=facts)
    return row


@audit.act()
def declare_makers(
    account: Account, versions: Sequence[SecretVersion], *, by: User, left_by: Drop | None = None
) -> None:
    """Whoever made an account knows the first password that is handed in: declared with it, inside that deposit.

    Where the link it was left by (`left_by`) was for one of them, they are declared by that. Where somebody changed it
    before, the declaration is withdrawn as any other.
    """
    first = [row for row in versions if row.field == SecretField.PASSWORD and row.version == 1]
    said = HandIn.objects.filter(account=account).exclude(made_by="").first() if first else None
    if said and not (left_by and left_by.bearer == said.made_by):
        declare_group(
            account, first, described=said.made_by, head_count=said.head_count, class_year=said.class_year, by=by
        )


@audit.act()
def declare_group(
    account: Account, versions: Sequence[SecretVersion], *, described: str, head_count: int | None,
    class_year: int | None, by: User,
) -> None:  # fmt: skip
    """Declare that a group without a sign-in knows these versions; opens a rotation where they must not (any more)."""
    students = {"head_count": head_count, "class_year": class_year} if class_year else {}
    now = clock.now()
    for version in versions:
        Exposure.objects.create(
            secret=version, kind=ExposureKind.DECLARED, described=described, declared_at=now, declared_by=by, **students
        )
    if versions:
        fields = codes_of(row.field for row in versions)
        facts = {"who": described, "number": students.get("head_count"), "class": students.get("class_year")}
        audit.record(audit.Event.KNOWLEDGE_DECLARED, by=by, on=account, field=fields, after=facts)
    open_due(account=account, by=by)


def codes_of(fields: Iterable[str]) -> str:
    """Several fields as one code of the trail; all together where the trail has no room for so many."""
    codes = ",".join(dict.fromkeys(str(field) for field in fields))
    return codes if len(codes) <= MOST else "sign_in_set"
