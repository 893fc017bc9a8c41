"""E1.1 to E1.8 through the pages: who is asked, with the reason, and whose answer counts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from approvals import actions
from approvals.models import Decision, Request
from approvals.workflow import Status
from registry import clock
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Appointment, Office, Unit, User
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


def boxes(name: str, day: date | None) -> dict[str, Any]:
    parts = (day.month, day.day, day.year) if day else ("", "", "")
    return {f"{name}_{part}": value for part, value in zip(("month", "day", "year"), parts, strict=True)}


def in_days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def set_away(person: User, *, until: int = 10, by: User | None = None) -> Any:
    """Out of office from today, on the page."""
    days = boxes("starts_on", in_days(0)) | boxes("ends_on", in_days(until))
    return signed_in(by or person).post(f"/people/{person.pk}/away/", days)


def name_designee(principal: User, person: User, *, last: date | None = None, unit: Unit | None = None) -> Appointment:
    """By the holder, on the page."""
    held = Appointment.objects.in_force().filter(person=principal, on_behalf_of=None)
    own = held.get(unit=unit) if unit else held.get()
    days = boxes("starts_on", clock.today()) | boxes("ends_on", last)
    answer = signed_in(principal).post(f"/people/{person.pk}/appoint/", {"office": f"for-{own.pk}", **days})
    assert answer.status_code == 302, answer.text
    row: Appointment = Appointment.objects.get(person=person, on_behalf_of=own)
    return row


def appoint(cast: Cast, person: User, unit: Unit) -> Appointment:
    return people.appoint(person=person, office=A, unit=unit, starts_on=clock.today(), by=cast.superintendent)


def send(client: Client, draft: Request) -> tuple[str, Request]:
    """What the check page says before sending, and the request after it."""
    page = client.get(f"/requests/{draft.reference}/check/").text
    client.post(f"/requests/{draft.reference}/check/")
    return page, Request.objects.get(pk=draft.pk)


def asked(request: Request, office: Office) -> tuple[User | None, str]:
    seat = seat_of(request, office)
    return seat.asked, seat.why


def answer_page(user: User, request: Request, office: Office, answer: str = "yes", note: str = "") -> Any:
    seat = seat_of(request, office)
    return signed_in(user).post(
        f"/requests/{request.reference}/decide/{seat.pk}/",
        {"answer": answer, "note": note, "seen_hash": seat.round.text_hash},
    )


def page_of(user: User, request: Request) -> str:
    return signed_in(user).get(request.get_absolute_url()).text


def letters(template: str) -> list[User]:
    return sorted((letter.to for letter in Letter.objects.filter(template=f"approvals/{template}")), key=str)


def test_the_plain_reason_stands_before_sending_and_on_the_request(cast: Cast) -> None:
    draft = make_request(cast, unit=cast.units.high)
    before, request = send(signed_in(cast.requester), draft)
    plain = "Administrator of Harbor High School."
    assert (plain in before, plain in page_of(cast.requester, request), asked(request, A)) == (
        True,
        True,
        (cast.principal, plain),
    )


def test_e1_01_the_request_of_an_administrator_goes_to_the_next_up_and_the_route_says_why(cast: Cast) -> None:
    appoint(cast, cast.stranger, cast.units.district)
    before, request = send(signed_in(cast.principal), make_request(cast, by=cast.principal))
    why = "Marcus Bell asked for this; Katya Ivers is administrator of Lakeview Public Schools."
    assert (why in before, asked(request, A)) == (True, (cast.stranger, why))
    assert answer_page(cast.principal, request, A).status_code == 403


def test_e1_01_nobody_above_means_waiting_for_an_appointment_and_the_route_says_so_beforehand(cast: Cast) -> None:
    before, request = send(signed_in(cast.principal), make_request(cast, by=cast.principal))
    why = "Marcus Bell asked for this. It waits for an appointment."
    after = page_of(cast.principal, request)
    assert (request.status, why in before, why in after, Decision.objects.count()) == (Status.WAITING, True, True, 0)
    assert set(letters("appointment_needed")) == {cast.superintendent, cast.sysadmin}


def test_e1_02_communications_does_not_sign_its_directors_request(cast: Cast) -> None:
    draft = make_request(cast, by=cast.director)
    before, request = send(signed_in(cast.director), draft)
    decide(request, A, cast.principal)
    why = "JoAnn Keel asked for this; Ruth Amory acts as alternate."
    assert (why in before, asked(request, C)) == (True, (cast.alternate, why))
    assert answer_page(cast.director, request, C).status_code == 403


def test_e1_02_a_designee_of_communications_signs_the_request_of_its_staff_not_the_requester(cast: Cast) -> None:
    name_designee(cast.director, cast.communications)
    request = make_request(cast, "with_both", by=cast.communications)
    assert answer_page(cast.communications, request, C).status_code == 403
    assert asked(request, C) == (cast.director, "Communications director of the district.")


def test_e1_03_the_request_of_the_designee_is_for_the_superintendent_in_person(cast: Cast) -> None:
    request = make_request(cast, "with_both", by=cast.designee)
    assert asked(request, S) == (cast.superintendent, "Superintendent of the district.")
    assert answer_page(cast.designee, request, S).status_code == 403
    assert answer_page(cast.superintendent, request, S).status_code == 302


def test_e1_03_the_request_of_the_superintendent_is_for_the_alternate_not_for_the_designee(cast: Cast) -> None:
    before, request = send(signed_in(cast.superintendent), make_request(cast, by=cast.superintendent))
    decide(request, A, cast.principal)
    why = "Helen Strand asked for this; Ruth Amory acts as alternate."
    assert (why in before, asked(request, S)) == (True, (cast.alternate, why))
    assert [answer_page(one, request, S).status_code for one in (cast.designee, cast.alternate)] == [403, 302]


def test_e1_04_whoever_holds_two_offices_fills_one_seat_and_another_person_the_other(cast: Cast) -> None:
    people.end_appointment(Appointment.objects.get(person=cast.director), by=cast.superintendent)
    Appointment.objects.create(person=cast.superintendent, office=C, starts_on=clock.today())
    draft = make_request(cast)
    before, request = send(signed_in(cast.requester), draft)
    decide(request, A, cast.principal)
    why = "Helen Strand is asked for another office; Priya Noor acts as designee of Helen Strand under appointment"
    assert (why in before, {asked(request, S)[0], asked(request, C)[0]}) == (True, {cast.superintendent, cast.designee})
    first, second = (S, C) if asked(request, S)[0] == cast.superintendent else (C, S)
    codes = [answer_page(cast.superintendent, request, office).status_code for office in (first, second)]
    assert (codes, Decision.objects.filter(by=cast.superintendent).count()) == ([302, 403], 1)


def test_e1_05_a_designee_named_after_submission_may_decide_and_it_reads_under_which_appointment(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    row = name_designee(cast.principal, cast.teacher)
    seat, seen = seat_of(request, A), page_of(cast.teacher, request)
    recorded = f"as designee of Marcus Bell under appointment {row.pk}"
    assert (recorded in seen, answer_page(cast.teacher, request, A).status_code) == (True, 302)
    words = f"Approved by Chris Yoder as designee of Marcus Bell under appointment {row.pk}"
    confirmation = signed_in(cast.teacher).get(f"/requests/{request.reference}/decided/{seat.pk}/").text
    assert (words in page_of(cast.requester, request), recorded in confirmation) == (True, True)


def test_e1_05_a_form_left_open_across_the_end_is_refused_when_it_is_sent(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    row = name_designee(cast.principal, cast.teacher, last=clock.today())
    before = datetime(2025, 11, 13, 5, 59, 59, tzinfo=UTC)
    with clock.at(before):
        shown = signed_in(cast.teacher).get(f"/requests/{request.reference}/decide/{seat_of(request, A).pk}/")
    with clock.at(before + timedelta(seconds=1)):
        answer = answer_page(cast.teacher, request, A)
    ended = f"You do not hold the office of Administrator any more: appointment {row.pk} ended on November 12, 2025."
    assert (shown.status_code, "Record decision" in shown.text) == (200, True)
    assert (answer.status_code, ended in answer.text, Decision.objects.count()) == (403, True, 0)
    with clock.at(before):
        assert answer_page(cast.teacher, request, A).status_code == 302


def test_e1_05_a_designation_revoked_while_the_form_is_open_decides_nothing(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    row = name_designee(cast.principal, cast.teacher)
    signed_in(cast.principal).post(f"/people/appointments/{row.pk}/end/")
    answer = answer_page(cast.teacher, request, A)
    assert (answer.status_code, f"appointment {row.pk} ended on" in answer.text) == (403, True)
    assert (Decision.objects.count(), answer_page(cast.stranger, request, A).status_code) == (0, 404)
    client, seat, other = signed_in(cast.teacher), seat_of(request, A), make_request(cast, "with_administrator")
    assert client.get(f"/requests/{request.reference}/decide/{seat.pk}/").status_code == 403
    for reference, number in ((other.reference, seat.pk), (request.reference, seat.pk + 1000)):
        assert client.get(f"/requests/{reference}/decide/{number}/").status_code == 404, "no word about another request"


def test_e1_06_while_the_holder_is_away_the_designee_is_asked_and_the_reason_names_both(cast: Cast) -> None:
    row = name_designee(cast.principal, cast.teacher)
    set_away(cast.principal)
    before, request = send(signed_in(cast.requester), make_request(cast, unit=cast.units.high))
    why = (
        "Marcus Bell is away until November 22; "
        f"Chris Yoder acts as designee of Marcus Bell under appointment {row.pk}."
    )
    assert (why in before, asked(request, A), why in page_of(cast.requester, request)) == (
        True,
        (cast.teacher, why),
        True,
    )
    assert answer_page(cast.principal, request, A).status_code == 302


def test_e1_06_without_a_designee_the_next_up_is_asked(cast: Cast) -> None:
    appoint(cast, cast.stranger, cast.units.district)
    set_away(cast.principal)
    request = make_request(cast, "with_administrator", unit=cast.units.high)
    why = "Marcus Bell is away until November 22; Katya Ivers is administrator of Lakeview Public Schools."
    assert asked(request, A) == (cast.stranger, why)


def test_e1_06_holder_and_designee_away_is_the_alternates_and_never_a_yes(cast: Cast) -> None:
    set_away(cast.superintendent)
    set_away(cast.designee)
    request = make_request(cast, "with_both")
    why = "Helen Strand is away until November 22; Priya Noor is away until November 22; Ruth Amory acts as alternate."
    assert (asked(request, S), request.status) == ((cast.alternate, why), Status.DECIDING)
    assert Decision.objects.filter(seat__office=S).count() == 0


def test_e1_06_everybody_away_leaves_the_holder_asked_and_nothing_decided(cast: Cast) -> None:
    set_away(cast.principal)
    request = make_request(cast, "with_administrator", unit=cast.units.high)
    why = (
        "Everybody who may decide is away; Marcus Bell until November 22; "
        "Marcus Bell is administrator of Harbor High School."
    )
    assert (asked(request, A), request.status, Decision.objects.count()) == (
        (cast.principal, why),
        Status.DECIDING,
        0,
    )


def test_e1_06_setting_an_absence_moves_open_seats_and_its_end_moves_them_back_with_letters(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", unit=cast.units.high)
    name_designee(cast.principal, cast.teacher)
    set_away(cast.principal)
    moved = asked(request, A)[0]
    absence = cast.principal.absences.get()
    signed_in(cast.principal).post(f"/people/absences/{absence.pk}/end/")
    assert (moved, asked(request, A)) == (cast.teacher, (cast.principal, "Administrator of Harbor High School."))
    assert letters("decision_needed") == [cast.teacher, cast.principal, cast.principal]
    assert letters("reassigned") == [cast.requester, cast.requester]


def test_e1_06_an_absence_that_begins_and_ends_by_its_dates_is_followed_daily(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", unit=cast.units.high)
    name_designee(cast.principal, cast.teacher)
    days = boxes("starts_on", in_days(2)) | boxes("ends_on", in_days(3))
    signed_in(cast.principal).post(f"/people/{cast.principal.pk}/away/", days)
    found = []
    for day in (1, 2, 3, 4):
        with clock.at(clock.now() + timedelta(days=day)):
            actions.reopen_waiting()
            found.append(asked(request, A)[0])
    assert found == [cast.principal, cast.teacher, cast.teacher, cast.principal]


def test_e1_06_a_delegate_of_a_delegate_and_a_circle_are_refused_in_words(cast: Cast) -> None:
    name_designee(cast.principal, cast.other_principal)
    own = Appointment.objects.get(person=cast.other_principal, on_behalf_of=None)
    sent = {"office": f"for-{own.pk}", **boxes("starts_on", clock.today()), **boxes("ends_on", None)}
    circle = signed_in(cast.other_principal).post(f"/people/{cast.principal.pk}/appoint/", sent)
    acting = Appointment.objects.get(person=cast.designee)
    passed_on = signed_in(cast.designee).post(
        f"/people/{cast.teacher.pk}/appoint/", {**sent, "office": f"for-{acting.pk}"}
    )
    assert (circle.status_code, "Two people cannot stand in for each other." in circle.text) == (422, True)
    assert (passed_on.status_code, Appointment.objects.filter(on_behalf_of=acting).count()) == (403, 0)


def test_e1_07_a_decider_who_leaves_is_replaced_earlier_answers_stay_and_the_requester_is_told(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    appoint(cast, cast.stranger, cast.units.district)
    signed_in(cast.sysadmin).post(f"/people/{cast.principal.pk}/deactivate/")
    assert asked(request, A)[0] == cast.stranger
    decide(request, A, cast.stranger)
    signed_in(cast.superintendent).post(f"/people/appointments/{Appointment.objects.get(person=cast.director).pk}/end/")
    assert (asked(request, C)[0], Decision.objects.count()) == (cast.alternate, 1)
    assert letters("reassigned") == [cast.requester, cast.requester]


def test_e1_08_an_answer_stays_when_its_maker_moves_on_and_reads_as_it_was_made(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    row = name_designee(cast.principal, cast.teacher)
    answer_page(cast.teacher, request, A)
    own = Appointment.objects.get(person=cast.principal, on_behalf_of=None)
    signed_in(cast.superintendent).post(f"/people/appointments/{own.pk}/end/")
    words = f"Approved by Chris Yoder as designee of Marcus Bell under appointment {row.pk}"
    request.refresh_from_db()
    assert (request.status, words in page_of(cast.requester, request)) == (Status.DECIDING, True)


def test_e1_08_a_requester_who_moved_keeps_the_route_of_the_unit_asked_for(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    people.edit(cast.requester, name="Maya Lind", title="", unit=cast.units.middle, by=cast.sysadmin)
    assert asked(request, A)[0] == cast.principal


def test_e1_06_the_letters_say_why_this_person_is_asked_now(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", unit=cast.units.high)
    row = name_designee(cast.principal, cast.teacher)
    set_away(cast.principal)
    why = f"Marcus Bell is away until November 22; Chris Yoder acts as designee of Marcus Bell under appointment {row.pk}."
    about = Letter.objects.filter(about_id=request.reference)
    asking = write(about.get(template="approvals/decision_needed", to=cast.teacher))
    moved = write(about.get(template="approvals/reassigned"))
    assert asking is not None
    assert moved is not None
    told, followed = (" ".join(one.text.split()) for one in (asking, moved))
    assert (f"Why you: {why}" in told, why in followed) == (True, True)
    assert "Chris Yoder is asked about your request now, for the administrator." in followed
    assert write(about.get(template="approvals/decision_needed", to=cast.principal)) is None


@pytest.mark.parametrize("who", ["requester", "custodian"])
def test_absence_of_a_party_changes_nothing_about_who_may_not_decide(cast: Cast, who: str) -> None:
    mine = {"by": cast.principal} if who == "requester" else {"custodian": cast.principal}
    set_away(cast.principal)
    request = make_request(cast, "with_administrator", unit=cast.units.high, **mine)
    assert (request.status, asked(request, A)[0]) == (Status.WAITING, None)


def test_e1_07_every_wait_of_one_round_is_told_to_those_who_appoint(cast: Cast) -> None:
    _, request = send(signed_in(cast.principal), make_request(cast, by=cast.principal))
    above = appoint(cast, cast.stranger, cast.units.district)
    request.refresh_from_db()
    assert request.status == Status.DECIDING
    people.end_appointment(above, by=cast.superintendent)
    request.refresh_from_db()
    told = [cast.superintendent, cast.sysadmin]
    assert (request.status, letters("appointment_needed")) == (Status.WAITING, sorted(told * 2, key=str))
