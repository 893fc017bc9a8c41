"""Which offices decide is data: everyone reads it, two offices change it, and only new rounds go the new way."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from approvals import actions, routes
from approvals.models import Route, RouteStep
from approvals.routes import BadRoute, Stop
from registry.audit.models import Entry
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused
from tests.approvals.test_pages import decide_as, errors_of
from tests.approvals.test_queries import counted
from tests.cast import Cast, signed_in
from tests.makers import make_request, seat_of

A, S, C = "administrator", "superintendent", "communications_director"
PAGE = "/requests/routes/new_account/"


def rows(*stops: tuple[str, object, object], **more: str) -> dict[str, str]:
    """What the form sends: office, step, working days."""
    sent = {}
    for place, (office, step, days) in enumerate(stops):
        sent |= {f"office_{place}": office, f"step_{place}": str(step), f"days_{place}": str(days)}
    return {**sent, "seen": routes.mark_of(routes.stops_of(Route.objects.get(kind="new_account"))), **more}


def save(user: User, *stops: tuple[str, object, object], **more: str) -> Any:
    return signed_in(user).post(PAGE, rows(*stops, **more))


def route() -> list[tuple[int, str, int]]:
    return list(RouteStep.objects.filter(route__kind="new_account").values_list("step", "office", "days"))


DELIVERED = [(1, A, 3), (2, S, 3), (2, C, 3)]


@pytest.mark.parametrize("part", ["requester", "principal", "sysadmin", "superintendent"])
def test_everybody_reads_the_three_routes(cast: Cast, part: str) -> None:
    page = signed_in(getattr(cast, part)).get("/requests/routes/").content.decode()
    assert [words in page for words in ("New account", "Registration of an existing account", "Authorization")] == (
        [True] * 3
    )
    assert ("3 working days" in page, "Change this route" in page) == (True, part == "superintendent")


@pytest.mark.parametrize("part", ["superintendent", "director"])
def test_two_offices_change_a_route(cast: Cast, part: str) -> None:
    user = getattr(cast, part)
    assert signed_in(user).get(PAGE).context["form"]["office_0"].value() == A
    assert save(user, (A, 1, 2), (C, 2, 5), (S, 3, 4)).url == "/requests/routes/"
    told = Entry.objects.get(action="route.changed")
    assert (route(), told.actor_label, told.object_label) == (
        [(1, A, 2), (2, C, 5), (3, S, 4)], user.name, "New account",
    )  # fmt: skip
    assert (told.before, told.after) == (
        {"route": ["1 administrator 3", "2 superintendent 3", "2 communications_director 3"]},
        {"route": ["1 administrator 2", "2 communications_director 5", "3 superintendent 4"]},
    )
    assert f"Changed by {user.name}" in signed_in(cast.requester).get("/requests/routes/").content.decode()


@pytest.mark.parametrize("part", ["requester", "principal", "designee", "communications", "alternate", "sysadmin"])
def test_nobody_else_changes_a_route(cast: Cast, part: str) -> None:
    user = getattr(cast, part)
    assert (signed_in(user).get(PAGE).status_code, save(user, (A, 1, 1)).status_code, route()) == (403, 403, DELIVERED)


def test_a_route_is_changed_with_a_fresh_second_factor_only(cast: Cast) -> None:
    client = signed_in(cast.superintendent, factor=False)
    assert (client.get(PAGE).status_code, client.post(PAGE, rows((A, 1, 1))).status_code, route()) == (
        302, 302, DELIVERED,
    )  # fmt: skip
    with pytest.raises(Refused, match="Confirm it is you"):
        actions.change_route(Route.objects.get(kind="new_account"), stops=[], seen="", by=cast.director, proof=None)


def test_a_running_round_keeps_its_offices_and_days_and_the_next_goes_the_new_way(cast: Cast) -> None:
    running = make_request(cast, "with_administrator")
    save(cast.superintendent, (A, 1, 9), (C, 2, 8))
    decide_as(cast.principal, running, Office.ADMINISTRATOR, answer="yes")
    assert list(running.rounds.get().seats.values_list("step", "office", "days")) == DELIVERED
    assert seat_of(running, Office.SUPERINTENDENT).due_on.isoformat() == "2025-11-17"
    later = make_request(cast, "with_administrator")
    assert list(later.rounds.get().seats.values_list("step", "office", "days")) == [(1, A, 9), (2, C, 8)]


def test_whoever_asks_sees_the_new_route_before_sending(cast: Cast) -> None:
    draft = make_request(cast)
    save(cast.superintendent, (A, 1, 3))
    page = signed_in(cast.requester).get(f"/requests/{draft.reference}/check/").content.decode()
    assert (cast.principal.name in page, cast.superintendent.name in page) == (True, False)


BAD: list[tuple[list[tuple[str, object, object]], str, str]] = [
    ([], "office_0", "Name at least one office: nothing is approved by nobody."),
    ([(A, 1, 3), (S, 2, 3), (A, 3, 3)], "office_2", "The administrator is on the route twice: a request would go in a loop."),
    ([(A, 1, 3), (S, 3, 3)], "office_0", "Number the steps 1, 2, 3 without a gap; offices with the same number are asked together."),
    ([(A, 2, 3)], "office_0", "Number the steps 1, 2, 3 without a gap; offices with the same number are asked together."),
    ([(A, 1, 3), ("system_administrator", 2, 3)], "office_1", "Choose an office that decides requests."),
    ([("communications_staff", 1, 3)], "office_0", "Choose an office that decides requests."),
    ([("nobody's", 1, 3)], "office_0", "Choose an office that decides requests."),
    ([(A, 1, 3), ("alternate", 2, 3)], "office_1", "The alternate stands in for the top offices, and is on no route."),
    ([(A, 0, 3)], "step_0", "Ensure this value is greater than or equal to 1."),
    ([(A, 1, 0)], "days_0", "Ensure this value is greater than or equal to 1."),
    ([(A, 1, 91)], "days_0", "Ensure this value is less than or equal to 90."),
    ([(A, 1, "soon")], "days_0", "Enter a number."),
    ([(A, "", 3)], "step_0", "Enter a number."),
    ([("a\x00b", 1, 3)], "office_0", "Remove the characters that cannot be seen. Typing the text again helps."),
]  # fmt: skip


@pytest.mark.parametrize(("stops", "field", "said"), BAD)
def test_a_route_that_cannot_be_is_refused_with_a_sentence_and_nothing_changes(
    cast: Cast, stops: list[tuple[str, object, object]], field: str, said: str
) -> None:
    response = save(cast.superintendent, *stops)
    assert (response.status_code, errors_of(response), route()) == (422, {field: [said]}, DELIVERED)
    assert Entry.objects.filter(action="route.changed").count() == 0


def test_a_route_does_not_name_an_office_that_nobody_holds(cast: Cast) -> None:
    Appointment.objects.filter(office=C).delete()
    response = save(cast.superintendent, (A, 1, 3), (C, 2, 3))
    assert (errors_of(response), route()) == (
        {"office_1": ["Nobody holds the office of communications director today. Appoint somebody first."]},
        DELIVERED,
    )


def test_the_action_itself_refuses_what_the_form_would(cast: Cast) -> None:
    with pytest.raises(BadRoute, match="Enter working days from 1 to 90"):
        routes.check_route([Stop(1, A, 0)])


def test_a_page_that_is_out_of_date_changes_nothing_and_says_who_was_first(cast: Cast) -> None:
    stale = rows((A, 1, 7))["seen"]
    save(cast.director, (A, 1, 2), (C, 2, 2))
    response = save(cast.superintendent, (A, 1, 7), seen=stale)
    assert (response.status_code, route()) == (409, [(1, A, 2), (2, C, 2)])
    assert "JoAnn Keel has changed this route since you opened it." in response.content.decode()


def test_saving_a_route_as_it_is_leaves_no_line_in_the_trail(cast: Cast) -> None:
    assert save(cast.superintendent, (S, 2, 3), (C, 2, 3), (A, 1, 3)).status_code == 302
    assert Entry.objects.filter(action="route.changed").count() == 0


def test_a_route_that_there_is_not_is_not_found(cast: Cast) -> None:
    assert signed_in(cast.superintendent).get("/requests/routes/everything/").status_code == 404


def test_the_database_knows_no_other_office_no_step_zero_and_no_day_zero(cast: Cast) -> None:
    for columns in ({"office": "communications_staff"}, {"step": 0}, {"days": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RouteStep.objects.filter(route__kind="new_account", office=A).update(**columns)


def test_the_page_of_routes_asks_as_often_however_long_they_are(cast: Cast) -> None:
    client = signed_in(cast.requester)
    client.get("/requests/routes/")
    before = counted(lambda: client.get("/requests/routes/"))
    RouteStep.objects.filter(office=S).delete()
    assert counted(lambda: client.get("/requests/routes/")) == before
