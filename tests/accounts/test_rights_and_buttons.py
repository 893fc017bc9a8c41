"""What a right to post rests on, and where each button leads; no database is asked."""

import uuid
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import resolve

from accounts.models import AccountClass, AuthorizationKind, Holder, SecretField
from accounts.rules import offers, replacing, rights
from accounts.rules.knowing import Entrusted
from registry import clock
from registry.icons import icon

HERE, UP, ELSEWHERE = 5, 1, 9
AT = datetime(2025, 9, 2, 15, tzinfo=UTC)
FIRST, LAST = date(2025, 9, 2), date(2026, 6, 5)


@pytest.fixture(autouse=True)
def _at_the_moment(moment: datetime) -> None:
    """Wednesday, November 12, 2025."""


def an_account(**facts: Any) -> Any:
    plain = {"pk": 7, "uuid": uuid.UUID(int=7), "klass": "student_group", "state": "active", "is_suspended": False}
    place = {"platform_id": 3, "unit_id": HERE, "unit": SimpleNamespace(path_ids=lambda: [HERE, UP])}
    return SimpleNamespace(**{**plain, **place, **facts})


def holding(*, active: bool = True, communications: bool = False, **rows: Any) -> Any:
    none: dict[str, Any] = {"custodies": (), "backups": (), "posters": (), "authorizations": ()}
    user: Any = SimpleNamespace(is_active=active)
    return rights.Holdings(user, communications=communications, **{**none, **rows})


def authorization(kind: str, **facts: Any) -> Any:
    plain = {"platform_id": None, "unit_id": UP, "number": "P-1", "scope": "The fair", "starts_on": FIRST}
    shown = {"ends_on": LAST, "get_kind_display": lambda: "One-off", "get_absolute_url": lambda: "/a/"}
    return SimpleNamespace(kind=kind, **{**plain, **shown, **facts})


def test_the_rights_here_are_those_of_this_account_with_their_days() -> None:
    def row(account: int, **facts: Any) -> Any:
        return SimpleNamespace(account_id=account, **facts)

    custodies = [row(7, interim=False, accepted_at=AT, offered_at=None), row(8, interim=False)]
    custodies.append(row(7, interim=True, accepted_at=None, offered_at=AT))
    posters = [row(7, unit_id=None, starts_on=FIRST, ends_on=LAST), row(8, unit_id=ELSEWHERE)]
    posters.append(row(None, unit_id=UP, unit=SimpleNamespace(name="Harbor High"), starts_on=FIRST, ends_on=None))
    holdings = holding(
        communications=True, custodies=custodies, backups=[row(7, since=AT), row(8)], posters=posters,
    )  # fmt: skip
    found = rights.answer_for(an_account(), holdings)
    assert [(str(each.words), each.since, each.until) for each in found.rights] == [
        ("Custodian", FIRST, None), ("Interim custodian", FIRST, None), ("Backup custodian", FIRST, None),
        ("Member of Communications", None, None), ("Designated poster", FIRST, LAST),
        ("Designated poster of Harbor High", FIRST, None),
    ]  # fmt: skip
    assert (found.yes, rights.answer_for(an_account(state="closing"), holdings).yes) == (True, False)


def test_a_one_off_authorization_says_yes_within_its_scope() -> None:
    found = rights.answer_for(an_account(), holding(authorizations=[authorization(AuthorizationKind.ONE_OFF)]))
    assert (found.yes, found.within, [str(each.words) for each in found.rights]) == (
        True, "The fair", ["One-off, authorization P-1"],
    )  # fmt: skip


def test_elsewhere_only_classroom_use_of_that_platform_counts() -> None:
    platform: Any = SimpleNamespace(pk=3)
    for kind, where, answer in (
        (AuthorizationKind.CLASSROOM, None, True), (AuthorizationKind.CLASSROOM, 3, True),
        (AuthorizationKind.CLASSROOM, 4, False), (AuthorizationKind.LOGO, None, False),
    ):  # fmt: skip
        found = rights.answer_elsewhere(platform, holding(authorizations=[authorization(kind, platform_id=where)]))
        assert (found.yes, found.within) == (answer, "The fair" if answer else "")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""), ({"klass": "impostor"}, "does not run"), ({"is_suspended": True}, "suspended"),
        ({"is_suspended": True, "state": "retired"}, "is retired"), ({"state": "setting_up"}, "being set up"),
        ({"state": "compromised"}, "compromised"), ({"state": "locked_out"}, "Nobody can get into"),
        ({"state": "closing"}, "being closed"), *(({"klass": klass}, "") for klass in AccountClass.official()),
    ],
)  # fmt: skip
def test_why_nobody_posts_on_it(facts, words):
    said = rights.shut_because(an_account(**facts))
    assert (words in said, bool(said)) == (True, bool(words))


def test_each_button_has_its_page_and_its_picture() -> None:
    verbs = "accept decline reveal verify refuse deposit offer take_back handoff reassign beside backup outside roles"
    for key in verbs.split():
        button = offers._offer(key, an_account())
        assert (button.key, bool(button.label), "<svg" in icon(button.icon)) == (key, True, True)
        assert resolve(button.url).kwargs == {"uuid": uuid.UUID(int=7)}


@pytest.mark.parametrize(
    ("field", "holder", "asked"),
    [
        (SecretField.RECOVERY_PHONE, Holder.EMPLOYEE, True), (SecretField.RECOVERY_EMAIL, Holder.STUDENT_OR_PARENT, True),
        (SecretField.RECOVERY_PHONE, Holder.DISTRICT, False), (SecretField.SECOND_FACTOR, Holder.EMPLOYEE, False),
        (SecretField.SECOND_FACTOR, Holder.STUDENT_OR_PARENT, True), (SecretField.NOTES, Holder.EMPLOYEE, False),
    ],
)  # fmt: skip
def test_what_is_somebodys_own_is_replaced_by_a_day_that_does_not_move(field, holder, asked):
    before: Any = SimpleNamespace(replace_by=date(2025, 11, 20))
    first = clock.today() + timedelta(days=30)
    assert replacing.replace_by(field, holder, None) == (first if asked else None)
    assert replacing.replace_by(field, holder, before) == (before.replace_by if asked else None)


def test_who_may_know_a_login_is_entrusted_everywhere_here_or_with_a_unit_above() -> None:
    trusted = Entrusted(frozenset({1}), frozenset({(7, 2), (8, 3)}), frozenset({(UP, 4), (ELSEWHERE, 5)}))
    assert [person for person in range(1, 7) if trusted.may_know(an_account(), person)] == [1, 2, 4]


def test_who_has_left_holds_nothing() -> None:
    gone: Any = SimpleNamespace(is_active=False)
    assert rights.holdings_of(gone) == rights.Holdings(
        gone, communications=False, custodies=(), backups=(), posters=(), authorizations=()
    )
