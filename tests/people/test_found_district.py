"""`found_district`: the first offices, once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry import clock, outbox
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import Appointment, Unit, User

pytestmark = pytest.mark.django_db
OFFICES = {
    "superintendent": "s.first@lakeviewps.example",
    "communications_director": "c.first@lakeviewps.example",
    "alternate": "a.first@lakeviewps.example",
    "system_administrator": "o.first@lakeviewps.example",
}


def found(**changes: str) -> str:
    out = StringIO()
    pairs = {office: [email, f"First {office}"] for office, email in (OFFICES | changes).items()}
    call_command("found_district", **pairs, stdout=out)
    return out.getvalue()


def test_it_makes_the_district_and_its_four_offices() -> None:
    found()
    rows = {row.office: (row.person.email, row.starts_on, row.appointed_by) for row in Appointment.objects.all()}
    assert rows == {office: (email, clock.today(), None) for office, email in OFFICES.items()}
    assert [(unit.kind, unit.parent) for unit in Unit.objects.all()] == [("district", None)]


def test_it_is_written_down_and_everyone_gets_a_letter_to_set_a_password() -> None:
    printed = found()
    assert Entry.objects.filter(action="district.founded").count() == 1
    assert Entry.objects.filter(action="appointment.made", actor_label="").count() == 4
    invitations = Letter.objects.filter(template="people/invitation")
    paths = [outbox.registered.maker_of("people/invitation")(letter)["path"] for letter in invitations]
    assert (len(paths), all(path.startswith("/sign-in/password/reset/key/") for path in paths)) == (4, True)
    assert [path for path in paths if path in printed] == []


def test_it_happens_once() -> None:
    found()
    with pytest.raises(CommandError) as refused:
        found(superintendent="s.second@lakeviewps.example")
    assert "founded already" in str(refused.value)
    assert (User.objects.count(), Appointment.objects.count()) == (4, 4)


def test_four_offices_need_four_people() -> None:
    with pytest.raises(CommandError):
        found(alternate=OFFICES["superintendent"])
    assert (User.objects.count(), Unit.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_an_address_of_elsewhere_founds_nothing() -> None:
    with pytest.raises(CommandError):
        found(alternate="chair@elsewhere.example")
    assert User.objects.count() == 0


def test_it_prints_json() -> None:
    out = StringIO()
    call_command("found_district", **{part: [email, part] for part, email in OFFICES.items()}, json=True, stdout=out)
    assert {row["office"]: row["email"] for row in json.loads(out.getvalue())["people"]} == OFFICES
