"""Public records: each field's class decides, people look through what people typed, and no secret is ever read."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions.compromised import mark_compromised
from approvals import actions as approvals
from desk.actions import records as actions
from desk.models import Disclosure, Look
from desk.records.gathering import tables, texts, waiting
from desk.records.making import file_of
from registry.audit.models import Entry
from registry.classes import Class, every_model
from registry.people.refusal import Refused, Stale
from tests.cast import signed_in
from tests.makers import account_of, make_account, make_request
from tests.records.showing import marked, opened

pytestmark = pytest.mark.django_db


def put_together(by, **chosen):
    facts = {"subject": "Nordic ski accounts", "numbers": "", "unit": None, "since": None, "until": None}
    return actions.begin(**(facts | chosen), by=by)


@pytest.fixture
def ski(cast):
    account = make_account(cast, "active", handle="HarborNordic")
    return put_together(cast.communications, numbers=account.number)


def look(user, row, **changes):
    """Tick every text, changed as said, page after page."""
    client, address = signed_in(user), reverse("desk:disclosure-texts", args=[row.uuid])
    while waiting(row):
        page = client.get(address).context
        sent = {"seen": page["seen"]}
        for nth, text in enumerate(page["form"].texts):
            words = changes.get(text.field, text.words)
            sent |= {f"text_{nth}": words or "", **({f"goes_{nth}": "on"} if words is not None else {})}
        answer = client.post(address, sent)
        if answer.status_code != 302:
            return answer
    return answer


@pytest.mark.parametrize("box", ["since", "until"])
def test_a_period_that_no_clock_can_reckon_with_is_refused_in_a_sentence(cast, box):
    for year in ("0001", "9999"):
        boxes = {f"{box}_month": "12", f"{box}_day": "31", f"{box}_year": year}
        said = signed_in(cast.communications).post(reverse("desk:disclosure-new"), {"subject": "Ski"} | boxes)
        assert (said.status_code, "Look at the year" in said.content.decode()) == (422, True)


def test_they_are_picked_by_number_and_bring_their_requests_or_by_unit_and_period(cast):
    account = make_account(cast, "active", handle="HarborNordic")
    begin = {"subject": "Ski", "numbers": f"{account.number.lower()} A-99999"}
    client = signed_in(cast.communications)
    said = client.post(reverse("desk:disclosure-new"), begin)
    assert (said.status_code, "Not all of these numbers" in said.content.decode()) == (422, True)
    assert client.post(reverse("desk:disclosure-new"), begin | {"numbers": account.number}).status_code == 302
    row = Disclosure.objects.get()
    assert list(row.accounts.all()) == [account]
    assert [one.reference for one in row.requests.all()] == [account.items.get().request.reference]
    draft = make_request(cast, "draft")
    of_unit = put_together(cast.director, unit=cast.units.high)
    assert set(of_unit.accounts.all()) == {account}
    assert draft not in of_unit.requests.all()
    with pytest.raises(Refused):
        put_together(cast.director, unit=cast.units.middle)
    with pytest.raises(Refused):
        put_together(cast.principal, numbers=account.number)


def test_nothing_goes_out_before_every_text_was_looked_at(cast, ski):
    client = signed_in(cast.communications)
    answer = client.post(reverse("desk:disclosure-file", args=[ski.uuid]))
    assert (answer.status_code, Disclosure.objects.get().made_at) == (409, None)
    assert look(cast.communications, ski, purpose="Results and ███").status_code == 422  # other words put in
    assert look(cast.communications, ski, purpose="Meet results and ███.", audience=None).status_code == 302
    answer = client.post(reverse("desk:disclosure-file", args=[ski.uuid]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/zip", "no-store")
    account = opened(answer)["official-account.csv"]
    assert ("Meet results and ███." in account, "practice times" in account) == (True, False)
    assert ("[left out]" in account, "Families of the team" in account) == (True, False)
    entry = Entry.objects.get(action="records.made")
    assert (entry.after["sha256"], entry.object_label) == (Disclosure.objects.get().sha256, ski.number)
    assert Look.objects.filter(goes=False).exclude(text="").count() == 0


def test_each_text_says_of_which_account_or_request_it_is_and_counts_no_letters(cast, ski):
    said = signed_in(cast.communications).get(reverse("desk:disclosure-texts", args=[ski.uuid])).content.decode()
    numbers = {ski.accounts.get().number, ski.requests.get().reference}
    assert {text.about for text in texts(ski)} == numbers
    assert all(f'<p class="sm muted">{number}</p>' in said for number in numbers)
    assert ("data-left" in said, "Row 1" in said) == (False, False)


def test_a_text_that_changed_since_waits_again(cast, ski):
    look(cast.communications, ski)
    account = ski.accounts.get()
    type(account).objects.filter(pk=account.pk).update(purpose="Something else, with a name in it.")
    assert [text.field for text in waiting(ski)] == ["purpose"]
    with pytest.raises(Stale):
        actions.make(ski, by=cast.communications)


def test_canaries_of_every_class_only_the_public_ones_are_in_it(cast):
    request = make_request(cast, "with_both")
    approvals.comment(request, text="How many coaches?", by=cast.principal)
    approvals.confer(request, text="Between us.", by=cast.principal)
    account = make_account(cast, "active", handle="HarborNordic")
    mark_compromised(account, why="Posts that nobody of us wrote.", by=cast.director)
    row = put_together(cast.communications, numbers=f"{account.number} {request.reference}")
    marks = marked(row)
    assert {klass: len(found) > 2 for klass, found in marks.items()} == dict.fromkeys(Class, True) | {
        Class.NONPUBLIC: False
    }
    said = {text: text.words for text in texts(row)}
    actions.look_through(row, said, by=cast.communications)
    found = "\n".join(opened_bytes(file_of(row, cast.communications).content))
    assert [mark for mark in marks[Class.PUBLIC] if mark not in found] == []
    others = [mark for klass in Class if klass != Class.PUBLIC for mark in marks[klass]]
    assert [mark for mark in others if mark in found] == []
    assert account.email not in found


def opened_bytes(content):
    return opened(HttpResponse(content)).values()


def test_no_column_of_another_class_is_even_named_to_the_database(cast, ski):
    look(cast.communications, ski)
    with CaptureQueriesContext(connection) as queries:
        file_of(ski, cast.communications)
    selected = [query["sql"].partition(" FROM ")[0] for query in queries]
    for table in tables(ski):
        name = table.known.model._meta.db_table
        for field in table.known.fields:
            if table.known.section(field.name).klass != Class.PUBLIC and field.name != "id" and not field.primary_key:
                column = f'"{name}"."{field.column}"'
                assert not [sql for sql in selected if column in sql], column


def test_the_manifest_says_what_is_left_out_and_why(cast, ski):
    page = signed_in(cast.director).get(ski.get_absolute_url()).content.decode()
    assert (
        "Minn. Stat. 13.37" in page,
        "Version of a secret" in page,
        "text waits" in page or "texts wait" in page,
    ) == (True,) * 3
    look(cast.communications, ski)
    held = opened(signed_in(cast.director).post(reverse("desk:disclosure-file", args=[ski.uuid])))
    assert held["manifest.pdf"].startswith("%PDF-")
    assert any("Version of a secret" in line and "13.37" in line for line in held["left-out.csv"].splitlines())
    assert account_of(ski.requests.get()).handle in held["official-account.csv"]


def test_only_communications(cast, ski):
    for who in (cast.superintendent, cast.principal, cast.coach, cast.sysadmin, cast.designee):
        assert signed_in(who).get(ski.get_absolute_url()).status_code == 403
        assert signed_in(who).post(reverse("desk:disclosure-file", args=[ski.uuid])).status_code == 403


@pytest.mark.counts
def test_the_queries_do_not_grow_with_the_rows(cast, ski):
    client, asked = signed_in(cast.director), []
    for handle in ("HarborAlpine", "HarborTennis"):
        client.get(ski.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(ski.get_absolute_url())
        asked.append(len(queries))
        second = make_account(cast, "active", handle=handle, group=handle)
        ski.accounts.add(second)
        ski.requests.add(second.items.get().request)
    assert asked[0] == asked[1]


def test_what_somebody_typed_as_a_number_is_looked_at_too():
    known = next(each for each in every_model() if each.label == "accounts.Incident")
    assert known.section("reference").typed
