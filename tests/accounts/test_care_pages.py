"""The register by health, the limits that the director sets, and the week's letters about what got worse."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import care_letters, keeping_health, rotation
from accounts.models import AccountHealth, HealthReport, HealthTerms
from registry import audit, clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
LIMITS = "/accounts/care/limits/"
WORSE, WEEK = "accounts/care_worse", "accounts/care_week"


def change(account, cast, field="password"):
    rotation.open_rotation(account, field=field, reason="incident", by=cast.communications)


@pytest.fixture
def account(cast):
    return make_account(cast, "active")


# The register ---------------------------------------------------------------------------------------------------------


def test_the_register_begins_with_what_needs_care_says_why_and_is_filtered_by_it(cast, account, monkeypatch):
    newer, client = make_account(cast, "active"), signed_in(cast.stranger)
    make_account(cast, "setting_up")
    change(account, cast)
    page = client.get("/accounts/").context["page"]
    assert [each.account.health.state for each in page.rows] == ["attention", "none", "good"]
    listed = client.get("/accounts/?health=attention")
    text = listed.content.decode()
    assert [each.account.pk for each in listed.context["page"].rows] == [account.pk]
    assert "A password or another way in must change." in text
    assert [chip["label"] for chip in listed.context["chips"]] == ["Needs attention"]
    counts = {row["value"]: row["count"] for row in listed.context["form"]["health"].options()}
    assert counts == {"risk": 0, "attention": 1, "good": 1, "resting": 0}
    change(newer, cast)
    change(newer, cast, "login")
    with clock.at(clock.now() + timedelta(days=1)):
        keeping_health.recompute(by=None)
    monkeypatch.setattr("accounts.listing.PAGE", 1)
    first = client.get("/accounts/?health=attention&health=risk").context["page"]
    rest = client.get(f"/accounts/{first.older}").context["page"]
    assert [first.rows[0].account.pk, rest.rows[0].account.pk, rest.older] == [newer.pk, account.pk, ""]
    mine = signed_in(cast.coach).get("/").content.decode()
    assert "Needs attention" in mine


def test_one_query_finds_the_reasons_however_many_accounts_there_are(cast, account):
    asked = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            keeping_health.recompute(by=None)
        asked.append(len(queries))
        make_account(cast, "active")
    assert asked[0] == asked[1]


# The limits -----------------------------------------------------------------------------------------------------------


def said(**more):
    return {
        "seen": "",
        "platform": "",
        "klass": "",
        "checked_days": "365",
        "verify_days": "14",
        "custodian_days": "30",
        "attest_days": "365",
        "silent_days": "45",
    } | more


def test_the_director_says_how_long_is_too_long_and_every_account_is_looked_at_again(cast, account):
    assert signed_in(cast.communications).get(LIMITS).status_code == 403
    assert "Set limits" not in signed_in(cast.communications).get("/accounts/care/").content.decode()
    client = signed_in(cast.director)
    with clock.at(clock.now() + timedelta(days=60)):
        assert client.post(LIMITS, said(platform="instagram", checked_days="30")).status_code == 302
        assert AccountHealth.objects.get(account=account).state == "attention"
        row = HealthTerms.objects.get()
        shown = client.get("/accounts/care/").content.decode()
        assert (
            "The login checked again within 30 days" in shown,
            "The login checked again within 365 days" in shown,
        ) == (
            True,
            True,
        )
        opened = client.get(f"{LIMITS}?of={row.pk}").context["form"]
        assert opened["seen"].value() == "30,14,30,365,45"
        client.post(LIMITS, said(platform="instagram", klass="student_group", checked_days=""))
        assert AccountHealth.objects.get(account=account).state == "good"
        client.post(LIMITS, said(platform="instagram", checked_days="40", seen="30,14,30,365,45"))
        row.refresh_from_db()
        assert row.checked_days == 40
    entry = Entry.objects.filter(action=audit.Event.HEALTH_TERMS_CHANGED).order_by("seq").first()
    assert (entry.after["platform"], entry.after["checked_days"], entry.actor_id) == (
        "instagram",
        30,
        cast.director.trail_id,
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"checked_days": "5"}, "Enter from 30 to 3650 days between two checks"),
        ({"verify_days": "0"}, "greater than or equal to 1"),
        ({"custodian_days": "9" * 400}, "less than or equal to 3650"),
        ({"checked_days": "soon"}, "Enter a whole number."),
        ({"platform": "myspace"}, "There is a problem"),
        ({"seen": "1,2,3"}, "has changed since you opened it"),
    ],
)
def test_what_makes_no_sense_or_was_not_seen_is_said_and_what_was_typed_is_kept(cast, wrong, words):
    answer = signed_in(cast.director).post(LIMITS, said(**{"custodian_days": "77"} | wrong))
    text = answer.content.decode()
    assert (answer.status_code, words in text, HealthTerms.objects.count()) == (422, True, 0)
    assert wrong.get("custodian_days", "77") in text


# The letters ----------------------------------------------------------------------------------------------------------


def monday(weeks=0):
    """Noon of a Monday, after today's Wednesday."""
    return clock.now() + timedelta(days=5 + 7 * weeks)


def told(template):
    return Letter.objects.filter(template=template).count()


def test_who_answers_for_what_got_worse_is_told_once_in_the_week_and_communications_how_many(cast, account):
    change(account, cast)
    assert (
        care_letters.tell_of_care(by=None) == 5
    )  # the first run of this week: the coach and the four of Communications
    assert care_letters.tell_of_care(by=None) == 0
    assert (told(WORSE), told(WEEK), HealthReport.objects.get().attention) == (1, 4, 1)
    letter = Letter.objects.get(template=WORSE)
    assert letter.to == cast.coach
    call_command("deliver_mail")
    with clock.at(monday()):
        assert care_letters.tell_of_care(by=None) == 4  # nothing new for the coach
        keeping_health.recompute(by=None)
        assert care_letters.tell_of_care(by=None) == 0
    with clock.at(monday(1)):
        assert care_letters.tell_of_care(by=None) == 5  # it is late now, which is worse
    assert (told(WORSE), HealthReport.objects.first().risk) == (2, 1)


def test_the_letters_say_what_and_why_and_are_dropped_once_all_is_well(cast, account, mailoutbox):
    change(account, cast)
    care_letters.tell_of_care(by=None)
    call_command("deliver_mail")
    mine = next(mail for mail in mailoutbox if mail.to == [cast.coach.email] and "needs care" in mail.subject)
    assert "A password or another way in must change." in mine.body
    assert account.get_absolute_url() in mine.body
    week = next(mail for mail in mailoutbox if "0 at risk, 1 need attention" in mail.subject)
    assert "/accounts/?health=risk&health=attention" in week.body
    other = make_account(cast, "active")
    change(other, cast)
    with clock.at(monday()):
        care_letters.tell_of_care(by=None)
        other.rotations.update(closed_at=clock.now(), dropped_why="It was none.")
        keeping_health.recompute(by=None)
        before = len(mailoutbox)
        call_command("deliver_mail")
    assert [mail.to for mail in mailoutbox[before:] if "needs care" in mail.subject] == []


def test_a_reason_that_went_away_is_said_again_when_it_comes_back_and_saturdays_are_quiet(cast, account):
    change(account, cast)
    care_letters.tell_of_care(by=None)
    account.rotations.update(closed_at=clock.now(), dropped_why="It was none.")
    keeping_health.recompute(by=None)
    assert AccountHealth.objects.get(account=account).told == 0
    change(account, cast)
    with clock.at(clock.now() + timedelta(days=3)):
        HealthReport.objects.all().delete()
        assert care_letters.tell_of_care(by=None) == 0
    with clock.at(monday()):
        assert care_letters.tell_of_care(by=None) == 5
