"""Putting secrets into the vault: each a new version, current at once (II.7, domain.md: secret version)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accounts.actions.handing_in import declare_makers
from accounts.actions.locking import locked
from accounts.actions.renewal import close_done
from accounts.actions.superseding import supersede
from accounts.models import (
    Account,
    CustodyState,
    Drop,
    Exposure,
    ExposureKind,
    FactorKind,
    Holder,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules import credentials as rules
from accounts.rules.birth_dates import oddity
from accounts.rules.drops import check_may_answer
from accounts.rules.lifecycle import is_district_address
from accounts.rules.replacing import replace_by
from accounts.rules.standing import Standing, communications_staff, standing_of
from accounts.rules.values import Unusable, normalised
from accounts.sealing import is_same, seal
from registry import audit, keyring, outbox
from registry.people.models import User
from registry.vault import Secret, Vault

Place = tuple[SecretField, int]
Values = Mapping["SecretField | Place", Secret]
ADDRESSES = frozenset({SecretField.LOGIN, SecretField.RECOVERY_EMAIL})


@dataclass(frozen=True)
class Whose:
    """Whose a mailbox, phone or device is, and which employee's."""

    holder: str = Holder.UNSAID
    person: User | None = None


@dataclass(frozen=True)
class Deposited:
    """What a deposit did: the new versions, the fields whose value was the stored one already, and what is odd about a
    new date of birth, a sentence each; never a value.
    """

    versions: list[SecretVersion] = field(default_factory=list)
    unchanged: list[SecretField] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def has_new_seed(self) -> bool:
        """Whether there is a seed that an authenticator does not know yet."""
        return any(version.field == SecretField.SEED for version in self.versions)


@audit.act()
def deposit(
    account: Account, *, values: Values, by: User, holders: Mapping[SecretField, Whose | str] | None = None,
    factor_kind: str = "", unseen: Collection[SecretField] = (), together: bool = False, left_by: Drop | None = None,
) -> Deposited:  # fmt: skip
    """Store new values: by field, or by (field, slot) for backup codes and security questions, of which a new list
    replaces the old one.

    An empty value means unchanged. `holders` says whose a channel or device is, `factor_kind` what a second factor is;
    what is `unseen` was made up here, so whoever deposits it does not know it. `together`: one of many of which the
    caller tells Communications in one letter. `left_by`: the link that it was left by, which `by` confirms; they do not
    know it, but whoever made the link could have used it themselves. Raises `Refused`, `Unusable` for a value that
    cannot be right, `VaultSealed`.
    """
    account = locked(account)
    _check(standing_of(account, by), left_by)
    given = {_place(at): normalised(_place(at)[0], value) for at, value in values.items() if value}
    _check_factor(given, factor_kind)
    current = {(SecretField(row.field), row.slot): row for row in account.secrets.filter(is_current=True)}
    done, vault = Deposited(), keyring.vault()
    for place, value in given.items():
        before, said = current.get(place), (holders or {}).get(place[0])
        row = _new_version(account, place, _whose(place[0], value, said), factor_kind, before, by)
        row.drop = left_by
        if before and is_same(before, value) and (said is None or _says_the_same(before, row)):
            done.unchanged.append(place[0])
            row = before
        else:
            done.versions.append(_store(row, value, before=before, vault=vault))
            done.odd.extend(_oddities(account, place[0], value))
        if place[0] not in unseen:
            _note_who_knows(row, by, left_by)
    _drop_old_lists(given, current, by)
    close_done(account, by=by)
    declare_makers(account, done.versions, by=by, left_by=left_by)
    _tell(account, done.versions, by, together=together)
    return done


def _oddities(account: Account, field_: SecretField, value: Secret) -> list[str]:
    """Whichever way a date of birth comes in, who brings it is told what a platform may take it for (E2.23)."""
    if field_ != SecretField.BIRTH_DATE:
        return []
    said = oddity(date.fromisoformat(value.expose()), account.platform)
    return [said] if said else []


def _check(standing: Standing, left_by: Drop | None) -> None:
    """An administrator, too, answers for what was left by a link of theirs."""
    if left_by:
        check_may_answer(left_by, standing)
    else:
        rules.check_may_deposit(standing)


def _check_factor(given: Mapping[Place, Secret], kind: str) -> None:
    if (SecretField.SECOND_FACTOR, 0) in given and kind not in FactorKind.values[1:]:
        raise Unusable(_("Choose what the platform asks for."), SecretField.SECOND_FACTOR)


def _new_version(
    account: Account, place: Place, whose: Whose, kind: str, before: SecretVersion | None, by: User
) -> SecretVersion:
    newest = account.secrets.filter(field=place[0], slot=place[1]).order_by("-version").first()
    return SecretVersion(
        account=account, field=place[0], slot=place[1], version=newest.version + 1 if newest else 1, deposited_by=by,
        holder=whose.holder, holder_person=whose.person if whose.holder == Holder.EMPLOYEE else None,
        factor_kind=kind if place[0] == SecretField.SECOND_FACTOR else "",
        replace_by=replace_by(place[0], whose.holder, before),
    )  # fmt: skip


def _says_the_same(before: SecretVersion, row: SecretVersion) -> bool:
    """Whether nothing has changed but perhaps the value."""
    facts = ("holder", "holder_person_id", "factor_kind")
    return all(getattr(before, name) == getattr(row, name) for name in facts)


def _store(version: SecretVersion, value: Secret, *, before: SecretVersion | None, vault: Vault) -> SecretVersion:
    by = version.deposited_by
    if before:
        _step_back(before, by)
    seal(version, value, vault)
    version.save()
    facts = {"slot": version.slot, "holder": version.holder}
    facts |= {"factor_kind": version.factor_kind} if version.factor_kind else {}
    audit.record(
        audit.Event.SECRET_DEPOSITED, by=by, on=version.account, field=version.field, version=version.version,
        kid=version.kid, blob=bytes(version.blob), after=facts,
    )  # fmt: skip
    return version


def _note_who_knows(version: SecretVersion, by: User, left_by: Drop | None) -> None:
    """Who types what is stored knows it, without ever having opened it; so may who made the link it was left by."""
    kind, person = (ExposureKind.LINK, left_by.made_by) if left_by else (ExposureKind.DEPOSITED, by)
    if not version.exposures.filter(person=person, kind=kind).exists():
        Exposure.objects.create(secret=version, kind=kind, person=person)


def _step_back(version: SecretVersion, by: User) -> None:
    """Make room: a verified version waits until its successor is verified or refused, any other is superseded."""
    if version.state != SecretState.VERIFIED:
        supersede(version, by=by)
    else:
        version.is_current = False
        version.save(update_fields=["is_current"])


def _drop_old_lists(given: Mapping[Place, Secret], current: Mapping[Place, SecretVersion], by: User) -> None:
    """A platform that gives a new list of backup codes has made the old ones void; so with security questions."""
    new = {place[0] for place in given if place[0] in SecretField.lists()}
    for place, row in current.items():
        if place[0] in new and place not in given:
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


def _whose(field_: SecretField, value: Secret, said: "Whose | str | None") -> Whose:
    """Whose a channel is: an address tells it itself; one outside the district is never the district's (IV.3)."""
    answer = said if isinstance(said, Whose) else Whose(str(said or Holder.UNSAID))
    text = value.expose()
    if field_ not in ADDRESSES or "@" not in text:
        return answer
    if is_district_address(text):
        return answer if answer.holder else Whose(Holder.DISTRICT)
    return Whose(Holder.EMPLOYEE) if answer.holder in (Holder.UNSAID, Holder.DISTRICT) else answer


def _others(people: Iterable[User], by: User) -> list[User]:
    return list({person.pk: person for person in people if person.pk != by.pk}.values())
