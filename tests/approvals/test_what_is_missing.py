"""What a request needs before anybody can decide, field by field, and whose it is; no database is asked."""

from types import SimpleNamespace
from typing import Any

import pytest

from approvals.rules import said, sending
from approvals.said import Said
from registry.people.refusal import Refused, Stale

FIELDS = {
    "unit": 1, "klass": "school", "display_name": "Nordic", "purpose": "News", "audience": "Parents", "custodian": 1,
    "backup": 2, "posters": "Coaches", "email": "nordic@lakeviewps.example", "images_plan": "none",
    "students_involved": False, "wants_logo": False, "under_13": None, "images_promise": False,
}  # fmt: skip


def asked(*keys: str, **facts: Any) -> Any:
    items = [SimpleNamespace(key=key) for key in keys or ("instagram:nordic",)]
    return SimpleNamespace(items=SimpleNamespace(all=lambda: items if keys != ("none",) else []), **(FIELDS | facts))


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, []),
        *(({name: ""}, [name]) for name in (
            "unit", "klass", "display_name", "purpose", "audience", "custodian", "backup", "posters", "email",
            "images_plan",
        )),
        ({"students_involved": None}, ["students_involved"]), ({"wants_logo": None}, ["wants_logo"]),
        ({"wants_logo": True}, []), ({"students_involved": True}, ["under_13"]),
        ({"students_involved": True, "under_13": False}, []), ({"images_plan": "staff"}, ["images_promise"]),
        ({"images_plan": "students"}, ["images_promise"]), ({"images_plan": "students", "images_promise": True}, []),
    ],
)  # fmt: skip
def test_each_field_that_is_needed_is_named_where_it_is_empty(facts, missing):
    assert sending._missing_of_account(asked(**facts)) == missing


def test_without_an_item_that_is_recognized_that_comes_first() -> None:
    for keys in (("none",), ("",), ("instagram:nordic", "")):
        assert sending._missing_of_account(asked(*keys, email="")) == ["items", "email"]


@pytest.mark.parametrize(
    ("rule", "good"), [(sending.check_can_edit, {"draft", "returned"}), (sending.check_can_ask_again, {"declined"})]
)
def test_only_who_asked_writes_into_it_while_they_may(rule, good):
    user: Any = SimpleNamespace(pk=1)
    for status in ("draft", "returned", "declined", "deciding", "completed"):
        request: Any = SimpleNamespace(
            requester_id=1, status=status, reference="R-1", get_status_display=lambda status=status: status
        )
        if status in good:
            rule(request, user)
        else:
            with pytest.raises(Stale):
                rule(request, user)
        with pytest.raises(Refused, match="Only the person who asked"):
            rule(request, SimpleNamespace(pk=2))


@pytest.mark.parametrize(
    ("answer", "note", "says"),
    [("perhaps", "Because.", "Choose approve"), ("", "", "Choose approve"), ("no", " ", "Say why")],
)
def test_an_answer_is_one_of_three_and_a_no_says_why(answer, note, says):
    seat: Any = SimpleNamespace(round=SimpleNamespace(request=SimpleNamespace(items=SimpleNamespace(all=list))))
    with pytest.raises(Refused, match=says):
        said.check_said(seat, Said(answer=answer, note=note))
