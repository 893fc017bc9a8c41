"""The evidence of a campaign: a list and a report on paper, of what its reader may see; that it was taken is kept."""

import csv
import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import evidence
from accounts.actions import attesting, campaigns
from accounts.models import Account, Packet
from accounts.rules.attesting import Answers
from registry import audit, clock
from registry.people import actions as people
from registry.people.models import Office, User
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
WELL = {
    "recovery_is_ours": True,
    "guidelines_kept": True,
    "password": "changed",
    "devices_out": True,
    "backup_stays": True,
}


def begin(cast, **more):
    facts = {"title": "End of winter", "kind": "season", "unit": cast.units.high, "by": cast.principal}
    return campaigns.open_campaign(due_on=clock.today() + timedelta(days=30), **facts | more)


def taken(campaign, by, kind):
    return signed_in(by).get(f"/campaigns/{campaign.uuid}/evidence.{kind}")


def listed(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def account(cast):
    return make_account(cast)


def test_the_list_says_of_every_account_who_was_asked_and_what_they_said(cast, account):
    other = make_account(cast)
    campaign = begin(cast)
    said = Answers(**WELL, students=3, class_year=2026, next_custodian=cast.teacher)
    attesting.attest(account, said, seen=0, by=cast.coach)
    rows = {row["Registry number"]: row for row in listed(taken(campaign, cast.principal, "csv"))}
    row, quiet = rows[account.number], rows[other.number]
    keys = ("Asked", "Students who leave", "Class of", "Password changed", "Backup stays", "Next custodian")
    assert [row[key] for key in keys] == [
        cast.coach.name,
        "3",
        "2026",
        "Yes, it was changed since",
        "Yes",
        cast.teacher.name,
    ]
    assert (quiet["Answer"], quiet["Answered by"], quiet["Holds until"], quiet["Due"]) == (
        "Not answered", "", "", str(campaign.due_on),
    )  # fmt: skip
    entry = audit.entries_about(campaign).first()
    assert (entry.action, entry.actor_id, entry.after) == (
        "campaign.evidence_taken", cast.principal.trail_id, {"form": "csv", "accounts": 2},
    )  # fmt: skip


def test_the_report_is_tagged_and_has_a_row_for_every_account(cast, account):
    make_account(cast)
    campaign = begin(cast)
    attesting.attest(account, Answers(**WELL), seen=0, by=cast.coach)
    answer = taken(campaign, cast.principal, "pdf")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert (str(document.Root.Lang), document.docinfo["/Title"]) == ("en", "End of winter: evidence")
        assert (document.Root.MarkInfo.Marked, "/StructTreeRoot" in document.Root) == (True, True)
        rows = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TR"]
        assert len(rows) == 2 + Packet.objects.count()


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "#panic() *x*", "مدرسة שלום", "Team 🏒 \u202eexe.gpj"])
def test_hostile_names_are_text_in_both(cast, account, name):
    campaign = begin(cast)
    User.objects.filter(pk=cast.coach.pk).update(name=name)
    row = listed(taken(campaign, cast.principal, "csv"))[0]
    assert row["Asked"] == (f"'{name}" if name.startswith("=") else name)
    with pikepdf.open(io.BytesIO(taken(campaign, cast.principal, "pdf").content)) as document:
        assert len(document.pages) == 1


def test_whom_the_campaign_does_not_concern_gets_neither(cast, account):
    campaign = begin(cast)
    for person in (cast.teacher, cast.coach, cast.other_principal, cast.sysadmin):
        assert [taken(campaign, person, kind).status_code for kind in ("csv", "pdf")] == [404, 404]
    assert taken(campaign, cast.superintendent, "pdf").status_code == 200
    assert signed_in(cast.principal).get(campaign.get_absolute_url()).text.count("/evidence.") == 2


def test_an_administrator_takes_what_is_of_their_units_and_no_more(cast, account):
    theirs = make_account(cast, unit=cast.units.middle, custodian=cast.stranger, backup=cast.teacher)
    campaign = begin(cast, unit=cast.units.district, by=cast.director)
    numbers = {
        by: [row["Registry number"] for row in listed(taken(campaign, by, "csv"))]
        for by in (cast.other_principal, cast.principal, cast.director)
    }
    assert numbers[cast.other_principal] == [theirs.number]
    assert numbers[cast.principal] == [account.number]
    assert set(numbers[cast.director]) == {account.number, theirs.number}
    assert len(evidence.paper(campaign, cast.other_principal).tables[0].rows) == 1


@pytest.mark.counts
def test_many_accounts_cost_no_more_queries_than_one(cast, account):
    asked, campaign = [], begin(cast)
    for _more in range(2):
        campaigns.join_due()
        for row in Account.objects.all():
            last = row.attestations.first()
            attesting.attest(row, Answers(**WELL), seen=last.pk if last else 0, by=cast.coach)
        with CaptureQueriesContext(connection) as queries:
            evidence.paper(campaign, cast.director)
            list(evidence.table(campaign, cast.director))
        asked.append(len(queries))
        make_account(cast)
    assert asked[0] == asked[1]


def test_a_part_says_that_it_is_one_and_the_whole_does_not(cast, account):
    campaign = begin(cast)
    near = {"office": Office.ADMINISTRATOR, "unit": cast.units.athletics, "starts_on": clock.today()}
    people.appoint(person=cast.requester, by=cast.superintendent, **near)
    part, whole = (dict(evidence.paper(campaign, by).facts) for by in (cast.requester, cast.principal))
    assert (part.get("Only a part"), whole.get("Only a part")) == ("the schools and departments of who took it", None)
    page = signed_in(cast.requester).get(campaign.get_absolute_url()).content.decode()
    assert "it asks about others, too" in page
