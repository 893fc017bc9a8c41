"""Registering an account that exists already (E1.13): marked, decided after the fact, secured before anything else."""

from typing import Any

import pytest
from django.test import Client

from accounts.actions import lifecycle
from accounts.models import Account, AccountState, Platform
from approvals.models import Request
from approvals.workflow import Status
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office
from registry.people.refusal import Refused
from tests.approvals.test_pages import answers_for as account_answers
from tests.approvals.test_pages import decide_as, errors_of
from tests.cast import Cast, signed_in
from tests.makers import account_of, bring_to, make_registration


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def begin(client: Client) -> Request:
    response = client.post("/requests/new/", {"kind": "registration"})
    return Request.objects.get(pk=int(response.url.split("/")[2].removeprefix("R-")))


def answers_for(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        **account_answers(cast),
        "made_by": "students",
        "made_by_number": "3",
        "made_by_class_year": "2026",
        "since_year": "2021",
        "hangs_on_email": "student_or_parent",
        "hangs_on_phone": "none",
        "staff_can_sign_in": "False",
        **changes,
    }


def edit(client: Client, request: Request, answers: dict[str, str]) -> Any:
    return client.post(f"/requests/{request.reference}/edit/", answers)


def test_e1_13_an_account_that_exists_is_registered_page_by_page(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    check = edit(asking, request, answers_for(cast)).url
    page = asking.get(check).content.decode()
    assert [words in page for words in ("3 students, class of 2026", "A student’s or parent’s", "There is none")] == (
        [True] * 3
    )
    assert [person.name in page for person in (cast.principal, cast.director, cast.superintendent)] == [
        True, True, False,
    ]  # fmt: skip
    asking.post(check)
    decide_as(cast.principal, request, Office.ADMINISTRATOR, answer="yes")
    decide_as(cast.director, request, Office.COMMUNICATIONS_DIRECTOR, answer="yes")
    request.refresh_from_db()
    account = account_of(request)
    assert (request.status, account.state, account.retroactive, account.is_official) == (
        Status.SETTING_UP, AccountState.SETTING_UP, True, False,
    )  # fmt: skip


def test_e1_13_it_is_marked_as_retroactive_on_the_page_in_the_list_and_in_the_letters(cast: Cast) -> None:
    request = make_registration(cast, "with_administrator")
    client = signed_in(cast.principal)
    pages = [client.get(url).content.decode() for url in (request.get_absolute_url(), "/requests/?view=all")]
    letters = [write(letter) for letter in Letter.objects.filter(template__startswith="approvals/")]
    assert ["Retroactive" in page for page in pages] == [True, True]
    assert ["Retroactive:" in letter.text for letter in letters if letter] == [True, True]


def test_e1_13_the_login_is_secured_before_anything_else_is_ticked(cast: Cast) -> None:
    account = account_of(make_registration(cast, "setting_up"))
    address = f"/accounts/{account.uuid}/tasks/name/"
    client = signed_in(cast.communications)
    page = client.get(account.get_absolute_url()).content.decode()
    assert ("Retroactive" in page, "goes into the vault before anything else" in page) == (True, True)
    early = client.post(address, {"done": "yes"})
    assert (early.status_code, "secure its login first" in early.content.decode(), f'action="{address}"' in page) == (
        403, True, False,
    )  # fmt: skip
    bring_to(cast, account, "deposited")
    assert client.post(address, {"done": "yes"}).status_code == 302
    assert account.setup_tasks.get(code="name").done_by == cast.communications


def test_e1_13_with_delegated_roles_communications_is_proven_to_hold_full_control_first(cast: Cast) -> None:
    account = account_of(make_registration(cast, "setting_up", platform="facebook"))
    task = account.setup_tasks.get(code="name")
    with pytest.raises(Refused, match="secure its login first"):
        lifecycle.tick(task, by=cast.communications, done=True)


def test_e1_13_it_becomes_active_like_any_other_account(cast: Cast) -> None:
    request = make_registration(cast, "completed")
    assert (account_of(request).state, account_of(request).is_official) == (AccountState.ACTIVE, True)


def test_a_new_account_is_not_retroactive(cast: Cast, asking: Client) -> None:
    asking.post("/requests/new/", {"kind": "new_account"})
    request = Request.objects.get()
    assert (request.is_retroactive, "Retroactive" in asking.get("/requests/").content.decode()) == (False, False)


def test_a_declined_registration_leaves_nothing_in_the_register(cast: Cast) -> None:
    request = make_registration(cast, "declined")
    assert (Account.objects.count(), request.items.get().live) == (0, False)


def test_somebodys_personal_account_is_turned_away(cast: Cast, asking: Client) -> None:
    response = edit(asking, begin(asking), answers_for(cast, handle="https://www.linkedin.com/in/erik-solberg"))
    assert "a person’s own profile" in errors_of(response)["handle"][0]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"made_by_number": ""}, {"made_by_number": ["Students are named by their number and class year here. Fill in both."]}),
        ({"made_by_number": "0"}, {"made_by_number": ["Ensure this value is greater than or equal to 1."]}),
        ({"made_by_number": "201"}, {"made_by_number": ["Ensure this value is less than or equal to 200."]}),
        ({"made_by_number": "two girls"}, {"made_by_number": ["Enter a whole number."]}),
        ({"made_by_class_year": "2039"}, {"made_by_class_year": ["Enter the year in which they graduate, like 2027."]}),
        ({"since_year": "2026"}, {"since_year": ["Enter a year that has begun."]}),
        ({"since_year": "1999"}, {"since_year": ["Ensure this value is greater than or equal to 2003."]}),
        ({"since_year": "9" * 400}, {"since_year": ["Enter a year that has begun."]}),
        ({"made_by": "Lena Olsen"}, {"made_by": ["Select a valid choice. Lena Olsen is not one of the available choices."]}),
        ({"hangs_on_email": "none"}, {"hangs_on_email": ["Select a valid choice. none is not one of the available choices."]}),
        ({"hangs_on_phone": ""}, {"hangs_on_phone": ["Choose whose phone it hangs on."]}),
        ({"staff_can_sign_in": ""}, {"staff_can_sign_in": ["Choose whether somebody on staff can sign in today."]}),
        ({"handle": ""}, {"handle": ["Enter the address of the account, or its handle."]}),
        ({"handle": "a\x00b"}, {"handle": ["Remove the characters that cannot be seen. Typing the text again helps."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_said_at_its_field_and_the_rest_is_kept(
    cast: Cast, asking: Client, changes: dict[str, str], errors: dict[str, list[str]]
) -> None:
    request = begin(asking)
    response = edit(asking, request, answers_for(cast, **changes))
    request.refresh_from_db()
    assert (response.status_code, errors_of(response), request.group) == (422, errors, "Girls Nordic Ski")


def test_who_made_it_is_a_category_and_the_number_goes_with_students_only(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    edit(asking, request, answers_for(cast, made_by="former_coach"))
    request.refresh_from_db()
    assert (request.made_by, request.made_by_number, request.made_by_class_year) == ("former_coach", None, None)


def test_whoever_decides_sees_whose_it_is_and_that_nobody_on_staff_gets_in(cast: Cast) -> None:
    request = make_registration(cast, "with_administrator", staff_can_sign_in=False)
    page = signed_in(cast.principal).get(request.get_absolute_url()).content.decode()
    assert [
        words in page
        for words in ("Nobody on staff can sign in today", "The login e-mail is a student’s or parent’s", "changed to the district’s during set-up")
    ] == [True, True, True]  # fmt: skip


def test_a_change_of_how_it_stands_opens_a_new_round(cast: Cast, asking: Client) -> None:
    request = make_registration(cast, "with_director")
    platform = Platform.objects.get(slug="instagram").pk
    handle = request.items.get().handle
    changed = answers_for(cast, platform=str(platform), handle=handle, hangs_on_phone="district")
    assert asking.post(f"/requests/{request.reference}/revise/", changed).status_code == 302
    assert request.rounds.count() == 2
