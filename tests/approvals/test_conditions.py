"""Approved with conditions (E1.18): they are tasks, done by the custodian and confirmed or waived by others."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import credentials, custody, handoff
from accounts.models import SecretField
from approvals import actions, conditions, rules, waiting
from approvals.conditions import Stated
from approvals.models import Condition, Request
from approvals.workflow import Status
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Office, User
from registry.vault import Secret
from tests.approvals.test_pages import decide_as, errors_of
from tests.approvals.test_queries import counted
from tests.cast import Cast, signed_in
from tests.makers import account_of, bring_to, decide, make_request, proof_of, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
TEXT = "Comments stay off until the training is done"


def set_up(cast: Cast, *stated: Stated) -> Request:
    """An approved request, on conditions of the superintendent."""
    request = make_request(cast, "with_both")
    seat = seat_of(request, S)
    actions.decide(
        seat,
        answer="yes",
        seen_hash=seat.round.text_hash,
        by=cast.superintendent,
        proof=proof_of(cast.superintendent),
        conditions=stated or (Stated(TEXT),),
    )
    decide(request, C, cast.director)
    request.refresh_from_db()
    return request


def post(user: User, condition: Condition, verb: str, **data: str) -> Any:
    return signed_in(user).post(f"/requests/{condition.request.reference}/conditions/{condition.pk}/{verb}/", data)


def titles(user: User) -> list[str]:
    return [task.title for task in waiting.tasks_for(user)]


def test_e1_18_an_office_approves_on_conditions_with_a_date(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    day = {"condition_1_due_month": "12", "condition_1_due_day": "15", "condition_1_due_year": "2025"}
    answer = {
        "answer": "yes",
        "condition_1": TEXT,
        "condition_1_live": "on",
        "condition_2": "Two coaches read the comments",
        **day,
    }
    assert decide_as(cast.superintendent, request, S, **answer).status_code == 302
    found = [
        (row.text, row.due_on and row.due_on.isoformat(), row.before_live) for row in conditions.of_request(request)
    ]
    assert found == [(TEXT, "2025-12-15", True), ("Two coaches read the comments", None, False)]
    page = signed_in(cast.director).get(request.get_absolute_url()).content.decode()
    assert (TEXT in page, f"Set by {cast.superintendent.name}" in page) == (True, True)


def test_e1_18_a_condition_is_done_by_the_custodian_and_confirmed_by_another(cast: Cast) -> None:
    condition = set_up(cast).conditions.get()
    assert f"Meet a condition: {TEXT}" in titles(cast.coach)
    assert post(cast.coach, condition, "done").status_code == 302
    assert (
        f"Meet a condition: {TEXT}" in titles(cast.coach),
        f"Confirm a condition: {TEXT}" in titles(cast.superintendent),
    ) == (False, True)
    assert f"Confirm a condition: {TEXT}" in titles(cast.communications)
    assert post(cast.superintendent, condition, "confirm").status_code == 302
    condition.refresh_from_db()
    assert (condition.done_by, condition.confirmed_by) == (cast.coach, cast.superintendent)
    assert f"Confirm a condition: {TEXT}" not in titles(cast.communications)
    events = Entry.objects.filter(action__startswith="condition.").order_by("seq").values_list("action", "reason_text")
    assert list(events) == [(f"condition.{verb}", TEXT) for verb in ("set", "done", "confirmed")]


def test_e1_18_the_set_up_is_not_finished_while_a_condition_for_it_is_open(cast: Cast) -> None:
    request = set_up(cast, Stated(TEXT, before_live=True), Stated("Report in spring"))
    bring_to(cast, account_of(request), "ready")
    client, url = signed_in(cast.communications), f"/requests/{request.reference}/finish/"
    response = client.post(url)
    assert (response.status_code, f"A condition is open: {TEXT}" in response.content.decode()) == (403, True)
    assert "Finish set-up</button>" not in client.get(request.get_absolute_url()).content.decode()
    assert [title for title in titles(cast.communications) if title.startswith("Finish")] == []
    condition = request.conditions.get(before_live=True)
    actions.do_condition(condition, by=cast.coach)
    assert client.post(url).status_code == 403
    actions.confirm_condition(condition, by=cast.communications)
    assert [title for title in titles(cast.communications) if title.startswith("Finish")] != []
    assert client.post(url).status_code == 302
    request.refresh_from_db()
    assert request.status == Status.COMPLETED


def test_a_condition_that_is_open_after_the_account_is_active_stays_a_task(cast: Cast) -> None:
    request = set_up(cast, Stated("Report in spring"))
    bring_to(cast, account_of(request), "ready")
    actions.finish_setup(request, by=cast.communications)
    assert "Meet a condition: Report in spring" in titles(cast.coach)
    assert post(cast.coach, request.conditions.get(), "done").status_code == 302


def test_the_office_that_set_it_waives_it_and_says_why(cast: Cast) -> None:
    condition = set_up(cast).conditions.get()
    assert (
        "Waive this condition?"
        in signed_in(cast.designee)
        .get(f"/requests/{condition.request.reference}/conditions/{condition.pk}/waive/")
        .content.decode()
    )
    assert errors_of(post(cast.designee, condition, "waive", why=" ")) == {
        "why": ["Fill in “Why is it no longer needed?”."]
    }
    assert post(cast.designee, condition, "waive", why="The training is online now.").status_code == 302
    condition.refresh_from_db()
    assert (condition.waived_by, condition.waived_why) == (cast.designee, "The training is online now.")
    assert f"Meet a condition: {TEXT}" not in titles(cast.coach)


#: Who tries what on an open condition of the superintendent, and what comes of it.
TRIES = [
    ("coach", "done", 302), ("backup", "done", 403), ("requester", "done", 403), ("communications", "done", 403),
    ("coach", "confirm", 403), ("communications", "confirm", 403), ("director", "waive", 403), ("coach", "waive", 403),
    ("principal", "waive", 403), ("superintendent", "waive", 302), ("stranger", "done", 404), ("stranger", "waive", 404),
    ("sysadmin", "confirm", 404),
]  # fmt: skip


@pytest.mark.parametrize(("part", "verb", "status"), TRIES)
def test_who_may_do_what_with_an_open_condition(cast: Cast, part: str, verb: str, status: int) -> None:
    condition = set_up(cast).conditions.get()
    assert post(getattr(cast, part), condition, verb, why="Because.").status_code == status


def test_whoever_says_it_is_done_does_not_confirm_it(cast: Cast) -> None:
    request = make_request(cast, "with_both", custodian=cast.communications)
    seat = seat_of(request, S)
    by = {"by": cast.superintendent, "proof": proof_of(cast.superintendent)}
    actions.decide(seat, answer="yes", seen_hash=seat.round.text_hash, conditions=[Stated(TEXT)], **by)
    decide(request, C, cast.director)
    condition = request.conditions.get()
    assert post(cast.communications, condition, "done").status_code == 302
    response = post(cast.communications, condition, "confirm")
    assert (response.status_code, "so somebody else confirms it" in response.content.decode()) == (403, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.update(confirmed_by=cast.communications, confirmed_at=clock.now())


@pytest.mark.parametrize("verb", ["done", "confirm", "waive"])
def test_a_settled_condition_is_stale_for_everybody(cast: Cast, verb: str) -> None:
    condition = set_up(cast).conditions.get()
    actions.waive_condition(condition, why="Not needed.", by=cast.superintendent, proof=proof_of(cast.superintendent))
    who = {"done": cast.coach, "confirm": cast.communications, "waive": cast.superintendent}[verb]
    response = post(who, condition, verb, why="Again.")
    assert (
        response.status_code,
        f"{cast.superintendent.name} has waived this condition." in response.content.decode(),
    ) == (409, True)


def test_two_clicks_are_one_done_and_the_second_says_so(cast: Cast) -> None:
    condition = set_up(cast).conditions.get()
    assert [post(cast.coach, condition, "done").status_code for _ in range(2)] == [302, 409]
    assert Letter.objects.filter(template="approvals/condition_done").count() == 2


#: What is typed beside a condition, and the field at which something is said.
BAD = [
    ({"condition_1_live": "on"}, {"condition_1": ["Say what the condition is."]}),
    ({"condition_1": TEXT, "condition_1_due_month": "1", "condition_1_due_day": "1", "condition_1_due_year": "2020"},
     {"condition_1_due": ["Enter a day that is still to come."]}),
    ({"condition_1": TEXT, "condition_1_due_month": "2", "condition_1_due_day": "30", "condition_1_due_year": "2026"},
     {"condition_1_due": ["Enter a real date, like 2 20 2027."]}),
    ({"condition_2": "x" * 301}, {"condition_2": ["Ensure this value has at most 300 characters (it has 301)."]}),
    ({"condition_3": "No\x00thing"}, {"condition_3": ["Remove the characters that cannot be seen. Typing the text again helps."]}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), BAD)
def test_a_condition_that_makes_no_sense_is_said_at_its_field(
    cast: Cast, typed: dict[str, str], said: dict[str, Any]
) -> None:
    request = make_request(cast, "with_both")
    response = decide_as(cast.superintendent, request, S, answer="yes", **typed)
    assert (response.status_code, errors_of(response), Condition.objects.count()) == (422, said, 0)


def test_a_decline_states_no_condition(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    decide_as(cast.superintendent, request, S, answer="no", note="Not now.", condition_1=TEXT)
    assert Condition.objects.count() == 0


def test_a_new_round_leaves_the_conditions_of_the_old_text_behind(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    decide_as(cast.superintendent, request, S, answer="yes", condition_1=TEXT)
    request.refresh_from_db()
    actions.revise(request, values={"purpose": "Something else."}, by=cast.requester)
    assert list(conditions.of_request(request)) == []


def test_the_letters_name_the_conditions_and_lead_to_the_page(cast: Cast) -> None:
    condition = set_up(cast).conditions.get()
    approved = write(Letter.objects.get(template="approvals/approved", to=cast.coach))
    actions.do_condition(condition, by=cast.coach)
    done = write(Letter.objects.get(template="approvals/condition_done", to=cast.superintendent))
    actions.confirm_condition(condition, by=cast.director)
    settled = write(Letter.objects.get(template="approvals/condition_settled", to=cast.coach))
    assert approved and done and settled  # noqa: PT018
    assert [TEXT in " ".join(one.text.split()) for one in (approved, done, settled)] == [True] * 3
    assert write(Letter.objects.get(template="approvals/condition_done", to=cast.superintendent)) is None


def test_a_custodian_who_took_over_meets_it_from_the_accounts_page(cast: Cast) -> None:
    request = set_up(cast)
    account = account_of(request)
    account.custodies.filter(state="offered").update(custodian=cast.teacher)
    client, condition = signed_in(cast.teacher), request.conditions.get()
    assert client.get(request.get_absolute_url()).status_code == 404
    assert f'Record as done<span class="sr">: {TEXT}' in client.get(account.get_absolute_url()).content.decode()
    response = client.post(
        f"/requests/{request.reference}/conditions/{condition.pk}/done/", {"account": str(account.uuid)}
    )
    assert response.url == f"{account.get_absolute_url()}#conditions"
    assert rules.page_after(cast.teacher, request, "") == account.get_absolute_url(), (
        "the request does not exist for them"
    )
    assert rules.page_after(cast.principal, request, "") == request.get_absolute_url()


def test_in_a_handoff_the_giver_meets_it_until_the_last_step(cast: Cast) -> None:
    """Who is asked to take it over has accepted nothing; who stepped in for a giver who left is asked meanwhile."""
    request = set_up(cast)
    account = account_of(request)
    custody.accept(account.custodies.get(state="offered"), by=cast.coach)
    account.custodies.filter(state="open").update(accepted_text="Read.")
    handoff.offer(account, taker=cast.teacher, why="new", by=cast.coach)
    said = f"Meet a condition of {request.reference}"
    for asked in (cast.coach, cast.principal):
        assert [any(TEXT in title or said in title for title in titles(one)) for one in (cast.teacher, asked)] == [
            False, True,
        ]  # fmt: skip
        assert signed_in(cast.teacher).get(account.get_absolute_url()).content.decode().count("Record as done") == 0
        people.deactivate(asked, by=cast.sysadmin) if asked == cast.coach else None


def test_e2_30_no_password_goes_into_the_reason_of_a_waiver(cast: Cast) -> None:
    condition = set_up(cast).conditions.get()
    account = account_of(condition.request)
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Otters-glide-under-ice-41")}, by=cast.coach)
    response = post(cast.superintendent, condition, "waive", why="It is Otters-glide-under-ice-41")
    condition.refresh_from_db()
    assert (response.status_code, condition.waived_at) == (403, None)


def test_the_pages_ask_as_often_for_three_conditions_as_for_one(cast: Cast) -> None:
    found = []
    for number in (1, 3):
        request = set_up(cast, *(Stated(f"{TEXT} {n}", clock.today() + timedelta(days=n)) for n in range(number)))
        client = signed_in(cast.superintendent)
        pages = (request.get_absolute_url(), account_of(request).get_absolute_url())
        [client.get(page) for page in pages]
        found.append([counted(partial(client.get, page)) for page in pages])
    assert found[0] == found[1]


def test_my_work_asks_as_often_for_thirty_conditions_as_for_one(cast: Cast) -> None:
    found = []
    for number in (1, 2, 7):
        for _ in range(number):
            request = set_up(cast, *(Stated(f"{TEXT} {n}") for n in range(3)))
            actions.do_condition(request.conditions.all()[0], by=cast.coach)
        found.append(
            counted(lambda: [waiting.tasks_for(one) for one in (cast.coach, cast.superintendent, cast.communications)])
        )
    assert len(set(found)) == 1


def badge(user: User) -> int:
    return waiting.count_for(user)


def test_a_condition_counts_in_the_menu_for_whoever_it_waits_for(cast: Cast) -> None:
    condition = set_up(cast, Stated(TEXT), Stated("Report in spring")).conditions.all()[0]
    assert (badge(cast.coach), badge(cast.superintendent)) == (1, 0)
    actions.do_condition(condition, by=cast.coach)
    assert (badge(cast.coach), badge(cast.superintendent), badge(cast.principal)) == (1, 1, 0)


def test_the_office_confirms_not_whoever_held_it(cast: Cast) -> None:
    actions.do_condition(set_up(cast).conditions.get(), by=cast.coach)
    cast.superintendent.appointments.update(ended_at=clock.now() - timedelta(days=1))
    assert [title for title in titles(cast.superintendent) if title.startswith("Confirm")] == []


def test_where_the_alternate_answered_the_office_that_was_heard_has_its_say(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    away = {"starts_on": clock.today(), "ends_on": clock.today(), "by": cast.superintendent}
    away["proof"] = proof_of(cast.superintendent)
    absences = [people.record_absence(person=one, **away) for one in (cast.superintendent, cast.designee)]
    decide(request, S, cast.alternate, conditions=[Stated(TEXT), Stated("Report in spring")])
    decide(request, C, cast.director)
    people.end_absence(absences[0], by=cast.superintendent)
    first, second = request.conditions.all()
    assert post(cast.superintendent, first, "waive", why="Not needed.").status_code == 302
    assert post(cast.alternate, second, "waive", why="Not needed.").status_code == 302
