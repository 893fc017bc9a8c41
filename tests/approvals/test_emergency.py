"""Approved alone in an emergency (E1.16): provisional, never public, suspended without the others."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account, AccountState, Platform
from approvals import actions
from approvals.models import Decision, Request
from approvals.workflow import Status
from desk.management.commands import daily
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office, User
from registry.people.proof import Proof
from registry.people.refusal import Refused
from tests.approvals.test_pages import decide_as, decide_page, decision_form
from tests.cast import Cast, signed_in
from tests.makers import account_of, bring_to, decide, make_request, proof_of, reveal, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
WHY = "The river rises and families need one place tonight."


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_administrator", klass="district", group="")


def approve(user: User, request: Request, reason: str = WHY, **changes: str) -> Any:
    data = {"reason": reason, "seen_hash": request.rounds.last().text_hash, **changes}
    return signed_in(user).post(f"/requests/{request.reference}/emergency/", data)


def later(**delta: int) -> Any:
    return clock.at(clock.now() + timedelta(**delta))


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def account(request: Request) -> Account:
    return account_of(request)


def public(request: Request) -> bool:
    return Account.objects.public().filter(items__request=request).exists()


def test_e1_16_one_approves_alone_and_set_up_opens_at_once(cast: Cast, request_: Request) -> None:
    page = signed_in(cast.superintendent).get(request_.get_absolute_url()).content.decode()
    assert "Approve in an emergency" in page
    assert signed_in(cast.superintendent).get(f"/requests/{request_.reference}/emergency/").status_code == 200
    assert approve(cast.superintendent, request_).url == request_.get_absolute_url()
    decision = Decision.objects.get(round__request=request_)
    assert (decision.by, decision.emergency, decision.note, decision.office) == (cast.superintendent, True, WHY, S)
    opened = account(request_)
    assert (again(request_).status, opened.state, opened.provisional_until) == (
        Status.DECIDING, AccountState.SETTING_UP, clock.now() + timedelta(hours=48),
    )  # fmt: skip
    asked = {seat.office: seat.asked for seat in request_.rounds.get().seats.filter(decision=None)}
    assert asked == {A: cast.principal, C: cast.director}
    entry = Entry.objects.get(action="request.approved_in_emergency")
    assert (entry.reason_text, entry.severity, Entry.objects.filter(action="account.provisional").count()) == (
        WHY,
        "warning",
        1,
    )


def test_e1_16_the_others_get_the_emergency_letter_at_once(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    letters = Letter.objects.filter(template="approvals/emergency_decision_needed")
    assert {letter.to for letter in letters} == {cast.principal, cast.director}
    said = write(letters.get(to=cast.director))
    assert said
    assert said.subject == f"Emergency: decide by Fri, Nov 14, 9:00 a.m.: {request_.title} ({request_.reference})"
    assert f"{cast.superintendent.name} approved this alone" in said.text
    told = Letter.objects.filter(template="approvals/emergency_approved").values_list("to", flat=True)
    page = signed_in(cast.director).get(request_.get_absolute_url()).content.decode()
    assert "Alone, in an emergency." in page
    assert {cast.requester.pk, cast.coach.pk, cast.communications.pk, cast.director.pk} <= set(told)


def test_e1_16_communications_makes_it_active_tonight_and_it_is_never_public(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    client, url = signed_in(cast.communications), f"/requests/{request_.reference}/activate/"
    assert (client.post(url).status_code, account(request_).state) == (403, AccountState.SETTING_UP)
    bring_to(cast, account(request_), "ready")
    assert "Make active for now</button>" in client.get(request_.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 302
    now = account(request_)
    assert (now.state, now.is_official, now.is_public, public(request_)) == (AccountState.ACTIVE, False, False, False)
    assert "This account is provisional" in client.get(now.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 409


def test_e1_16_when_the_others_approve_it_becomes_an_account_like_every_other(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    bring_to(cast, account(request_), "ready")
    actions.activate_now(request_, by=cast.communications)
    decide(request_, C, cast.director)
    decide(request_, A, cast.principal)
    now = account(request_)
    assert (again(request_).status, now.provisional_until, now.is_official, public(request_)) == (
        Status.SETTING_UP, None, True, True,
    )  # fmt: skip
    assert signed_in(cast.communications).post(f"/requests/{request_.reference}/finish/").status_code == 302
    assert (again(request_).status, Account.objects.count()) == (Status.COMPLETED, 1)
    assert Entry.objects.filter(action="account.confirmed").count() == 1


def test_e1_16_a_no_of_another_office_suspends_it_at_once(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    bring_to(cast, account(request_), "ready")
    actions.activate_now(request_, by=cast.communications)
    decide_as(cast.director, request_, C, answer="no", note="We have a page for this.")
    now = account(request_)
    assert (again(request_).status, now.is_suspended, public(request_)) == (Status.DECLINED, True, False)
    assert Letter.objects.filter(template="accounts/suspended").count() == 5


def test_e1_16_after_48_hours_without_the_others_it_is_suspended(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    decide(request_, A, cast.principal)
    with later(hours=47, minutes=59):
        assert (account(request_).is_suspended, actions.suspend_overdue()) == (False, 0)
    with later(hours=48):
        assert account(request_).is_suspended is True  # before any chore has run
        assert [daily.CHORES["emergencies_suspended"]() for _ in range(2)] == [1, 0]
        page = signed_in(cast.director).get(account(request_).get_absolute_url()).content.decode()
        assert "This account is suspended" in page
    entry = Entry.objects.get(action="account.suspended")
    assert (entry.actor_label, entry.reason_text) == ("", "The other offices did not approve it within 48 hours.")
    said = write(Letter.objects.filter(template="accounts/suspended", to=cast.coach).get())
    assert said
    assert "did not approve it within 48 hours" in said.text


def test_e1_16_offices_that_approve_late_lift_the_suspension(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    with later(hours=50):
        actions.suspend_overdue()
        decide(request_, A, cast.principal)
        decide(request_, C, cast.director)
        now = account(request_)
        assert (now.is_suspended, now.suspended_why, again(request_).status) == (False, "", Status.SETTING_UP)


def test_a_suspended_account_opens_to_communications_only_and_does_not_become_active(
    cast: Cast, request_: Request
) -> None:
    approve(cast.superintendent, request_)
    bring_to(cast, account(request_), "ready")
    with later(hours=49):
        with pytest.raises(Refused, match="only Communications opens its login"):
            reveal(account(request_), cast.coach)
        assert reveal(account(request_), cast.communications)
        with pytest.raises(Refused, match="suspended until every office has approved"):
            actions.activate_now(request_, by=cast.communications)


#: Who tries to approve alone, and what comes of it.
TRIES = [
    ("superintendent", 302), ("director", 302), ("designee", 403), ("principal", 403), ("communications", 403),
    ("requester", 403), ("coach", 403), ("alternate", 404), ("stranger", 404), ("sysadmin", 404),
]  # fmt: skip


@pytest.mark.parametrize(("part", "status"), TRIES)
def test_e1_16_only_the_holders_of_the_top_approve_alone(cast: Cast, request_: Request, part: str, status: int) -> None:
    assert approve(getattr(cast, part), request_).status_code == status


@pytest.mark.parametrize("role", ["by", "custodian"])
def test_e1_16_nobody_approves_their_own_alone(cast: Cast, role: str) -> None:
    request = make_request(cast, "with_administrator", **{role: cast.superintendent})
    response = approve(cast.superintendent, request)
    assert (response.status_code, Decision.objects.count(), Account.objects.count()) == (403, 0, 0)


def test_without_a_reason_nothing_happens(cast: Cast, request_: Request) -> None:
    assert (approve(cast.superintendent, request_, reason=" ").status_code, Decision.objects.count()) == (422, 0)


def test_a_text_that_changed_is_not_approved_alone(cast: Cast, request_: Request) -> None:
    seen = request_.rounds.last().text_hash
    actions.revise(request_, values={"purpose": "Something else."}, by=cast.requester)
    assert (approve(cast.superintendent, request_, seen_hash=seen).status_code, Account.objects.count()) == (409, 0)


def test_the_factor_is_fresh(cast: Cast, request_: Request) -> None:
    client = signed_in(cast.superintendent, factor=False)
    client.post(f"/requests/{request_.reference}/emergency/", {"reason": WHY})
    old = Proof(cast.superintendent, clock.now() - timedelta(hours=13))
    with pytest.raises(Refused, match="Confirm it is you"):
        actions.approve_in_emergency(
            request_, reason=WHY, seen_hash=request_.rounds.last().text_hash, by=cast.superintendent, proof=old
        )
    assert Decision.objects.count() == 0


def test_the_second_to_try_reads_who_was_first(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    said = f"{cast.superintendent.name} has approved it in an emergency already."
    response = approve(cast.director, request_)
    assert (response.status_code, said in response.content.decode(), Account.objects.count()) == (409, True, 1)


def test_whoever_decided_or_is_the_last_to_answer_has_nothing_to_approve_alone(cast: Cast) -> None:
    request = make_request(cast, "with_director")
    assert [approve(one, request).status_code for one in (cast.superintendent, cast.director)] == [403, 403]
    assert approve(cast.director, make_request(cast, "withdrawn")).status_code == 409


def test_the_approver_fills_one_seat_and_not_another(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    client, url = signed_in(cast.superintendent), decide_page(request_, C)
    seen = seat_of(request_, C).round.text_hash
    assert client.post(url, {"answer": "yes", "seen_hash": seen}).status_code == 403


def test_the_request_stands_as_it_is_until_the_others_have_answered(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    with pytest.raises(Refused, match="approved in an emergency, and is decided as it stands"):
        actions.revise(request_, values={"purpose": "Something else."}, by=cast.requester)
    actions.withdraw(request_, by=cast.requester)
    assert account(request_).state == AccountState.RETIRED


def test_several_platforms_are_approved_alone_and_answered_as_one(cast: Cast) -> None:
    more = [(Platform.objects.get(slug="tiktok"), "harbor.now")]
    request = make_request(cast, "with_administrator", handle="harbornow", more=more)
    approve(cast.superintendent, request)
    assert [one.is_provisional for one in Account.objects.filter(items__request=request)] == [True, True]
    client, url = signed_in(cast.director), decide_page(request, C)
    assert "item_" not in "".join(client.get(url).context["decision"].fields)
    with pytest.raises(Refused, match="answer for the whole request"):
        decide(
            request,
            C,
            cast.director,
            item_answers={request.items.all()[1].pk: False},
            item_notes={request.items.all()[1].pk: "No."},
        )
    assert client.post(url, {**decision_form(client, url), "answer": "yes"}).status_code == 302


def test_the_others_that_nobody_holds_wait_for_an_appointment(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", by=cast.principal)
    assert again(request).status == Status.WAITING
    approve(cast.superintendent, request)
    assert (again(request).status, account(request).is_provisional) == (Status.WAITING, True)


def test_communications_finds_the_provisional_set_up_in_my_work(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    page = signed_in(cast.communications).get("/").content.decode()
    assert account(request_).get_absolute_url() in page


def test_a_failing_letter_undoes_the_emergency(cast: Cast, request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("registry.outbox.post", fails)
    with pytest.raises(RuntimeError):
        actions.approve_in_emergency(
            request_, reason=WHY, seen_hash=request_.rounds.last().text_hash, by=cast.superintendent, proof=proof_of(cast.superintendent)
        )  # fmt: skip
    monkeypatch.undo()
    assert (
        Decision.objects.count(),
        Account.objects.count(),
        Entry.objects.filter(action__startswith="account.").count(),
    ) == (0, 0, 0)
