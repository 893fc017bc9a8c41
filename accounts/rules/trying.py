"""A login that did not work for who opened it last: work for whoever looks after it (E2.28)."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import Account, AccountState, Reveal, SecretField, SecretVersion


def unworking(accounts: "QuerySet[Account, Any]") -> "QuerySet[Account, Any]":
    """Those whose login was tried last in vain, with `tried_at`: until a deposit since then, or somebody for whom it
    works.
    """
    tried = Reveal.objects.filter(account=OuterRef("pk"), field="", worked__isnull=False).order_by("-at", "-pk")
    newer = SecretVersion.objects.filter(
        account=OuterRef("pk"), field__in=SecretField.sign_in_set(), deposited_at__gt=OuterRef("tried_at")
    )
    rows = accounts.annotate(
        tried_at=Subquery(tried.values("at")[:1]), tried_well=Subquery(tried.values("worked")[:1])
    ).exclude(state__in=AccountState.over())
    return rows.filter(~Exists(newer), tried_well=False)
