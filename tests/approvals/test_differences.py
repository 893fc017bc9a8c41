"""What you see is what you sign: a text that changed is refused, and what changed is shown (E1.9, E1.10)."""

from typing import Any

import pytest

from approvals import actions, differences
from approvals.models import Decision, Request
from registry.people.models import Office
from tests.approvals.test_pages import decide_as, decide_page, decision_form
from tests.cast import Cast, signed_in
from tests.makers import make_request

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


def revise(request: Request, **values: Any) -> None:
    actions.revise(request, values=values, by=request.requester)


def shown(changes: Any) -> list[tuple[str, str, str]]:
    return [(change.label, change.before, change.after) for change in changes]


def test_e1_09_a_decision_on_a_changed_text_is_refused_and_the_difference_shown(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", purpose="Meet results.")
    client, url = signed_in(cast.principal), decide_page(request, A)
    form = decision_form(client, url)
    revise(request, purpose="Live streams.", under_13=True)
    response = client.post(url, {**form, "answer": "no", "note": "One account is enough."})
    assert (response.status_code, Decision.objects.count()) == (409, 0)
    assert shown(response.context["changed_since"]) == [
        ("What the account will do", "Meet results.", "Live streams."),
        ("Whether any student is under 13", "No", "Yes"),
    ]
    page = response.content.decode()
    assert ("<del>Meet results.</del>" in page, "<ins>Live streams.</ins>" in page) == (True, True)


def test_e1_09_the_form_comes_back_on_the_new_text_with_the_note_that_was_typed(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    client, url = signed_in(cast.principal), decide_page(request, A)
    form = decision_form(client, url)
    revise(request, purpose="Live streams.")
    response = client.post(url, {**form, "answer": "no", "note": "One account is enough."})
    again = response.context["decision"]
    newest = request.rounds.get(outcome="open")
    assert (again.initial["seen_hash"], again.initial["note"]) == (newest.text_hash, "One account is enough.")
    assert decide_as(cast.principal, request, A, answer="no", note="One account is enough.").status_code == 302


def test_e1_09_whoever_is_no_longer_asked_gets_the_note_back_and_no_form(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client, url = signed_in(cast.director), decide_page(request, C)
    form = decision_form(client, url)
    revise(request, audience="Everybody")
    response = client.post(url, {**form, "answer": "no", "note": "Ask the club first."})
    page = response.content.decode()
    assert (response.status_code, "Ask the club first." in page, "Record decision" in page) == (409, True, False)


#: A change of each kind of field, and how it reads.
CHANGES: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"klass": "program"}, ("Class", "Student group", "Program or classroom")),
    ({"images_plan": "staff", "images_promise": True}, ("Plan for images", "No people are shown", "Colleagues, with their consent")),
    ({"wants_logo": True}, ("Logo", "No", "Yes")),
    ({"group": ""}, ("Team, club or program", "Girls Nordic Ski", "Not answered")),
    ({"position": "Coach"}, ("Custodian's position", "Head coach, girls Nordic ski", "Coach")),
]  # fmt: skip


@pytest.mark.parametrize(("values", "line"), CHANGES)
def test_e1_10_every_material_field_opens_a_round_and_is_shown_in_words(
    cast: Cast, values: dict[str, Any], line: tuple[str, str, str]
) -> None:
    request = make_request(cast, "with_both")
    revise(request, **values)
    assert request.rounds.count() == 2
    assert shown(differences.of_last_round(request))[0] == line


def test_e1_10_people_places_and_platforms_are_shown_by_name(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="harborski")
    revise(request, handle="https://www.youtube.com/@harborski", unit=cast.units.high, custodian=cast.teacher)
    lines = shown(differences.of_last_round(request))
    assert lines == [
        ("Platform and handle", "Instagram, harborski", "YouTube, harborski"),
        ("School or department", cast.units.athletics.name, cast.units.high.name),
        ("Custodian", cast.coach.name, cast.teacher.name),
        ("Custodian's position", "Head coach, girls Nordic ski", "Not answered"),
    ]


@pytest.mark.parametrize("values", [{"title": "Ski news"}, {"contact_note": "Room 12"}])
def test_e1_10_title_and_contact_note_void_nothing(cast: Cast, values: dict[str, Any]) -> None:
    request = make_request(cast, "with_both")
    revise(request, **values)
    page = signed_in(cast.director).get(request.get_absolute_url()).content.decode()
    assert (request.rounds.count(), Decision.objects.count(), "since the last round" in page) == (1, 1, False)


def test_a_second_round_says_on_its_page_what_changed_since_the_last(cast: Cast) -> None:
    request = make_request(cast, "with_both", purpose="Meet results.")
    revise(request, purpose="Live streams.")
    page = signed_in(cast.principal).get(request.get_absolute_url()).content.decode()
    assert ("What changed since the last round" in page, "<del>Meet results.</del>" in page) == (True, True)


def test_a_returned_request_that_was_changed_shows_it_when_it_comes_back(cast: Cast) -> None:
    request = make_request(cast, "returned", audience="Families of the team")
    actions.save_draft(request, values={"audience": "Families"}, by=cast.requester)
    actions.resubmit(request, by=cast.requester)
    response = signed_in(cast.principal).get(request.get_absolute_url())
    assert shown(response.context["changes"]) == [("Audience", "Families of the team", "Families")]


def test_a_withdrawn_request_takes_no_decision(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client, url = signed_in(cast.director), decide_page(request, C)
    form = decision_form(client, url)
    actions.withdraw(request, by=cast.requester)
    response = client.post(url, {**form, "answer": "yes"})
    said = f"{request.reference} has moved on: it is now “Withdrawn”."
    assert (response.status_code, said in response.content.decode(), Decision.objects.count()) == (409, True, 1)
