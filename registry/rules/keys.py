"""When a key may go on to the next part of its life: pending → primary → decrypt only → destroyed (security.md, B4)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry import clock, heartbeat, keyring, stores
from registry.models import KeyCheck
from registry.people import rules as people
from registry.people.models import Proposal
from registry.people.refusal import Refused
from registry.vault import Key, State

RULE = "security B4"
#: Nothing under a session key is older than a session.
SESSION = timedelta(hours=12)


def the_key(kid: str) -> tuple[str, Key]:
    """What the key of this id is for, and the key; raises `Refused` where there is none."""
    found = keyring.find(kid)
    if found is None:
        raise Refused(_("There is no key %(kid)s. “vault keys list” shows those there are.") % {"kid": kid})
    return found


def check_may_promote(purpose: str, key: Key) -> None:
    """Raise `Refused` unless the key is pending, unharmed, and every live process holds it."""
    if key.state is not State.PENDING:
        raise Refused(_("The key %(kid)s is not pending, so it cannot be promoted.") % {"kid": key.kid}, rule=RULE)
    if KeyCheck.objects.filter(purpose=purpose, kid=key.kid, compromised_at__isnull=False).exists():
        raise Refused(_("The key %(kid)s is marked as compromised. Add another one.") % {"kid": key.kid}, rule=RULE)
    missing = heartbeat.without(purpose, key.kid, key.check_value)
    if missing:
        raise Refused(
            _(
                "Not yet: still without this key: %(names)s. Each process looks once a minute, when it is asked for "
                "something; one that is silent for three minutes no longer counts. Try again, or use --wait."
            )
            % {"names": ", ".join(missing)},
            rule=RULE,
        )


def check_may_retire(purpose: str, key: Key, row: KeyCheck | None) -> None:
    """Raise `Refused` while anything needs the key: a row, or a backup that is still kept."""
    if key.state is not State.DECRYPT_ONLY or row is None:
        raise Refused(
            _("The key %(kid)s is in use: only one that another has replaced is retired.") % {"kid": key.kid}, rule=RULE
        )
    count = stores.counts(purpose)[key.kid]
    if count:
        raise Refused(_rows(count, key.kid, purpose), rule=RULE)
    free = free_on(purpose, row)
    if free is None or clock.now() < free:
        raise Refused(_kept(row, free), rule=RULE)


def free_on(purpose: str, row: KeyCheck) -> datetime | None:
    """From when nothing that is kept needs the key; None while something stands under it."""
    if purpose == "session":
        return row.replaced_at + SESSION if row.replaced_at else None
    return row.emptied_at + timedelta(days=settings.BACKUP_DAYS) if row.emptied_at else None


def check_may_destroy(key: Key, row: KeyCheck | None) -> Proposal:
    """The agreement of two by which the key is destroyed; raises `Refused` without it, or before it is retired."""
    if key.state is State.DESTROYED:
        raise Refused(_("The key %(kid)s is destroyed already.") % {"kid": key.kid}, rule=RULE)
    check_is_retired(key, row)
    agreed = people.agreed_destruction(key.kid)
    if agreed is None:
        raise Refused(
            _("Two of superintendent, communications director and alternate must agree first."), rule="two-person acts"
        )
    return agreed


def check_is_retired(key: Key, row: KeyCheck | None) -> None:
    """Raise `Refused` where something may still need the key."""
    if row is None or row.retired_at is None:
        raise Refused(_("Retire the key %(kid)s first: “vault keys retire %(kid)s”.") % {"kid": key.kid}, rule=RULE)


def _rows(count: int, kid: str, purpose: str) -> str:
    said = ngettext("%(n)s thing needs the key %(kid)s.", "%(n)s things need the key %(kid)s.", count)
    said = said % {"n": count, "kid": kid}
    if any(store.rewrap for store in stores.stores(purpose)):
        return _("%(said)s Run “vault rewrap” first.") % {"said": said}
    return _("%(said)s They cannot be put under another, so it stays as long as they do.") % {"said": said}


def _kept(row: KeyCheck, free: datetime | None) -> str:
    if free is None:
        return _("Run “vault rewrap” first: it notes when nothing needs the key any more.")
    day = f"{clock.local(free):%B %-d, %Y, %-I:%M %p}"
    if row.purpose == "session":
        return _("Sessions may still need this key until %(day)s.") % {"day": day}
    return _("Backups from before this key was emptied are kept until %(day)s (BACKUP_DAYS) and need it.") % {
        "day": day
    }
