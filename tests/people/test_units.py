"""System administrators add units on the site's page, so that a district can be set up as its offices are."""

import pytest

from registry import audit
from registry.people import actions
from registry.people.models import Unit
from registry.people.refusal import Refused
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/people/units/new/"


def facts(cast: Cast, **more: object) -> dict[str, object]:
    return {"name": "Pier Middle School", "short_name": "Pier", "kind": "school", "parent": cast.units.high.pk, **more}


def test_a_system_administrator_adds_a_unit(cast: Cast) -> None:
    client = signed_in(cast.sysadmin)
    assert f'href="{PAGE}"' in client.get("/people/").text
    answer = client.post(PAGE, facts(cast), follow=True)
    unit = Unit.objects.get(name="Pier Middle School")
    assert (answer.redirect_chain, "Pier Middle School added." in answer.text) == ([("/people/", 302)], True)
    assert (unit.short_name, unit.kind, unit.path) == ("Pier", "school", f"{cast.units.high.path}{unit.pk}/")
    assert [(entry.action, entry.actor_id) for entry in audit.entries_about(unit)] == [
        ("unit.added", str(cast.sysadmin.pk))
    ]


def test_nobody_else_is_offered_the_page_or_gets_it(cast: Cast) -> None:
    for person in (cast.superintendent, cast.director, cast.principal, cast.teacher):
        client = signed_in(person)
        assert (PAGE in client.get("/people/").text, client.get(PAGE).status_code) == (False, 403)
        assert client.post(PAGE, facts(cast)).status_code == 403
    assert not Unit.objects.filter(name="Pier Middle School").exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": "harbor high school"}, "There is a unit with this name already."),
        ({"parent": ""}, "Choose an answer for “Part of”."),
        ({"kind": "district"}, "Select a valid choice."),
    ],
)
def test_a_unit_that_makes_no_sense_is_sent_back_with_what_was_typed(
    cast: Cast, more: dict[str, object], sentence: str
) -> None:
    before = Unit.objects.count()
    answer = signed_in(cast.sysadmin).post(PAGE, facts(cast, **more))
    assert (answer.status_code, sentence in answer.text, 'value="Pier"' in answer.text) == (422, True, True)
    assert Unit.objects.count() == before


def test_there_is_one_district(cast: Cast) -> None:
    with pytest.raises(Refused, match="under the district"):
        actions.open_unit(name="Another", short_name="A", kind="district", parent=None, by=cast.sysadmin)
