"""The second half of a story: from an approved request to an account that is looked after."""

import base64
import secrets
from collections.abc import Iterator
from datetime import datetime

from accounts.actions import credentials, custody, lifecycle, roles
from accounts.actions.depositing import Values
from accounts.models import Account, CustodyState, FactorKind, Holder, Platform, RoleLevel, SecretField, SignsIn
from accounts.rules.credentials import to_verify
from accounts.rules.roles import roles_of
from approvals import actions as approvals
from approvals.models import Request
from desk.demo.plans import Plan, Stage
from desk.demo.teller import Teller
from registry import clock
from registry.people.models import User
from registry.people.proof import Proof
from registry.vault import Secret

#: The account's own words are invented too; a password is made of these and a number.
WORDS = ("torch", "light", "glide", "heron", "pine", "anchor", "ridge", "paddle", "ember", "lantern", "drift", "cedar")


def story(teller: Teller, plan: Plan, request: Request, account: Account) -> Iterator[datetime]:
    """The deposit, the check, the acceptance and the finish, as far as the plan goes."""
    if plan.stage == Stage.APPROVED:
        return
    custodian, checker = teller.people[plan.requester], _checker(teller, plan)
    yield teller.later(hours=20)
    if account.platform.shares_login:
        yield from _login(teller, plan, account, custodian, checker)
    else:
        _roles(account, custodian, checker, teller.people["JoAnn Keller"])
    if plan.stage in (Stage.DEPOSITED, Stage.REFUSED):
        return
    for task in account.setup_tasks.all():
        lifecycle.tick(task, by=checker, done=True)
    if plan.stage == Stage.VERIFIED:
        return
    yield teller.later(hours=4)
    custody.accept(account.custodies.get(state=CustodyState.OFFERED), by=custodian)
    if plan.stage == Stage.READY:
        return
    yield teller.later(hours=3)
    approvals.finish_setup(request, by=checker)
    if plan.stage == Stage.CHANGED:
        yield from _changed(teller, account, custodian, checker)


def _login(teller: Teller, plan: Plan, account: Account, custodian: User, checker: User) -> Iterator[datetime]:
    """The custodian deposits; somebody in Communications signs in with it and verifies or refuses."""
    holders = dict.fromkeys((SecretField.RECOVERY_PHONE, SecretField.SECOND_FACTOR), Holder.DISTRICT)
    credentials.deposit(
        account, values=_values(teller, plan), holders=holders, factor_kind=FactorKind.AUTHENTICATOR, by=custodian
    )
    if plan.stage == Stage.DEPOSITED:
        return
    yield teller.later(hours=6)
    _open(account, by=checker)
    if plan.stage == Stage.REFUSED:
        why = "The platform says the password is wrong. Please type it again."
        credentials.refuse(account, why=why, seen=[row.pk for row in to_verify(account)], by=checker)
    else:
        credentials.verify(account, by=checker, proof=Proof(checker, clock.now()))


def _roles(account: Account, custodian: User, checker: User, director: User) -> None:
    """On a platform with roles: Communications and the custodian hold full control, each seen by another."""
    for person in (checker, custodian):
        role = roles.record(account, person=person, **_full(account.platform), by=checker)
        roles.prove(role, by=director if person == checker else checker)


def _full(platform: Platform) -> dict[str, str]:
    """Full control by the platform's own name; people have profiles there, as most do."""
    called = next(name for name, level in roles_of(platform) if level == RoleLevel.FULL)
    return {"level": RoleLevel.FULL, "called": called, "signs_in": SignsIn.OWN}


def _changed(teller: Teller, account: Account, custodian: User, checker: User) -> Iterator[datetime]:
    """Weeks later the custodian changes the password and deposits it; somebody checks it the next day."""
    yield teller.later(hours=24 * 45)
    credentials.deposit(account, values={SecretField.PASSWORD: _password(teller)}, by=custodian)
    yield teller.later(hours=20)
    _open(account, by=checker)
    credentials.verify(account, by=checker, proof=Proof(checker, clock.now()))


def _open(account: Account, *, by: User) -> None:
    credentials.reveal(
        account,
        by=by,
        reason_code=credentials.Reason.VERIFY,
        reason="Signing in with the new deposit",
        proof=Proof(by, clock.now()),
        nonce=secrets.token_urlsafe(16),
    )


def _checker(teller: Teller, plan: Plan) -> User:
    """Somebody in Communications who is not the depositor."""
    return teller.people["Lena Fischer" if plan.requester == "Sam Ortega" else "Sam Ortega"]


def _values(teller: Teller, plan: Plan) -> Values:
    seed = base64.b32encode(teller.dice.randbytes(20)).decode()
    values: dict[SecretField | tuple[SecretField, int], Secret] = {
        SecretField.LOGIN: Secret(f"social.{plan.unit}@lakeviewps.example"),
        SecretField.PASSWORD: _password(teller),
        SecretField.RECOVERY_EMAIL: Secret("social-recovery@lakeviewps.example"),
        SecretField.RECOVERY_PHONE: Secret("952-555-0147"),
        SecretField.SECOND_FACTOR: Secret("The authenticator app on the phone of the Communications office"),
        SecretField.SEED: Secret(seed),
    }
    for slot in range(1, 7):
        values[SecretField.BACKUP_CODE, slot] = Secret(f"{teller.dice.randint(10_000_000, 99_999_999)}")
    return values


def _password(teller: Teller) -> Secret:
    return Secret("-".join([*teller.dice.sample(WORDS, 4), str(teller.dice.randint(100, 999))]))
