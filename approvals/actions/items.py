"""Writing what a request asks for: one platform and handle, or several at once (E1.15).

The first stands in `platform` and `handle`, the others in `more`, pairs of the same. An item that an office has
answered is history: it is set aside, never written over (invariant 8).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Platform
from accounts.rules.recognise import recognise
from approvals import handles, rules
from approvals.items import MOST
from approvals.models import Item, Request
from approvals.workflow import LIVE
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Refused

#: A platform and what was typed for it: a handle or an address.
Asked = tuple[Platform | None, str]
#: What an item says: platform, handle, key, address.
Said = tuple[Platform | None, str, str, str]


def asked_for(request: Request, values: Mapping[str, Any]) -> list[Asked]:
    """Platform and handle of each item as they will be once `values` are written."""
    there = [(item.platform, item.url or item.handle) for item in request.items.select_related("platform")]
    platform, typed = there[0] if there else (None, "")
    first = (values.get("platform", platform), values.get("handle", typed) or "")
    return [first, *values.get("more", there[1:])]


def check_handles(request: Request, values: Mapping[str, Any]) -> None:
    """Raise `Refused` where one of them is personal, taken, or asked for twice here."""
    for platform, typed in asked_for(request, values):
        handles.check_handle_is_free(request, platform, typed, rules.visible_to(request.requester))


@audit.act()
def write_items(request: Request, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Make the items what `values` say; returns `["items"]` if that changed anything, for the caller to record."""
    if by.pk != request.requester_id:
        raise Refused(_("Only the person who asked may change the request."), rule="domain.md: who may do what")
    if not {"platform", "handle", "more"} & set(values):
        return []
    wanted = [_said(*asked) for asked in asked_for(request, values)]
    if len(wanted) > MOST:
        raise Refused(_("Ask for at most %(most)d platforms in one request.") % {"most": MOST})
    there = {item.position: item for item in request.items.select_related("platform")}
    changed = [at for at, said in enumerate(wanted, 1) if at not in there or _says(there[at]) != said]
    gone = [item for at, item in there.items() if at > len(wanted)]
    if any(there[at].account_id for at in changed if at in there) or any(item.account_id for item in gone):
        raise Refused(_("The account is being set up already: its platform and handle stay."), rule="E1.16")
    if changed or gone:
        _set_aside([*gone, *(there[at] for at in changed if at in there and there[at].answers.exists())])
        _write(request, wanted, changed)
    return ["items"] if changed or gone else []


def _said(platform: Platform | None, typed: str) -> Said:
    """An address of another platform than the chosen one stays as it was typed, and names no account yet."""
    found = recognise(typed, platform) if typed else None
    if found and platform and found.platform != platform:
        found = None
    return (found.platform, found.handle, found.key, found.url) if found else (platform, typed[:120], "", "")


def _says(item: Item) -> Said:
    return (item.platform, item.handle, item.key, item.url)


def _set_aside(items: Sequence[Item]) -> None:
    for item in items:
        if item.answers.exists():
            item.dropped_at, item.live = clock.now(), False
            item.save(update_fields=["dropped_at", "live"])
        else:
            item.delete()


def _write(request: Request, wanted: Sequence[Said], changed: Sequence[int]) -> None:
    request.items.filter(position__in=changed).update(live=False)  # two that change places never meet
    for at in changed:
        item = request.items.filter(position=at).first() or Item(request=request, position=at)
        item.platform, item.handle, item.key, item.url = wanted[at - 1]
        item.live = request.status in LIVE
        item.save()


@contextmanager
def handle_taken_meanwhile() -> Iterator[None]:
    """The database has the last word on one live request per handle; say so in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(_("Somebody has just asked for the same handle."), rule="invariant 7") from None
