"""Ways round the order of offices that are closed: absences, routes, emergencies, escalation, designees, letters."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Platform
from approvals import actions, history, routes
from approvals.conditions import Stated
from approvals.models import Request, Route
from approvals.routes import Stop
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Office, User
from registry.people.refusal import Refused
from tests.approvals.test_pages import answers_for, begin, decide_as
from tests.cast import Cast, signed_in
from tests.makers import decide, make_permission, make_registration, make_request, proof_of, seat_of
from tests.people.test_absences import set_away

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


def told(template: str) -> dict[User, Letter]:
    return {letter.to: letter for letter in Letter.objects.filter(template=f"approvals/{template}")}


def text(letter: Letter) -> str:
    said = write(letter)
    assert said
    return " ".join(f"{said.subject} {said.text}".split())


# Absences -------------------------------------------------------------------------------------------------------------


def test_whoever_has_a_part_in_a_request_moves_no_seat_of_it_by_saying_that_somebody_is_away(cast: Cast) -> None:
    own = make_request(cast, "with_both", by=cast.director, custodian=cast.coach)
    other = make_request(cast, "with_both")
    with clock.at(clock.now() + timedelta(minutes=1)):
        set_away(cast.alternate, cast.superintendent)
    assert {seat_of(one, S).asked for one in (own, other)} == {cast.designee}
    people.end_absence(cast.superintendent.absences.get(), by=cast.superintendent)
    mine = make_request(cast, "with_both", by=cast.alternate, custodian=cast.coach)
    set_away(cast.alternate, cast.superintendent)
    assert [seat_of(one, S).asked for one in (mine, other)] == [cast.superintendent, cast.designee]
    actions.reopen_waiting()
    assert seat_of(mine, S).asked == cast.superintendent
    assert "not for a request of your own" in signed_in(cast.alternate).get(f"/people/{cast.director.pk}/away/").text


def test_what_they_say_of_themselves_counts(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", by=cast.requester)
    people.appoint(
        person=cast.teacher, office=A, unit=cast.units.district, starts_on=clock.today(), by=cast.superintendent
    )
    set_away(cast.principal, cast.principal)
    assert seat_of(request, A).asked == cast.teacher


def test_the_absence_of_another_needs_a_fresh_factor_ones_own_does_not(cast: Cast) -> None:
    bare = {part: signed_in(getattr(cast, part), factor=False) for part in ("superintendent", "principal")}
    url = f"/people/{cast.principal.pk}/away/"
    assert [bare[part].get(url).status_code for part in bare] == [302, 200]
    with pytest.raises(Refused, match="Confirm it is you"):
        people.record_absence(
            person=cast.principal, starts_on=clock.today(), ends_on=clock.today(), by=cast.superintendent
        )
    set_away(cast.superintendent, cast.principal)
    end = f"/people/absences/{cast.principal.absences.get().pk}/end/"
    assert [bare[part].get(end).status_code for part in bare] == [302, 200]
    assert bare["superintendent"].post(end).status_code == 302
    assert cast.principal.absences.get().holds


# Escalation -----------------------------------------------------------------------------------------------------------


def test_silence_asks_nobody_who_is_away(cast: Cast) -> None:
    for person in (cast.teacher, cast.deputy):
        people.appoint(
            person=person, office=A, unit=cast.units.district, starts_on=clock.today(), by=cast.superintendent
        )
    request = make_request(cast, "with_administrator")
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=60)}
    people.record_absence(person=cast.teacher, **days, by=cast.teacher)
    silence(6)
    assert seat_of(request, A).asked == cast.deputy
    silence(12)
    seat = seat_of(request, A)
    assert (seat.asked, seat.stuck_on is not None) == (cast.deputy, True)


def silence(days: int) -> None:
    for day in range(days + 1):
        with clock.at(clock.now() + timedelta(days=day)):
            actions.chase_due()


# Routes ---------------------------------------------------------------------------------------------------------------


def change_route(cast: Cast, *stops: Stop) -> None:
    route = Route.objects.get(kind="new_account")
    seen = routes.mark_of(routes.stops_of(route))
    actions.change_route(route, stops=stops, seen=seen, by=cast.director, proof=proof_of(cast.director))


def test_an_office_that_is_heard_no_longer_is_told_and_so_are_superintendent_and_alternate(cast: Cast) -> None:
    change_route(cast, Stop(1, A, 3), Stop(2, C, 3))
    letters = told("route_changed")
    assert set(letters) == {cast.superintendent, cast.designee, cast.alternate}
    said = text(letters[cast.designee])
    assert "No longer heard: the superintendent." in said
    assert "1. Administrator, 3 working days 2. Communications, 3 working days" in said
    change_route(cast, Stop(1, A, 2), Stop(2, C, 3))
    told_twice = Letter.objects.filter(template="approvals/route_changed", to=cast.alternate)
    assert sorted("No longer heard" in text(letter) for letter in told_twice) == [False, True]


def test_a_request_that_begins_anew_on_a_changed_route_tells_who_is_left_out(cast: Cast) -> None:
    request = make_request(cast, "with_director")
    change_route(cast, Stop(1, A, 3), Stop(2, C, 3))
    actions.revise(request, values={"purpose": "Something else."}, by=cast.requester)
    letters = told("left_out")
    assert set(letters) == {cast.superintendent, cast.designee, cast.alternate}
    assert "No longer heard: the superintendent." in text(letters[cast.superintendent])
    sees = [cast.requester.name in text(letters[person]) for person in (cast.superintendent, cast.alternate)]
    assert sees == [True, False]
    opened = Entry.objects.filter(action="round.opened").latest("seq")
    assert opened.after["left_out"] == ["superintendent"]
    actions.revise(request, values={"purpose": "And again."}, by=cast.requester)
    assert Letter.objects.filter(template="approvals/left_out").count() == 3


# Emergencies, conditions, refusals ------------------------------------------------------------------------------------


def test_a_registration_is_not_approved_in_an_emergency(cast: Cast) -> None:
    request = make_registration(cast, "with_administrator")
    client = signed_in(cast.director)
    assert "Approve in an emergency" not in client.get(request.get_absolute_url()).text
    response = client.get(f"/requests/{request.reference}/emergency/")
    assert (response.status_code, "Only a new account is approved in an emergency" in response.text) == (403, True)


def test_a_permission_has_no_condition_before_it_goes_live(cast: Cast) -> None:
    request = make_permission(cast, "with_superintendent")
    page = signed_in(cast.superintendent).get(request.get_absolute_url()).text
    assert ("Condition 1" in page, "must be met before the account goes live" in page) == (True, False)
    with pytest.raises(Refused, match="no account goes live"):
        decide(request, S, cast.superintendent, conditions=[Stated("First a course.", before_live=True)])
    answer = {"answer": "yes", "condition_1": "First a course.", "condition_1_live": "on"}
    assert decide_as(cast.superintendent, request, S, **answer).status_code == 302
    assert request.conditions.get().before_live is False


def test_waiving_a_condition_needs_a_fresh_factor(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    decide(request, S, cast.superintendent, conditions=[Stated("First a course.")])
    decide(request, C, cast.director)
    url = f"/requests/{request.reference}/conditions/{request.conditions.get().pk}/waive/"
    bare = signed_in(cast.superintendent, factor=False)
    assert [bare.get(url).status_code, bare.post(url, {"why": "No."}).status_code] == [302, 302]
    assert request.conditions.get().waived_at is None


def in_part(cast: Cast) -> Request:
    """Instagram and YouTube are approved, TikTok is not."""
    more = [
        (Platform.objects.get(slug=slug), handle)
        for slug, handle in (("tiktok", "harbor.ski"), ("youtube", "@harborski"))
    ]
    request = make_request(cast, "with_both", handle="harborski", more=more)
    tiktok = request.items.get(platform__slug="tiktok").pk
    decide(
        request, S, cast.superintendent, item_answers={tiktok: False}, item_notes={tiktok: "Most of them are under 13."}
    )
    decide(request, C, cast.director)
    return Request.objects.get(pk=request.pk)


def test_what_was_refused_in_part_is_free_once_the_round_is_over_and_its_reason_is_shown(cast: Cast) -> None:
    request = in_part(cast)
    live = dict(request.items.values_list("platform__slug", "live"))
    assert live == {"instagram": True, "tiktok": False, "youtube": True}
    tiktok = Platform.objects.get(slug="tiktok")
    found = history.declined_handle(tiktok.pk, request.items.get(platform=tiktok).key).get()
    assert "Reason: Most of them are under 13." in history.of(found).why
    client = signed_in(cast.requester)
    again = begin(client)
    answers = answers_for(cast, platform=str(tiktok.pk), handle="harbor.ski")
    page = client.post(f"/requests/{again.reference}/edit/", answers)
    assert (page.status_code, f"Declined before: {request.reference}" in page.text) == (422, True)
    assert "Most of them are under 13." in page.text
    sent = client.post(f"/requests/{again.reference}/edit/", {**answers, "differs": "They are all over 13 now."})
    assert sent.status_code == 302
    assert client.post(f"/requests/{again.reference}/check/").status_code == 302


# Who hears and who stands in ------------------------------------------------------------------------------------------


def orphan(cast: Cast) -> Request:
    request = make_request(cast, "with_administrator")
    own = cast.principal.appointments.get()
    how: dict[str, Any] = {"office": own.office, "unit": own.unit, "starts_on": clock.today(), "by": cast.principal}
    people.appoint(person=cast.deputy, on_behalf_of=own, **how)
    people.deactivate(cast.requester, by=cast.sysadmin)
    return Request.objects.get(pk=request.pk)


def test_a_designee_does_not_take_a_request_over(cast: Cast) -> None:
    request = orphan(cast)
    assert set(told("sponsor_needed")) == {cast.principal, cast.backup}
    client = signed_in(cast.deputy)
    assert "Take over this request" not in client.get(request.get_absolute_url()).text
    assert client.post(f"/requests/{request.reference}/take-over/").status_code == 403


def test_who_no_longer_sees_the_request_is_not_told_who_took_it_over(cast: Cast) -> None:
    request = orphan(cast)
    for person in (cast.deputy, cast.communications):
        actions.comment(request, text="Fine by me.", by=person)
    people.end_appointment(cast.deputy.appointments.get(), by=cast.principal)
    actions.take_over(request, by=cast.backup)
    letters = told("taken_over")
    assert [person in letters for person in (cast.deputy, cast.communications, cast.coach)] == [False, True, True]
    people.end_appointment(cast.communications.appointments.get(), by=cast.director)
    assert [write(letters[person]) is None for person in (cast.communications, cast.coach)] == [True, False]
