"""Putting secrets into the vault: each a new version, current at once (II.7, domain.md: secret version)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.actions.locking import locked
from accounts.actions.superseding import supersede
from accounts.models import (
    Account,
    CustodyState,
    Exposure,
    ExposureKind,
    Holder,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules import credentials as rules
from accounts.rules.lifecycle import is_district_address
from accounts.rules.standing import communications_staff, standing_of
from accounts.rules.values import normalised
from accounts.sealing import is_same, seal
from registry import audit, keyring, outbox
from registry.people.models import User
from registry.vault import Secret, Vault

Place = tuple[SecretField, int]
Values = Mapping["SecretField | Place", Secret]
ADDRESSES = frozenset({SecretField.LOGIN, SecretField.RECOVERY_EMAIL})


@dataclass(frozen=True)
class Deposited:
    """What a deposit did: the new versions, and the fields whose value was the stored one already."""

    versions: list[SecretVersion] = field(default_factory=list)
    unchanged: list[SecretField] = field(default_factory=list)


@audit.act()
def deposit(
    account: Account, *, values: Values, by: User, holders: Mapping[SecretField, str] | None = None,
    together: bool = False,
) -> Deposited:  # fmt: skip
    """Store new values: by field, or by (field, slot) for backup codes, of which a new list replaces the old one.

    An empty value means unchanged. `holders` says whose a recovery channel is. `together`: one of many of which the
    caller tells Communications in one letter. Raises `Refused`, `Unusable` for a value
    that cannot be right, `VaultSealed`.
    """
    account = locked(account)
    rules.check_may_deposit(standing_of(account, by))
    given = {_place(at): normalised(_place(at)[0], value) for at, value in values.items() if value}
    current = {(SecretField(row.field), row.slot): row for row in account.secrets.filter(is_current=True)}
    done, vault = Deposited(), keyring.vault()
    for place, value in given.items():
        holder = _holder(place[0], value, holders or {})
        before = current.get(place)
        if before and is_same(before, value) and (before.holder == holder or place[0] not in (holders or {})):
            done.unchanged.append(place[0])
        else:
            done.versions.append(_store(account, place, value, holder=holder, before=before, by=by, vault=vault))
    _drop_old_codes(account, given, current, by)
    _tell(account, done.versions, by, together=together)
    return done


def _store(
    account: Account, place: Place, value: Secret, *, holder: str, before: SecretVersion | None, by: User, vault: Vault
) -> SecretVersion:
    if before:
        _step_back(before, by)
    newest = account.secrets.filter(field=place[0], slot=place[1]).order_by("-version").first()
    number = newest.version + 1 if newest else 1
    version = SecretVersion(
        account=account, field=place[0], slot=place[1], version=number, holder=holder, deposited_by=by
    )
    seal(version, value, vault)
    version.save()
    Exposure.objects.create(secret=version, kind=ExposureKind.DEPOSITED, person=by)
    facts = {"slot": version.slot, "holder": holder}
    audit.record(
        audit.Event.SECRET_DEPOSITED, by=by, on=account, field=version.field, version=number, kid=version.kid,
        blob=bytes(version.blob), after=facts,
    )  # fmt: skip
    return version


def _step_back(version: SecretVersion, by: User) -> None:
    """Make room: a verified version waits until its successor is verified or refused, any other is superseded."""
    if version.state != SecretState.VERIFIED:
        supersede(version, by=by)
    else:
        version.is_current = False
        version.save(update_fields=["is_current"])


def _drop_old_codes(
    account: Account, given: Mapping[Place, Secret], current: Mapping[Place, SecretVersion], by: User
) -> None:
    """A platform that gives a new list of backup codes has made the old ones void."""
    if not any(field == SecretField.BACKUP_CODE for field, _slot in given):
        return
    for (field_, slot), row in current.items():
        if field_ == SecretField.BACKUP_CODE and (field_, slot) not in given:
            _step_back(row, by)


def _tell(account: Account, versions: list[SecretVersion], by: User, *, together: bool) -> None:
    """Communications is told of each change, and the custodian where somebody else made it (II.7); never the value."""
    if not versions:
        return
    last = max(version.pk for version in versions)
    fields = ",".join(dict.fromkeys(version.field for version in versions))
    custody = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    ours = [] if together else communications_staff()
    people = _others([*ours, *([custody.custodian] if custody else [])], by)
    for person in people:
        outbox.post(
            "accounts/deposited", to=person, about=account, key=f"deposited:{last}:{person.pk}", account=account.pk,
            fields=fields, by=str(by.pk),
        )  # fmt: skip


def _place(at: SecretField | Place) -> Place:
    return (SecretField(at[0]), at[1]) if isinstance(at, tuple) else (SecretField(at), 0)


def _holder(field_: SecretField, value: Secret, said: Mapping[SecretField, str]) -> str:
    """Whose a channel is: an address tells it itself; one outside the district is never the district's (IV.3)."""
    answer = str(said.get(field_, Holder.UNSAID))
    text = value.expose()
    if field_ not in ADDRESSES or "@" not in text:
        return answer
    if is_district_address(text):
        return answer or Holder.DISTRICT
    return Holder.EMPLOYEE if answer in (Holder.UNSAID, Holder.DISTRICT) else answer


def _others(people: Iterable[User], by: User) -> list[User]:
    return list({person.pk: person for person in people if person.pk != by.pk}.values())
