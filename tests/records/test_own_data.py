"""What is held about one person is theirs to have (Minn. Stat. 13.04): all of it, and nobody else's."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import BooleanField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.records import own, telling
from registry import clock
from registry.audit.models import Entry
from registry.classes import called, every_model
from registry.people import actions as people
from registry.people.models import User
from tests.cast import signed_in
from tests.makers import make_account, proof_of, reveal

pytestmark = pytest.mark.django_db


def taken(user, person=None):
    address = reverse("desk:data-file", args=[person.pk]) if person else reverse("desk:own-data-file")
    answer = signed_in(user).get(address, {"as": "json"})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_everything_that_names_them_is_there_and_security_is_counted(cast):
    account = make_account(cast, "active", handle="HarborNordic")
    reveal(account, cast.coach, reason="Posting the relay results")
    held = {(one["what"], one["role"]): one for one in taken(cast.coach)["held"]}
    you = held["Person", "You"]["rows"][0]
    assert (you["email"], "password" in you, "last_code" in you) == (cast.coach.email, False, False)
    custody = held["Custody", "About you"]["rows"]
    assert any(row["position"] == "Head coach, girls Nordic ski" for row in custody)
    assert held["Entry of the audit trail", "What you did"]["count"] > 0
    counted = held["Version of a secret", "Not shown: security information"]
    assert (counted["count"] > 0, counted["rows"]) == (True, [])
    said = json.dumps(taken(cast.coach))
    assert account.email not in said
    assert Entry.objects.filter(action="data.taken", object_id=str(cast.coach.pk)).count() == 2


def test_every_column_that_names_a_user_is_followed(cast):
    """By the inventory: no table that points at people is passed over."""
    pointing = {known.label for known in every_model() if known.people()}
    followed = {one.known.label for known in every_model() for one in own._of(known, cast.coach)}
    assert pointing <= followed


def test_nobody_else_is_named_where_that_is_private(cast):
    people.record_absence(
        person=cast.teacher, starts_on=_day(2), ends_on=_day(4), by=cast.principal, proof=proof_of(cast.principal)
    )
    theirs = taken(cast.teacher)
    row = next(one for one in theirs["held"] if one["what"] == "Absence")["rows"][0]
    assert (row["person"], row["made_by"]) == (cast.teacher.name, "somebody else")
    his = next(one for one in taken(cast.principal)["held"] if one["what"] == "Absence")
    assert (his["role"], set(his["rows"][0])) == ("You took part", {"id"})


def _day(days):
    return clock.today() + timedelta(days=days)


def test_communications_takes_it_only_of_who_has_left_and_it_is_written_down(cast):
    gone = cast.disabled
    assert not User.objects.get(pk=gone.pk).is_active
    page = reverse("desk:data", args=[gone.pk])
    for who in (cast.principal, cast.superintendent, cast.stranger, cast.sysadmin):
        assert signed_in(who).get(page).status_code == 403
    assert signed_in(cast.communications).get(reverse("desk:data", args=[cast.coach.pk])).status_code == 403
    assert signed_in(cast.communications).get(page).status_code == 200
    assert Entry.objects.get(action="data.shown").object_id == str(gone.pk)
    taken(cast.communications, gone)
    assert Entry.objects.get(action="data.taken").actor_id == str(cast.communications.pk)


def test_the_page_and_the_paper(cast):
    client = signed_in(cast.coach)
    page = client.get(reverse("desk:own-data")).content.decode()
    assert ("What is held about you" in page, cast.coach.email in page) == (True, True)
    assert (f"<dd>{cast.coach.pk}" in page, re.search(r"<dd>20\d\d-", page)) == (False, None)
    assert re.findall(r"<dd>[^<]*\{[^<]*", page) == []
    paper = client.get(reverse("desk:own-data-file"), {"as": "pdf"})
    assert paper.content.startswith(b"%PDF-")
    assert client.get(reverse("desk:own-data-file"), {"as": "exe"}).status_code == 404


def test_the_page_says_days_in_words_and_no_row_of_what_only_programs_need(cast):
    make_account(cast, "active", handle="HarborNordic")
    kinds = {kind.known.label: kind for kind in telling.kinds(own.held(cast.coach), 10)}
    lines = [dict(line) for kind in kinds.values() for part in kind.parts for line in part.lines]
    assert len(lines) > 20
    assert {"ID", "Number of the row", "Identifier", "Template", "As it is compared"}.isdisjoint(
        head for line in lines for head in line
    )
    custody = dict(kinds["accounts.Custody"].parts[0].lines[0])
    assert custody["Account"] == "HarborNordic"
    assert re.fullmatch(r"[A-Z][a-z]{2} \d+, 2025, \d+:\d\d [AP]M", custody["Offered at"])
    of_files = next(one for one in own.held(cast.coach) if one.known.label == "accounts.Custody")
    assert "id" in [field.name for field in of_files.fields]


def test_what_was_done_is_said_in_sentences(cast):
    make_account(cast, "active", handle="HarborNordic")
    found = {one.role: one for one in own.held(cast.coach) if one.known.model is Entry}
    said = {role: str(telling._lines(one, 50)) for role, one in found.items()}
    assert "'You accepted the custody of …'" in said["What you did"]
    assert "'Somebody invited …'" in said["What was done to your record"]
    held = next(one for one in taken(cast.coach)["held"] if one["role"] == "What you did")
    assert "Somebody accepted the custody of …" in [row["action"] for row in held["rows"]]


def test_no_yes_or_no_is_called_a_day(cast):
    fields = [field for known in every_model() for field in known.fields if isinstance(field, BooleanField)]
    assert [str(field) for field in fields if re.search(r"\b(which day|date|when)\b", called(field))] == []


@pytest.mark.counts
def test_the_queries_do_not_grow_with_the_rows(cast):
    asked = []
    for handle in ("HarborNordic", "HarborAlpine"):
        make_account(cast, "active", handle=handle, group=f"{handle} team")
        client = signed_in(cast.coach)
        client.get(reverse("desk:own-data"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:own-data"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
