"""A value is over: nobody opens it any more, and it is destroyed in time (domain.md: secret version)."""

from accounts.models import SecretState, SecretVersion
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
