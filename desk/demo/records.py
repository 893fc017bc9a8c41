"""Public records in the demo district: somebody asked, and half of the texts are looked through."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Account
from desk.actions import records as actions
from desk.demo.teller import Teller
from desk.records import gathering

#: So long before today somebody asked.
ASKED = timedelta(days=8)


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """One request for data, under whose hold the account's records are."""
    yield until - ASKED
    account = Account.objects.filter(handle="LakeviewHeron").first()
    if account is None:
        return
    joann = teller.people["JoAnn Keller"]
    facts: dict[str, Any] = {"unit": None, "since": None, "until": None}
    made = actions.begin(subject="Data request 26-118", numbers=account.number, by=joann, **facts)
    yield teller.later(hours=20)
    texts = gathering.waiting(made)
    actions.look_through(made, {text: text.words for text in texts[: len(texts) // 2]}, by=joann)
