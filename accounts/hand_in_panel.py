"""What an account’s page says of its hand-in: links, what waits for a word, and the way back in."""

from typing import Any

from django.db.models import Count, Q

from accounts.models import AccountState, DropState, HandIn
from accounts.rules import drops, recovering
from accounts.rules.seeing import may_see_versions
from accounts.rules.standing import Standing
from registry.people.rules import may


def panel_for(standing: Standing) -> dict[str, Any] | None:
    """The panel for this person; None where there is nothing for them."""
    account = standing.account
    if not (account.platform.shares_login and may(recovering.check_may_see, standing)):
        return None
    if account.state == AccountState.RETIRED:
        return None
    steps = Count("steps"), Count("steps", filter=Q(steps__done_at__isnull=False))
    recovery = account.recoveries.filter(closed_at=None).annotate(all=steps[0], done=steps[1]).first()
    return {
        "recovery": recovery,
        "held": account.drops.filter(state=DropState.HELD).count(),
        "said": HandIn.objects.filter(account=account).first() if may_see_versions(standing) else None,
        "may_make": may(drops.check_may_make, standing),
        "may_list": may(drops.check_may_list, standing),
        "may_start": recovery is None and may(recovering.check_may_start, standing),
    }
