"""Things that the trail can speak of, without any other room."""

from dataclasses import dataclass, field

from django.db import connection

from registry import audit
from registry.audit.models import Entry


@dataclass(frozen=True)
class Thing:
    trail_kind: str = "account"
    trail_id: str = "a-1"
    trail_label: str = "@lakeviewnordic on TikTok"
    trail_unit_id: int | None = 7
    trail_roles: list[str] = field(default_factory=list)


JOANN = Thing("user", "u-1", "JoAnn Keller", None, ["communications_director"])
NORDIC = Thing()
EVENT = audit.Event.ACCOUNT_EDITED


@audit.act()
def edit(thing=NORDIC, *, by=JOANN, **facts):
    audit.record(EVENT, by=by, on=thing, **facts)


def edits(count):
    with audit.act():
        for number in range(count):
            edit(after={"number": number})


def actions():
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


#: Addresses that find @harbornordic, and say a password beside it.
PASTED = (
    "https://me:Hunter2-Secret@instagram.com/harbornordic",
    "https://instagram.com/harbornordic?password=Hunter2-Secret",
    "https://instagram.com/harbornordic/#token=Hunter2-Secret",
    "instagram.com/harbornordic/Hunter2-Secret",
)
