"""Makers of requests and accounts: they walk the real actions, each step by the person whose step it is.

Nothing here writes a row of its own; what they made once in the same database is laid out again (tests/memory.py).
`make_request(cast, "with_both")` stands where people's clicks would have put it.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.actions import credentials, custody, lifecycle, roles
from accounts.models import (
    Account,
    AuthorizationKind,
    CustodyState,
    Platform,
    RoleLevel,
    SecretField,
    SecretVersion,
    SignsIn,
)
from accounts.rules.credentials import to_verify
from approvals import actions as approvals
from approvals.models import Answer, Decision, ImagesPlan, Kind, Request, Seat
from approvals.particulars import HangsOn, MadeBy
from registry import clock
from registry.people import actions as people
from registry.people.models import Appointment, Office, User
from registry.people.proof import Proof
from registry.vault import Secret
from tests.cast import DOMAIN, Cast
from tests.memory import remembered

_numbers = count(1)


def proof_of(user: User) -> Proof:
    """A second factor given this moment."""
    return Proof(user, clock.now())


# Requests -------------------------------------------------------------------------------------------------------------


def values_for(cast: Cast, **values: Any) -> dict[str, Any]:
    """Everything a complete request says."""
    handle = values.pop("handle", f"harborski{next(_numbers)}")
    return {
        "platform": Platform.objects.get(slug=values.pop("platform", "instagram")),
        "handle": handle,
        "unit": cast.units.athletics,
        "klass": "student_group",
        "group": "Girls Nordic Ski",
        "display_name": "Harbor High Girls Nordic Ski",
        "purpose": "Meet results and practice times.",
        "audience": "Families of the team",
        "students_involved": True,
        "under_13": False,
        "wants_logo": False,
        "images_plan": ImagesPlan.NONE,
        "custodian": cast.coach,
        "position": "Head coach, girls Nordic ski",
        "backup": cast.backup,
        "posters": "The coaches",
        "email": f"ski{next(_numbers)}@{DOMAIN}",
    } | values


@remembered
def make_request(cast: Cast, status: str = "draft", *, by: User | None = None, **values: Any) -> Request:
    """A request that has come so far. `status` is a key of STORIES."""
    request = approvals.start_draft(by=by or cast.requester, values=values_for(cast, **values))
    return _walk(cast, request, STORIES[status])


@remembered
def make_registration(cast: Cast, status: str = "draft", *, by: User | None = None, **values: Any) -> Request:
    """The registration of an account that students made, come so far. `status` is a key of REGISTRATIONS."""
    stands: dict[str, Any] = {
        "made_by": MadeBy.STUDENTS, "made_by_number": 2, "made_by_class_year": 2026, "since_year": 2022,
        "hangs_on_email": HangsOn.STUDENT_OR_PARENT, "hangs_on_phone": HangsOn.UNKNOWN, "staff_can_sign_in": True,
    }  # fmt: skip
    facts = values_for(cast, **(stands | values))
    request = approvals.start_draft(by=by or cast.requester, kind=Kind.REGISTRATION, values=facts)
    return _walk(cast, request, REGISTRATIONS[status])


@remembered
def make_permission(
    cast: Cast, status: str = "draft", *, kind: str = AuthorizationKind.CLASSROOM, by: User | None = None, **values: Any
) -> Request:
    """A request for an authorization, come so far. `status` is a key of PERMISSIONS."""
    facts = {
        "unit": cast.units.high,
        "platform": Platform.objects.get(slug=values.pop("platform", "youtube")),
        "scope": "Short clips of experiments for two classes.",
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=90),
        "parental_consent": kind == AuthorizationKind.CLASSROOM,
    }
    asked = {"kind": Kind.AUTHORIZATION, "authorization": kind, "values": facts | values}
    return _walk(cast, approvals.start_draft(by=by or cast.requester, **asked), PERMISSIONS[status])


def _walk(cast: Cast, request: Request, steps: Iterable[Callable[[Cast, Request], None]]) -> Request:
    for step in steps:
        step(cast, request)
        request = Request.objects.get(pk=request.pk)
    return request


def seat_of(request: Request, office: Office) -> Seat:
    """The seat of an office in the latest round."""
    return Seat.objects.get(round=request.rounds.last(), office=office)


def decide(
    request: Request, office: Office, by: User, answer: str = Answer.YES, note: str = "", **more: Any
) -> Decision:
    """One office answers on the text as it is."""
    seat = seat_of(request, office)
    seen = {"seen_hash": seat.round.text_hash, "proof": proof_of(by)}
    return approvals.decide(seat, answer=answer, note=note, by=by, **seen, **more)


def decider_for(cast: Cast, request: Request) -> User:
    """The administrator of the request's unit."""
    return cast.other_principal if request.unit == cast.units.middle else cast.principal


def _submit(cast: Cast, request: Request) -> None:
    approvals.submit(request, by=request.requester)


def _administrator(answer: str = Answer.YES, note: str = "") -> Callable[[Cast, Request], None]:
    def step(cast: Cast, request: Request) -> None:
        decide(request, Office.ADMINISTRATOR, decider_for(cast, request), answer, note)

    return step


def _superintendent(cast: Cast, request: Request) -> None:
    decide(request, Office.SUPERINTENDENT, cast.superintendent)


def _director(cast: Cast, request: Request) -> None:
    decide(request, Office.COMMUNICATIONS_DIRECTOR, cast.director)


def _withdraw(cast: Cast, request: Request) -> None:
    approvals.withdraw(request, by=request.requester)


def _set_up(cast: Cast, request: Request) -> None:
    bring_to(cast, account_of(request), "ready")
    approvals.finish_setup(request, by=cast.communications)


APPROVED = (_submit, _administrator(), _superintendent, _director)
STORIES: dict[str, tuple[Callable[[Cast, Request], None], ...]] = {
    "draft": (),
    "with_administrator": (_submit,),
    "with_both": (_submit, _administrator()),
    "with_director": (_submit, _administrator(), _superintendent),
    "returned": (_submit, _administrator(Answer.CHANGES, "Name a second coach.")),
    "declined": (_submit, _administrator(Answer.NO, "The school account covers this.")),
    "withdrawn": (_submit, _withdraw),
    "setting_up": APPROVED,
    "completed": (*APPROVED, _set_up),
}
REGISTRATIONS = {
    **{name: STORIES[name] for name in ("draft", "with_administrator", "returned", "declined", "withdrawn")},
    "with_director": (_submit, _administrator()),
    "setting_up": (_submit, _administrator(), _director),
    "completed": (_submit, _administrator(), _director, _set_up),
}
PERMISSIONS = {
    **{name: STORIES[name] for name in ("draft", "with_administrator", "returned", "declined", "withdrawn")},
    "with_superintendent": (_submit, _administrator()),
    "completed": (_submit, _administrator(), _superintendent),
}


# Accounts -------------------------------------------------------------------------------------------------------------


def account_of(request: Request) -> Account:
    """The account that the request became."""
    return Account.objects.get(items__request=request)


def make_account(cast: Cast, state: str = "active", **values: Any) -> Account:
    """An account that has come so far through its set-up; `state` is one of SETUP, or "active"."""
    if state == "active":
        return account_of(make_request(cast, "completed", **values))
    return bring_to(cast, account_of(make_request(cast, "setting_up", **values)), state)


def make_page(cast: Cast, **values: Any) -> Account:
    """An active page with roles: Communications and the coach hold full control, each seen by another."""
    page = make_account(cast, "setting_up", **{"platform": "facebook", "handle": "HarborHigh"} | values)
    _accept(cast, page)
    holders = ((cast.communications, cast.director, SignsIn.WORK), (cast.coach, cast.communications, SignsIn.OWN))
    for person, witness, signs_in in holders:
        facts = {"level": RoleLevel.FULL, "called": "Full control", "signs_in": signs_in}
        roles.prove(roles.record(page, person=person, by=cast.communications, **facts), by=witness)
    _tick_all(cast, page)
    return lifecycle.activate(page, by=cast.communications)


def secrets_for(account: Account) -> dict[SecretField, Secret]:
    """What one signs in with there: made up, and new each time."""
    return {
        SecretField.LOGIN: Secret(account.email),
        SecretField.PASSWORD: Secret(secrets.token_urlsafe(15)),
        SecretField.RECOVERY_EMAIL: Secret(f"recovery@{DOMAIN}"),
    }


def _deposit(cast: Cast, account: Account) -> None:
    offered = account.custodies.get(state=CustodyState.OFFERED)
    credentials.deposit(account, values=secrets_for(account), by=offered.custodian)


def reveal(account: Account, by: User, **how: Any) -> credentials.Revealed:
    """Somebody opens the sign-in set with a fresh factor, a reason and a form of their own."""
    stated = {"reason_code": "verify", "reason": "To check that it works", "nonce": secrets.token_urlsafe()} | how
    return credentials.reveal(account, by=by, **{"proof": proof_of(by), **stated})


def waiting_in(account: Account) -> str:
    """The deposits that wait, as the page that refuses them names them."""
    return "-".join(str(row.pk) for row in to_verify(account))


def refuse(account: Account, why: str, by: User) -> list[SecretVersion]:
    """Somebody says that what waits now does not get one in."""
    return credentials.refuse(account, why=why, seen=[row.pk for row in to_verify(account)], by=by)


def _verify(cast: Cast, account: Account) -> None:
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))


def _accept(cast: Cast, account: Account) -> None:
    offered = account.custodies.get(state=CustodyState.OFFERED)
    custody.accept(offered, by=offered.custodian)


def _tick_all(cast: Cast, account: Account) -> None:
    for task in account.setup_tasks.all():
        lifecycle.tick(task, by=cast.communications, done=True)


SETUP: dict[str, tuple[Callable[[Cast, Account], None], ...]] = {
    "setting_up": (),
    "deposited": (_deposit,),
    "verified": (_deposit, _verify),
    "accepted": (_deposit, _verify, _accept),
    "ready": (_deposit, _verify, _accept, _tick_all),
}


@remembered
def bring_to(cast: Cast, account: Account, state: str) -> Account:
    """Take an account from its opening to a state of its set-up."""
    for step in SETUP[state]:
        step(cast, account)
    return Account.objects.get(pk=account.pk)


def make_designee(own: Appointment, person: User) -> Appointment:
    """Who holds that office has this person act for them from today on."""
    return people.appoint(
        person=person, office=own.office, unit=own.unit, starts_on=clock.today(), by=own.person, on_behalf_of=own
    )
