"""The data inventory is made from the models: every field, its class and law (Minn. Stat. 13.025)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.classes import every_model
from tests.cast import signed_in
from tests.reports.asking import lines, made, page

pytestmark = pytest.mark.django_db


def test_it_has_every_field_with_its_class_and_law(cast):
    said = lines(cast.communications, "data-inventory")
    assert len(said) - 1 == sum(len(known.fields) for known in every_model())
    password = next(line for line in said if "people.User.password" in line)
    assert ("Security" in password, "13.37" in password) == (True, True)
    assert made()[0].after["rows"] == len(said) - 1


def test_one_class_and_who_may(cast):
    private = lines(cast.sysadmin, "data-inventory", klass="private")
    assert any("people.User.language" in line and "13.43" in line for line in private)
    assert not any("people.User.name" in line or "13.37" in line for line in private)
    for who, status in ((cast.superintendent, 200), (cast.principal, 403), (cast.coach, 403), (cast.designee, 403)):
        assert page(who, "data-inventory").status_code == status


@pytest.mark.counts
def test_the_page_asks_no_more_of_the_database_for_more_rows(cast):
    client, asked = signed_in(cast.director), []
    for klass in ("nonpublic", "public"):
        client.get("/reports/data-inventory/", {"klass": klass})
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/reports/data-inventory/", {"klass": klass}).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
