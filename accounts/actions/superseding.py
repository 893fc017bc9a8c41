"""A value is over: nobody opens it any more, and it is destroyed in time (domain.md: secret version)."""

from accounts.models import Account, SecretState, SecretVersion
from registry import audit, clock
from registry.people.models import User


@audit.act()
def supersede(version: SecretVersion, *, by: User | None) -> None:
    """Take a version out of use, inside an act that holds its account; `by=None` is the clock."""
    version.state, version.is_current, version.superseded_at = SecretState.SUPERSEDED, False, clock.now()
    version.save(update_fields=["state", "is_current", "superseded_at"])
    audit.record(
        audit.Event.SECRET_SUPERSEDED, by=by, on=version.account, field=version.field, version=version.version,
        after={"slot": version.slot},
    )  # fmt: skip


@audit.act()
def supersede_all(account: Account, *, by: User | None) -> None:
    """The same with everything that opens an account, which is retired by this act; it is destroyed in time."""
    live = account.secrets.filter(state__in=(SecretState.DEPOSITED, SecretState.VERIFIED))
    for version in live.select_related("account__platform").order_by("pk"):
        supersede(version, by=by)
