"""A compromised account is reported to the state within 72 hours of knowing it (Minn. Stat. 16E.36)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import incident_sheet
from accounts.actions import incident_chores
from accounts.models import Incident
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from tests.accounts.handing import change_login, deliver, letters, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
SEEN = "Posts that nobody of us wrote."


@pytest.fixture
def incident(cast):
    account = make_account(cast, "active", handle="HarborNordic")
    assert post(cast.principal, "compromised", account, why=SEEN).status_code == 302
    return Incident.objects.get()


def ask(user, incident, verb="", **data):
    address = reverse(f"accounts:incident{verb}", args=[incident.account.uuid, incident.pk])
    return signed_in(user).post(address, data) if data else signed_in(user).get(address)


def when(moment, name="reported"):
    there = clock.local(moment)
    day = {f"{name}_on_month": there.month, f"{name}_on_day": there.day, f"{name}_on_year": there.year}
    return day | {f"{name}_time": there.strftime("%H:%M")}


def test_the_clock_runs_from_the_mark_and_shows_on_the_account_and_in_my_work(cast, incident):
    assert incident.due_at - incident.compromise.marked_at <= timedelta(hours=72)
    assert letters("incident_opened") >= {cast.director, cast.communications, cast.superintendent}
    assert letters("incident_opened").isdisjoint({cast.coach, cast.principal, cast.sysadmin})
    assert "are left to report it to the state" in text(cast.communications, incident.account.get_absolute_url())
    assert "to report it to the state" not in text(cast.coach, incident.account.get_absolute_url())
    task = next(one for one in tasks_of(cast.director) if one.kind == "incident")
    assert task.due == clock.local(incident.due_at).date()
    assert not [one for one in tasks_of(cast.principal) if one.kind == "incident"]
    hers = next(one for one in tasks_of(cast.superintendent) if one.kind == "incident")
    assert (hers.title, hers.due) == ("See that the incident with @HarborNordic is reported to the state", task.due)
    with clock.at(incident.due_at + timedelta(minutes=1)):
        assert "the 72 hours are over" in text(cast.communications, incident.account.get_absolute_url())
    deliver()


def test_it_is_described_reported_in_time_and_closed_once(cast, incident):
    assert ask(cast.principal, incident, "-exposed", exposed="Its messages").status_code == 403
    assert ask(cast.coach, incident, "-exposed", exposed="Its messages").status_code == 404
    assert ask(cast.communications, incident, "-exposed", exposed="Its messages").status_code == 302
    assert "Its messages" in ask(cast.principal, incident).content.decode()
    soon = ask(cast.communications, incident, "-reported", **when(clock.now() + timedelta(hours=3)))
    assert (soon.status_code, "still to come" in soon.content.decode()) == (422, True)
    early = ask(cast.communications, incident, "-reported", **when(clock.now() - timedelta(hours=3)))
    assert (early.status_code, "not known then yet" in early.content.decode()) == (422, True)
    with clock.at(clock.now() + timedelta(hours=2)):
        told = when(clock.now() - timedelta(minutes=30))
        assert ask(cast.communications, incident, "-reported", reference="MN-77", **told).status_code == 302
        assert ask(cast.director, incident, "-waived", why="Too late").status_code == 409
    incident.refresh_from_db()
    assert (incident.reference, incident.was_late, incident.closed_by) == ("MN-77", False, cast.communications)
    for who in (cast.director, cast.superintendent):
        assert not [one for one in tasks_of(who) if one.kind == "incident"]
    assert Entry.objects.filter(action="incident.reported", reference=incident.number).count() == 1


def test_it_may_have_been_known_earlier_which_shortens_the_clock(cast, incident):
    marked, before = incident.compromise.marked_at, incident.identified_at - timedelta(days=2)
    assert ask(cast.director, incident, "-exposed", exposed="All", **when(before, "identified")).status_code == 302
    incident.refresh_from_db()
    assert (incident.due_at < marked + timedelta(days=1, minutes=1), incident.hours_left in (23, 24)) == (True, True)
    later = ask(cast.director, incident, "-exposed", exposed="All", **when(marked + timedelta(days=1), "identified"))
    assert (later.status_code, "It was known when it was marked" in later.content.decode()) == (422, True)


def test_what_need_not_be_reported_says_why(cast, incident):
    assert ask(cast.communications, incident, "-waived", why=" ").status_code == 422
    assert ask(cast.communications, incident, "-waived", why="The posts were the coach’s own.").status_code == 302
    assert "It need not be reported" in ask(cast.superintendent, incident).content.decode()


def test_letters_before_the_end_once_a_stage_however_often_the_chore_runs(cast, incident):
    assert incident_chores.remind_due(by=None) == 0
    for hours, new in ((25, 1), (26, 0), (49, 1), (73, 1), (97, 0)):
        with clock.at(incident.identified_at + timedelta(hours=hours)):
            assert incident_chores.remind_due(by=None) == new, hours
            assert incident_chores.remind_due(by=None) == 0, hours
    with clock.at(incident.identified_at + timedelta(hours=73)):
        letter = Letter.objects.filter(template="accounts/incident_due", to=cast.director).first()
        assert write(letter).subject.startswith("Late: report the incident")


def test_the_fact_sheet_says_what_happened_and_no_value(cast, incident):
    account = incident.account
    change_login(account, cast.coach, cast.communications)
    assert ask(cast.stranger, incident, "-sheet").status_code == 404
    answer = ask(cast.superintendent, incident, "-sheet")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert Entry.objects.filter(action="incident.sheet_taken").count() == 1
    said = sheet_of(incident, cast.superintendent)
    assert {"Password", "Login"} & set(", ".join(said).replace("(", ",").split(", "))
    assert any("marked" in line for line in said)
    assert not [line for line in said if "Quite-Another-9" in line or account.email in line or "reveal" in line.lower()]
    assert any("child" in line for line in said)


def sheet_of(incident, by):
    paper = incident_sheet.paper(incident, by)
    rows = [str(cell) for table in paper.tables for row in table.rows for cell in row]
    return [str(value) for _name, value in paper.facts] + rows


def test_its_words_hold_no_secret_and_no_student(cast, incident):
    said = ask(cast.communications, incident, "-exposed", exposed="The phone of Ann Lee, class of 2027")
    assert (said.status_code, "names of students" in said.content.decode()) == (422, True)
