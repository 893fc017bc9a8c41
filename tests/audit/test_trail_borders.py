"""What a link to the trail gives away to whoever follows it, and what it leaves in it."""

import json

import pytest

from registry import audit
from registry.audit.models import Entry
from registry.people import actions as people
from tests.audit.subjects import edit
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


def read_by(person):
    return Entry.objects.filter(actor_id=person.trail_id, action="trail.read").latest("seq").after


def test_the_filter_names_nothing_that_its_reader_may_not_see(cast):
    departure = people.leave_now(cast.ex_coach, why="dismissed", by=cast.director)
    query = {"about": f"departure:{departure.pk}"}
    for address in ("/trail/", "/trail/copies/"):
        assert cast.ex_coach.name not in signed_in(cast.principal).get(address, query).content.decode()
        assert cast.ex_coach.name in signed_in(cast.director).get(address, query).content.decode()


def test_nor_does_what_is_kept_of_it_tell_that_there_is_such_a_thing(cast):
    departure = people.leave_now(cast.ex_coach, why="dismissed", by=cast.director)
    for about in (f"departure:{departure.pk}", departure.trail_label):
        signed_in(cast.principal).get("/trail/", {"about": about})
        assert read_by(cast.principal) == {"about": "(not kept)"}
        signed_in(cast.director).get("/trail/", {"about": about})
        assert read_by(cast.director) == {"about": about}


def test_a_link_writes_no_words_of_its_own_into_the_trail(cast):
    browser, words = signed_in(cast.director), "Hunter2-is-the-password"
    for query in ({"kind_of": "user", "one": words}, {"kind_of": words, "one": NOBODY}, {"one": words}):
        for address in ("/trail/copies/", "/trail/copy/"):
            assert browser.get(address, query).status_code == 404
    assert browser.get("/trail/copy/", {"kind_of": "account", "one": NOBODY}).getvalue()
    browser.get("/trail/", {"about": cast.coach.name, "part": words})
    assert read_by(cast.director)["part"] == "(not kept)"
    browser.get("/trail/", {"about": cast.coach.name, "part": NOBODY})
    assert read_by(cast.director)["part"] == NOBODY
    assert not any(words in str(entry.after) for entry in Entry.objects.all())


def test_a_copy_has_proofs_and_requests_of_the_server_only_for_who_reads_the_whole_trail(cast):
    with audit.coming_from(lambda: audit.Context("r-77", "", "192.0.2.7", "Firefox", [{"method": "password"}])):
        edit(cast.coach, by=cast.coach)
    said = {}
    for person in (cast.director, cast.principal):
        lines = signed_in(person).get("/trail/copy/", {"as": "lines", "what": "account.edited"}).getvalue()
        [row] = map(json.loads, lines.splitlines())
        said[person] = (row["request_id"], row["auth_methods"], "192.0.2.7" in lines.decode())
    assert said[cast.director] == ("r-77", [{"method": "password"}], False)
    assert said[cast.principal] == ("", "", False)
