"""Who knows what gets one in (domain.md: exposure): one ledger, read by the pages and by what opens rotations.

It follows the person's row, never a name: somebody renamed, hired again or named like another is who they were.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import (
    Account,
    AccountState,
    BackupCustodian,
    Custody,
    CustodyState,
    Exposure,
    ExposureKind,
    KitState,
    Poster,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules.standing import communications_staff, witnesses

#: What one must not know any more once one has left; addresses, dates and notes get nobody in.
KEYS = ("password", "seed", "backup_code", "security_question")
#: What a verifier signs in with: such a deposit is the platform's own only once it is verified.
TRIED = frozenset(SecretField.sign_in_set())


def knowledge() -> "QuerySet[Exposure]":
    """What somebody knows: not what could not be opened, nor what a kit holds that could not be made, no declaration
    that was struck, and of an authenticator seed only its deposit, a kit or a declaration (a reveal shows its code,
    never the seed).
    """
    rows = Exposure.objects.filter(reveal__failed_at=None, withdrawn_at=None).exclude(kit__state=KitState.FAILED)
    return rows.exclude(kind=ExposureKind.REVEALED, secret__field=SecretField.SEED)


def may_still_open() -> "QuerySet[SecretVersion]":
    """The versions that the platform may still take: current, or verified and waiting for the next to be, or superseded
    by some that nobody has verified yet (they may be mistyped, and the old value the one that works).
    """
    later = SecretVersion.objects.filter(
        account=OuterRef("account"), field=OuterRef("field"), slot=OuterRef("slot"), version__gt=OuterRef("version"),
        verified_at__isnull=False,
    )  # fmt: skip
    waits = Q(state=SecretState.SUPERSEDED, field__in=TRIED, out_of_use_at=None) & ~Exists(later)
    rows = SecretVersion.objects.filter(Q(state__in=(SecretState.DEPOSITED, SecretState.VERIFIED)) | waits)
    return rows.exclude(account__state=AccountState.RETIRED)


def known_keys(who: Q) -> "QuerySet[SecretVersion]":
    """The keys known to whoever `who` (a condition on exposures) tells of that may still open something.

    Known by the version that was shown, or by a value that is the same elsewhere or again: its keyed fingerprint tells.
    """
    shown = knowledge().filter(who)
    by_version = Exists(shown.filter(secret=OuterRef("pk")))
    by_value = Exists(
        shown.filter(
            secret__field=OuterRef("field"), secret__fingerprint=OuterRef("fingerprint"),
            secret__fingerprint_kid=OuterRef("fingerprint_kid"),
        ).exclude(secret__fingerprint="")
    )  # fmt: skip
    return may_still_open().filter(by_version | by_value, field__in=KEYS)


def known_to(version: SecretVersion, people: Collection[object], groups: Iterable[Exposure]) -> bool:
    """Whether one of these people, or a group that is declared like one of these, knows this very value."""
    same = Q(secret=version.pk)
    if version.fingerprint:
        value = {"fingerprint": version.fingerprint, "fingerprint_kid": version.fingerprint_kid}
        same |= Q(secret__field=version.field, **{f"secret__{name}": part for name, part in value.items()})
    who = Q(person__in=people)
    for group in groups:
        who |= Q(person=None, described=group.described, class_year=group.class_year)
    return knowledge().filter(same & who).exists()


@dataclass(frozen=True)
class Entrusted:
    """Who may know the login of which account today; asked once, for however many accounts."""

    everywhere: frozenset[object]
    here: frozenset[tuple[int, object]]
    of_units: frozenset[tuple[int, object]]

    def may_know(self, account: Account, person_id: object) -> bool:
        """Whether somebody is of Communications, holds or is offered the account, backs it up, or reveals as poster;
        not who hands it over, once the next one has accepted.
        """
        if person_id in self.everywhere or (account.pk, person_id) in self.here:
            return True
        return any((unit, person_id) in self.of_units for unit in account.unit.path_ids())


def entrusted(accounts: Collection[int]) -> Entrusted:
    """Everybody who may know a login, of these accounts. The superintendent and designees are second person
    of a break-glass kit, and so are entrusted with all of them while they are in office.
    """
    live = (CustodyState.OPEN, *CustodyState.asked())
    held = Custody.objects.filter(state__in=live, passing_since=None, custodian__is_active=True)
    backups = BackupCustodian.objects.filter(ended_at=None, person__is_active=True)
    posters = Poster.objects.in_force().filter(may_reveal=True, person__is_active=True)
    held, backups = held.filter(account__in=accounts), backups.filter(account__in=accounts)
    posters = posters.filter(Q(account__in=accounts) | Q(account=None))
    here = {*held.values_list("account_id", "custodian_id"), *backups.values_list("account_id", "person_id")}
    rows = list(posters.values_list("account_id", "unit_id", "person_id"))
    return Entrusted(
        everywhere=frozenset(person.pk for person in (*communications_staff(), *witnesses())),
        here=frozenset(here | {(account, person) for account, _unit, person in rows if account}),
        of_units=frozenset((unit, person) for account, unit, person in rows if not account and unit),
    )
