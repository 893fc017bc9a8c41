"""Who is asked for a seat, in the cases that a toy would miss (peers.md, E1)."""

from datetime import timedelta
from typing import Any

import pytest

from approvals import actions, rules
from approvals.models import Answer, Decision, Request, Seat
from approvals.story import route_of
from approvals.workflow import Status
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import Appointment, Office, Unit, UnitKind, User
from registry.people.refusal import Refused, Stale
from tests.cast import Cast
from tests.makers import decide, make_request, proof_of, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


def asked(request: Request) -> dict[str, User | None]:
    return {seat.office: seat.asked for seat in Seat.objects.filter(round=request.rounds.last())}


def why(request: Request, office: Office) -> str:
    return seat_of(request, office).why


def appoint(person: User, office: Office, unit: Unit | None = None, **more: Any) -> Appointment:
    """A row as such: who may appoint whom is the people room's business."""
    made: Appointment = Appointment.objects.create(
        person=person, office=office, unit=unit, starts_on=clock.today() - timedelta(days=1), **more
    )
    return made


def holding(person: User, office: Office) -> Appointment:
    row: Appointment = Appointment.objects.get(person=person, office=office)
    return row


def end(row: Appointment) -> None:
    Appointment.objects.filter(pk=row.pk).update(ended_at=clock.now())


def test_the_unit_without_an_administrator_of_its_own_goes_up_the_tree_and_says_so(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    assert (asked(request)[A], why(request, A)) == (
        cast.principal,
        "Harbor High Athletics has no administrator; Marcus Bell is administrator of Harbor High School.",
    )


def test_the_holder_of_the_unit_comes_before_the_one_above(cast: Cast) -> None:
    appoint(cast.stranger, A, cast.units.athletics)
    request = make_request(cast, "with_administrator")
    assert (asked(request)[A], why(request, A)) == (cast.stranger, "Administrator of Harbor High Athletics.")


def test_e1_1_a_request_of_the_administrator_goes_to_the_one_above_with_the_reason(cast: Cast) -> None:
    appoint(cast.stranger, A, cast.units.district)
    request = make_request(cast, "with_administrator", by=cast.principal)
    assert (asked(request)[A], why(request, A)) == (
        cast.stranger,
        "Marcus Bell asked for this; Katya Ivers is administrator of Lakeview Public Schools.",
    )


def test_e1_1_without_anybody_above_it_waits_and_those_who_appoint_are_told(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", by=cast.principal)
    told = Letter.objects.filter(template="approvals/appointment_needed").values_list("to", flat=True)
    assert (request.status, set(told)) == (Status.WAITING, {cast.superintendent.pk, cast.sysadmin.pk})


def test_e1_2_a_request_of_the_director_is_signed_for_communications_by_the_alternate(cast: Cast) -> None:
    request = make_request(cast, "with_both", by=cast.director)
    assert asked(request)[C] == cast.alternate
    assert why(request, C) == "JoAnn Keel asked for this; Ruth Amory acts as alternate."


def test_e1_3_a_request_of_the_designee_goes_to_the_superintendent(cast: Cast) -> None:
    request = make_request(cast, "with_both", by=cast.designee)
    assert asked(request)[S] == cast.superintendent
    with pytest.raises(Refused, match="You asked for this"):
        decide(request, S, cast.designee)


def test_e1_3_a_request_of_the_superintendent_goes_to_the_alternate_not_to_their_designee(cast: Cast) -> None:
    request = make_request(cast, "with_both", by=cast.superintendent)
    assert asked(request)[S] == cast.alternate
    with pytest.raises(Refused, match="You do not hold the office of Superintendent for this request today"):
        decide(request, S, cast.designee)


def test_the_proposed_custodian_is_never_asked(cast: Cast) -> None:
    request = make_request(cast, "with_both", custodian=cast.director)
    assert asked(request)[C] == cast.alternate
    with pytest.raises(Refused, match="You would be the custodian"):
        decide(request, C, cast.director)


def test_e1_4_one_person_in_two_offices_fills_one_seat_only(cast: Cast) -> None:
    end(holding(cast.director, C))
    appoint(cast.superintendent, C)
    request = make_request(cast, "with_both")
    assert {asked(request)[S], asked(request)[C]} == {cast.designee, cast.superintendent}
    office = S if asked(request)[S] == cast.superintendent else C
    other = C if office == S else S
    decide(request, office, cast.superintendent)
    with pytest.raises(Refused, match="You have decided on this request already"):
        decide(request, other, cast.superintendent)


def test_e1_5_a_designee_named_after_submission_may_decide_and_the_decision_keeps_the_appointment(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    row = appoint(cast.teacher, C, on_behalf_of=holding(cast.director, C))
    decision = decide(request, C, cast.teacher)
    assert (decision.appointment, decision.on_behalf_of, decision.by) == (row, cast.director, cast.teacher)


def test_e1_5_a_designation_that_ended_between_view_and_click_decides_nothing(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    end(holding(cast.designee, S))
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(Refused, match="You do not hold the office"):
        decide(request, S, cast.designee)
    assert Decision.objects.filter(seat__office=S).count() == 0


def test_e1_6_a_designee_of_a_designee_is_nobody(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    appoint(cast.teacher, S, on_behalf_of=holding(cast.designee, S))
    with pytest.raises(Refused, match="You do not hold the office"):
        decide(request, S, cast.teacher)


def test_e1_6_holder_and_designee_away_leaves_the_alternate_never_a_yes(cast: Cast) -> None:
    end(holding(cast.designee, S))
    end(holding(cast.superintendent, S))
    with clock.at(clock.now() + timedelta(days=1)):
        request = make_request(cast, "with_both")
        assert (asked(request)[S], request.status) == (cast.alternate, Status.DECIDING)


def test_e1_7_whoever_leaves_is_replaced_earlier_answers_stay_and_the_requester_is_told(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    assert actions.reopen_waiting() == 1
    assert (asked(request)[C], Decision.objects.count()) == (cast.alternate, 1)
    told = {(letter.template, letter.to_id) for letter in Letter.objects.filter(about_id=request.reference)}
    assert {("approvals/reassigned", cast.requester.pk), ("approvals/decision_needed", cast.alternate.pk)} <= told
    assert actions.reopen_waiting() == 0


def test_e1_7_an_appointment_ends_the_wait(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", by=cast.principal)
    appoint(cast.stranger, A, cast.units.district)
    assert actions.reopen_waiting() == 1
    request.refresh_from_db()
    events = Entry.objects.filter(object_id=request.reference, action__in=("request.waits", "request.resumed"))
    assert (request.status, asked(request)[A], events.count()) == (Status.DECIDING, cast.stranger, 2)


def test_whoever_was_appointed_since_may_decide_a_waiting_request_at_once(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", by=cast.principal)
    appoint(cast.stranger, A, cast.units.district)
    decide(request, A, cast.stranger)
    request.refresh_from_db()
    assert (request.status, asked(request)[S]) == (Status.DECIDING, cast.superintendent)


def test_e1_8_an_answer_stays_when_its_maker_moves_on(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    end(holding(cast.principal, A))
    with clock.at(clock.now() + timedelta(days=1)):
        decide(request, S, cast.superintendent)
        decide(request, C, cast.director)
    request.refresh_from_db()
    assert (request.status, Decision.objects.count()) == (Status.SETTING_UP, 3)


def test_the_route_is_shown_with_names_before_sending(cast: Cast) -> None:
    request = make_request(cast)
    shown = [[seat["person"] for seat in step["seats"]] for step in route_of(request)]
    assert shown == [[cast.principal], [cast.superintendent, cast.director]]


def test_the_route_says_beforehand_that_somebody_must_be_appointed(cast: Cast) -> None:
    request = make_request(cast, by=cast.principal)
    assert [seat["why"] for seat in route_of(request)[0]["seats"]] == [
        "Marcus Bell asked for this. It waits for an appointment."
    ]


def test_a_unit_nobody_administers_does_not_take_its_neighbors(cast: Cast) -> None:
    lone = Unit.objects.create(name="Pine", short_name="Pine", kind=UnitKind.SCHOOL, parent=cast.units.district)
    request = make_request(cast, "with_administrator", unit=lone)
    assert (request.status, asked(request)[A]) == (Status.WAITING, None)


def test_e1_9_the_second_to_answer_is_told_who_was_first(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    seat = seat_of(request, S)
    decide(request, S, cast.superintendent)
    with pytest.raises(Stale, match=f"{cast.superintendent.name} was first, and answered “approve” for this office"):
        actions.decide(
            seat, answer=Answer.YES, seen_hash=seat.round.text_hash, by=cast.designee, proof=proof_of(cast.designee)
        )


@pytest.mark.parametrize(
    "values",
    [
        {"handle": "other"},
        {"klass": "program"},
        {"audience": "Everybody"},
        {"under_13": True},
        {"purpose": "Live streams."},
        {"wants_logo": True},
        {"email": "other@lakeviewps.example"},
    ],
)
def test_e1_10_a_material_edit_opens_a_new_round_at_the_first_office(cast: Cast, values: dict[str, Any]) -> None:
    request = make_request(cast, "with_both")
    actions.revise(request, values=values, by=cast.requester)
    rounds = list(request.rounds.values_list("number", "outcome"))
    seats = {seat.office for seat in Seat.objects.filter(round__number=2, opened_at__isnull=False)}
    assert (rounds, seats, Decision.objects.filter(round__number=2).count()) == ([(1, "revised"), (2, "open")], {A}, 0)


@pytest.mark.parametrize(
    "values", [{"title": "Skiing"}, {"contact_note": "Room 12"}, {"audience": "Families of the team"}]
)
def test_e1_10_title_contact_note_and_no_change_open_none(cast: Cast, values: dict[str, Any]) -> None:
    request = make_request(cast, "with_both")
    actions.revise(request, values=values, by=cast.requester)
    assert (request.rounds.count(), Decision.objects.count()) == (1, 1)


def test_a_new_custodian_has_no_say_in_the_new_round(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    actions.revise(request, values={"custodian": cast.director}, by=cast.requester)
    decide(request, A, cast.principal)
    assert asked(request)[C] == cast.alternate


def test_everyone_who_may_fill_a_seat_is_offered_it(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    offered = {part for part, person in cast.people.items() if rules.seat_for(request, person)}
    assert offered == {"superintendent", "designee", "director"}
