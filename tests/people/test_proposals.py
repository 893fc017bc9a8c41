"""Offices that two people give and end together: two signatures of three offices, seven days, never one's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions, powers
from registry.people.models import Appointment, Office, Proposal, User
from registry.people.refusal import Refused
from tests.cast import Cast, signed_in
from tests.makers import proof_of
from tests.people.test_offices import boxes, held

pytestmark = pytest.mark.django_db


def propose(by: User, person: User, office: str = "system_administrator", **days: Any) -> Any:
    dates = boxes("starts_on", days.get("first", clock.today())) | boxes("ends_on", days.get("last"))
    return signed_in(by).post(f"/people/{person.pk}/propose/", {"office": office, **dates})


def sign(by: User, proposal: Proposal, **how: Any) -> Any:
    return signed_in(by, **how).post(f"/people/proposals/{proposal.pk}/sign/")


def the_proposal() -> Proposal:
    row: Proposal = Proposal.objects.get()
    return row


def told(template: str) -> set[User]:
    return {letter.to for letter in Letter.objects.filter(template=f"people/{template}")}


def test_one_proposes_another_confirms_and_the_office_is_held(cast: Cast) -> None:
    answer = propose(cast.superintendent, cast.teacher)
    row = the_proposal()
    assert (answer.url, held(cast.teacher)) == (f"/people/proposals/{row.pk}/", [])
    assert told("signature_needed") == {cast.director, cast.alternate}
    assert sign(cast.director, row).status_code == 302
    row.refresh_from_db()
    made = Appointment.objects.get(person=cast.teacher)
    assert (row.state, row.first, row.second, row.appointment) == (
        "confirmed",
        cast.superintendent,
        cast.director,
        made,
    )
    assert (held(cast.teacher), made.appointed_by) == (["System administrator"], cast.director)
    assert [entry.action for entry in audit.entries_about(row)] == ["proposal.confirmed", "proposal.made"]
    assert (told("appointed") >= {cast.teacher}, told("proposal_closed")) == (True, {cast.superintendent})


def test_a_system_administrator_prepares_and_two_others_sign(cast: Cast) -> None:
    propose(cast.sysadmin, cast.teacher, "alternate")
    row = the_proposal()
    assert (row.first, told("signature_needed")) == (None, {cast.superintendent, cast.director, cast.alternate})
    assert sign(cast.sysadmin, row).status_code == 403
    assert (sign(cast.alternate, row).status_code, held(cast.teacher)) == (302, [])
    assert (sign(cast.alternate, row).status_code, held(cast.teacher)) == (403, [])
    assert (sign(cast.superintendent, row).status_code, held(cast.teacher)) == (302, ["Alternate"])


@pytest.mark.parametrize("part", ["superintendent", "teacher", "designee", "sysadmin", "principal", "communications"])
def test_the_second_is_another_person_who_holds_one_of_the_three_offices(cast: Cast, part: str) -> None:
    propose(cast.superintendent, cast.coach)
    answer = sign(getattr(cast, part), the_proposal())
    seen = part in ("superintendent", "sysadmin")
    assert (answer.status_code, the_proposal().state) == (403 if seen else 404, "open")


def test_whoever_it_is_about_signs_nothing(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.alternate)
    signed_in(cast.superintendent).post(f"/people/appointments/{own.pk}/propose-end/")
    row = the_proposal()
    assert cast.alternate not in told("signature_needed")
    assert (sign(cast.alternate, row).status_code, held(cast.alternate)) == (403, ["Alternate"])
    assert (sign(cast.director, row).status_code, held(cast.alternate)) == (302, [])


def test_ending_such_an_office_takes_two_and_ends_its_designees(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.superintendent)
    alone = signed_in(cast.director).post(f"/people/appointments/{own.pk}/end/")
    offered = signed_in(cast.director).get(f"/people/{cast.superintendent.pk}/").text
    signed_in(cast.director).post(f"/people/appointments/{own.pk}/propose-end/")
    sign(cast.alternate, the_proposal())
    assert (alone.status_code, f"/people/appointments/{own.pk}/propose-end/" in offered) == (403, True)
    assert (held(cast.superintendent), held(cast.designee)) == ([], [])
    assert told("appointment_ended") == {cast.superintendent, cast.designee}


def test_a_successor_is_appointed_by_the_two_who_are_left(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.superintendent)
    early = propose(cast.director, cast.principal, "superintendent")
    signed_in(cast.director).post(f"/people/appointments/{own.pk}/propose-end/")
    sign(cast.alternate, the_proposal())
    propose(cast.alternate, cast.principal, "superintendent")
    sign(cast.director, Proposal.objects.get(kind="appoint"))
    assert "Helen Strand holds this office on some of these days" in early.text
    assert powers.holds(cast.principal, Office.SUPERINTENDENT) is not None


@pytest.mark.parametrize(("seconds", "code", "state"), [(-1, 302, "confirmed"), (0, 409, "open")])
def test_it_lapses_at_the_midnight_after_seven_days(cast: Cast, seconds: int, code: int, state: str) -> None:
    propose(cast.superintendent, cast.teacher)
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0) + timedelta(days=8, seconds=seconds)
    with clock.at(midnight):
        answer = sign(cast.director, the_proposal())
    assert (answer.status_code, the_proposal().state) == (code, state)
    assert code == 302 or "Nobody confirmed this in time, so it lapsed." in answer.text


def test_the_daily_run_closes_what_lapsed_once_and_tells_who_proposed(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    with clock.at(clock.now() + timedelta(days=7)):
        assert actions.lapse_due(by=None) == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert [actions.lapse_due(by=None) for _ in range(2)] == [1, 0]
        call_command("daily")
        assert propose(cast.superintendent, cast.teacher).status_code == 302
    assert (set(Proposal.objects.values_list("state", flat=True)), told("proposal_closed")) == (
        {"lapsed", "open"},
        {cast.superintendent},
    )


def test_a_confirmation_after_the_first_day_begins_that_day(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    with clock.at(clock.now() + timedelta(days=3)):
        sign(cast.director, the_proposal())
        assert Appointment.objects.get(person=cast.teacher).starts_on == clock.today()


def test_a_confirmation_after_the_last_day_gives_nothing(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher, last=clock.today() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=3)):
        answer = sign(cast.director, the_proposal())
    assert (answer.status_code, held(cast.teacher), the_proposal().state) == (403, [], "open")


def test_a_first_signature_of_somebody_who_lost_the_office_does_not_count(cast: Cast) -> None:
    propose(cast.director, cast.teacher)
    actions.end_appointment(Appointment.objects.get(person=cast.director), by=cast.superintendent)
    answer = sign(cast.superintendent, the_proposal())
    assert (answer.status_code, "who proposed this, no longer holds an office" in answer.text) == (403, True)
    assert held(cast.teacher) == []


def test_who_proposed_takes_it_back_and_the_second_is_told(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    row = the_proposal()
    codes = [
        signed_in(one).post(f"/people/proposals/{row.pk}/withdraw/").status_code
        for one in (cast.teacher, cast.director, cast.superintendent)
    ]
    late = sign(cast.director, row)
    assert (codes, late.status_code, held(cast.teacher)) == ([404, 403, 302], 409, [])
    assert "Helen Strand has withdrawn this." in late.text


def test_my_work_lists_the_signature_for_those_who_may_give_it(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    path = f"/people/proposals/{the_proposal().pk}/"
    listed = {
        part for part in cast.people if part != "disabled" and path in signed_in(getattr(cast, part)).get("/").text
    }
    assert listed == {"director", "alternate"}


def test_two_clicks_give_one_office(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    row = the_proposal()
    codes = [sign(one, row).status_code for one in (cast.director, cast.director, cast.alternate)]
    assert (codes, Appointment.objects.filter(person=cast.teacher).count()) == ([302, 409, 409], 1)


def test_the_same_is_not_proposed_twice_at_once(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    again = propose(cast.director, cast.teacher)
    assert ("This is proposed already" in again.text, Proposal.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("office", "days", "field", "words"),
    [
        ("system_administrator", {"first": -1}, "starts_on", "cannot begin in the past"),
        ("system_administrator", {"first": 3, "last": 2}, "ends_on", "The last day comes before the first"),
        ("administrator", {}, "office", "administrator is not one of the available choices"),
        ("superintendent", {}, "starts_on", "Helen Strand holds this office on some of these days"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_changes_nothing(
    cast: Cast, office: str, days: dict[str, int], field: str, words: str
) -> None:
    dates = {name: clock.today() + timedelta(days=number) for name, number in days.items()}
    answer = propose(cast.director, cast.teacher, office, **dates)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (words in answer.text, Proposal.objects.count()) == (True, 0)


def test_separate_powers_hold_for_two_as_for_one(cast: Cast) -> None:
    answer = propose(cast.superintendent, cast.principal)
    assert ("can neither read a secret nor decide a request" in answer.text, Proposal.objects.count()) == (True, 0)


def test_both_need_a_second_factor_that_is_fresh(cast: Cast) -> None:
    old = clock.now() - timedelta(hours=13)
    unfresh = signed_in(cast.superintendent, at=old).get(f"/people/{cast.teacher.pk}/propose/")
    propose(cast.superintendent, cast.teacher)
    later = sign(cast.director, the_proposal(), at=old)
    assert ("/sign-in/2fa/" in unfresh.url, later.status_code, the_proposal().state) == (True, 302, "open")
    with pytest.raises(Refused, match="Confirm it is you"):
        actions.sign(the_proposal(), by=cast.director, proof=proof_of(cast.superintendent))
    with pytest.raises(Refused, match="Confirm it is you"):
        actions.propose(
            person=cast.coach, office="alternate", starts_on=clock.today(), by=cast.superintendent, proof=None
        )


def test_only_those_who_prepare_or_sign_see_proposals(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    row = the_proposal()
    seen = {
        part: [
            signed_in(person).get(path).status_code for path in ("/people/proposals/", f"/people/proposals/{row.pk}/")
        ]
        for part, person in cast.people.items()
        if person.is_active
    }
    assert {part for part, codes in seen.items() if codes == [200, 200]} == {
        "superintendent",
        "director",
        "alternate",
        "sysadmin",
    }
    assert {tuple(codes) for codes in seen.values()} == {(200, 200), (403, 404)}


def test_the_page_offers_only_what_would_not_be_refused(cast: Cast) -> None:
    propose(cast.superintendent, cast.teacher)
    path = f"/people/proposals/{the_proposal().pk}/"
    offered = {
        part: [word in signed_in(getattr(cast, part)).get(path).text for word in (f"{path}sign/", f"{path}withdraw/")]
        for part in ("superintendent", "director", "alternate", "sysadmin")
    }
    assert offered == {
        "superintendent": [False, True],
        "director": [True, False],
        "alternate": [True, False],
        "sysadmin": [False, False],
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "confirmed", "second": "superintendent"},
        {"state": "confirmed", "second": "teacher"},
        {"state": "confirmed"},
        {"office": "administrator"},
        {"state": "open", "second": "director"},
    ],
)
def test_the_database_refuses_what_two_people_did_not_sign(cast: Cast, facts: dict[str, Any]) -> None:
    people = {name: getattr(cast, value) for name, value in facts.items() if name == "second"}
    closed = clock.now() if facts.get("state") == "confirmed" else None
    row = {
        "kind": "appoint", "person": cast.teacher, "office": "alternate", "starts_on": clock.today(),
        "prepared_by": cast.superintendent, "first": cast.superintendent, "closed_at": closed,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(**{**row, **facts, **people})
