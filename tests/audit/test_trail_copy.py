"""What the trail's page shows goes into a file as it is: the same entries, for the same eyes, and nothing runs."""

import csv
import json
from io import StringIO
from urllib.parse import quote

import pytest

from registry import audit
from registry.audit.models import Entry
from tests.audit.subjects import Thing, edit
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def taken(user, query=""):
    answer = signed_in(user).get(f"/trail/copy/?{query}")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return answer.getvalue().decode("utf-8-sig")


def lines(user, query=""):
    return [json.loads(line) for line in taken(user, f"as=lines&{query}").splitlines()]


def test_the_list_has_what_is_filtered_and_no_formula(cast):
    label = '=HYPERLINK("https://elsewhere.example")'
    edit(Thing(trail_id="a-9", trail_label=label), by=cast.communications, reason="+1 for it")
    edit(Thing(trail_id="a-8"), by=cast.communications)
    rows = list(csv.DictReader(StringIO(taken(cast.communications, f"about={quote('account:a-9')}"))))
    assert [(row["About"], row["Reason"]) for row in rows] == [(f"'{label}", "'+1 for it")]
    assert rows[0]["Who"] == cast.communications.name


def test_that_it_was_taken_is_an_entry(cast):
    taken(cast.communications, "as=nonsense")
    entry = Entry.objects.filter(action=audit.Event.TRAIL_EXPORTED).get()
    assert (entry.actor_label, entry.after["as"]) == (cast.communications.trail_label, "list")


def test_nobody_takes_more_than_they_may_read(cast):
    edit(by=cast.communications)
    edit(by=cast.stranger)
    theirs = {row["seq"] for row in lines(cast.stranger) if row["action"] == "account.edited"}
    assert len(theirs) == 1
    assert len(lines(cast.communications)) > 2


def test_other_peoples_reasons_for_a_reveal_stay_with_those_who_see_the_whole_trail(cast):
    with audit.act():
        account = Thing(trail_unit_id=cast.units.athletics.pk)
        audit.record(audit.Event.SECRET_REVEALED, by=cast.communications, on=account, reason="A parent called.")
    told = {
        person.name: [row["reason_text"] for row in lines(person) if row["action"] == "secret.revealed"]
        for person in (cast.director, cast.principal)
    }
    assert told == {cast.director.name: ["A parent called."], cast.principal.name: [""]}
    assert "A parent called." not in taken(cast.principal)


SENSELESS = [
    ("since=2025-11-12&until=2025-11-01", "until"), ("who=Zebulon", "who"), ("account=A-9999&also=on", "account"),
    ("unit=999999", "unit"), ("since=nonsense", "since"), ("kind=nonsense&as=workbook", "kind"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "field"), SENSELESS)
def test_a_filter_that_makes_no_sense_gives_no_copy_and_is_not_written_down_as_one(cast, query, field):
    browser = signed_in(cast.director)
    answer = browser.get(f"/trail/copy/?as=lines&{query}")
    page = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ("No copy was taken" in page, "Take the copy" in page) == (True, False)
    assert not Entry.objects.filter(action="trail.exported").exists()
    offered = browser.get(f"/trail/copies/?{query}")
    assert (offered.status_code, "Take the copy" in offered.content.decode()) == (200, False)


@pytest.mark.parametrize(("query", "field"), SENSELESS)
def test_what_made_no_sense_is_not_written_down_as_read(cast, query, field):
    assert signed_in(cast.director).get(f"/trail/?{query}&outcome=ok").status_code == 200
    assert Entry.objects.filter(action="trail.read").latest("seq").after == {"no_sense": [field]}
