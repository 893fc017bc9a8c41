"""An incident in the demo district: somebody got into an account yesterday, and the 72 hours run."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.actions.compromised import mark_compromised
from accounts.actions.incidents import describe
from accounts.models import Account, AccountState
from desk.demo.teller import Teller

#: So long before today it was noticed.
NOTICED = timedelta(hours=29)


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """Marked by Communications, and described an hour later; not reported yet."""
    yield until - NOTICED
    account = Account.objects.filter(handle="lakeviewcommed", state=AccountState.ACTIVE).first()
    if account is None:
        return
    why = "Three posts sell sunglasses. Nobody of us wrote them."
    marked = mark_compromised(account, why=why, by=teller.people["Lena Fischer"])
    yield until - NOTICED + timedelta(hours=1)
    by = teller.people["JoAnn Keller"]
    describe(marked.incident, exposed="Its password, and direct messages.", identified_at=None, by=by)
