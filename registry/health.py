"""What a monitor asks: are you alive, and can you work? JSON, without cookies; a reason has a name and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry import audit, clock, keyring
from registry.audit import anchoring
from registry.audit.models import Entry, Head
from registry.outbox.models import Letter, State

if TYPE_CHECKING:
    from collections.abc import Callable

LAG = timedelta(minutes=15)


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as this process answers at all."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200, naming what is degraded, or 503 with the names of all that the site cannot do without."""
    reasons = _faults()
    if reasons:
        return JsonResponse({"status": "not ready", "reasons": reasons}, status=503)
    degraded = [*(["vault"] if keyring.vault_is_sealed() else []), *(["anchor"] if anchoring.is_behind() else [])]
    return JsonResponse({"status": "ready", "degraded": degraded})


def _faults() -> list[str]:
    """What does not hold. A database that is gone is one fault: what is asked of it is not known to be another."""
    if not _holds(_database):
        return ["database", *([] if _holds(_keyring) else ["keys"])]
    return [reason for reason, works in NEEDED.items() if not _holds(works)]


def _holds(works: Callable[[], bool]) -> bool:
    try:
        return works()
    except (DatabaseError, ImproperlyConfigured, keyring.MissingKey):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() is not None


def _keys() -> bool:
    keyring.check_start()
    return True


def _keyring() -> bool:
    keyring.check_start(database=False)
    return True


def _triggers() -> bool:
    return not audit.triggers_missing(connection)


def _chain() -> bool:
    """Whether the head stands on the last entry; `audit verify` reads the whole chain."""
    head = Head.objects.values_list("seq", "hash").first()
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    return head == last if last else head is None or head[0] == 0


def _outbox() -> bool:
    """Whether somebody delivers: no letter has been due for longer than LAG."""
    return not Letter.objects.filter(state=State.WAITING, next_try_at__lt=clock.now() - LAG).exists()


NEEDED: dict[str, Callable[[], bool]] = {
    "keys": _keys,
    "triggers": _triggers,
    "chain": _chain,
    "outbox": _outbox,
}
