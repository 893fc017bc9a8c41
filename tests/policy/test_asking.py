"""A new version asks everybody again: a task, one letter per person, two reminders; requests and custody wait for it."""

import json
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import custody
from accounts.models import CustodyState
from approvals import actions as approvals
from approvals.workflow import Status
from registry import audit, clock
from registry.audit.models import Entry
from registry.outbox.delivery import deliver_due
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import User
from registry.people.refusal import Refused
from registry.policy import actions
from registry.policy.models import PolicyVersion
from tests.cast import Cast, signed_in
from tests.makers import account_of, make_account, make_request

pytestmark = pytest.mark.django_db


def second(cast: Cast) -> PolicyVersion:
    return actions.publish(title="Policy 470", body="Ask first.", by=cast.director, after=1)


def letters(template: str, number: int = 2) -> set[str]:
    rows = Letter.objects.filter(template=template, about_kind="policy", about_id=str(number))
    return set(rows.values_list("to__name", flat=True))


def active() -> set[str]:
    return set(User.objects.filter(is_active=True).values_list("name", flat=True))


def after(days: int) -> int:
    """The chore, so many days later."""
    with clock.at(clock.now() + timedelta(days=days)):
        return actions.remind(by=None)


# Letters --------------------------------------------------------------------------------------------------------------


def test_everybody_on_the_active_staff_gets_one_letter(cast: Cast) -> None:
    version = second(cast)
    assert letters("policy/asked") == active()
    assert Letter.objects.filter(template="policy/asked", about_id="2").count() == len(active())
    assert cast.disabled.name not in letters("policy/asked")
    assert audit.entries_about(version).get().action == "policy.published"


def test_publishing_and_its_letters_are_one_change(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.outbox, "post_all", lambda *args, **ids: 1 / 0)
    before = Letter.objects.count(), Entry.objects.count(), PolicyVersion.objects.count()
    with pytest.raises(ZeroDivisionError):
        second(cast)
    assert (Letter.objects.count(), Entry.objects.count(), PolicyVersion.objects.count()) == before


def test_the_letter_says_what_is_asked_and_leads_to_the_page(cast: Cast) -> None:
    second(cast)
    deliver_due()
    [sent] = [one for one in mail.outbox if one.to == [cast.coach.email] and "Policy 470" in one.subject]
    assert sent.subject == "New version, please confirm: Policy 470"
    assert "shows what is new since the version you confirmed" in " ".join(sent.body.split())
    assert "/policy/\n" in sent.body
    assert "Ask first." not in sent.body


def test_a_letter_to_somebody_who_has_confirmed_meanwhile_is_dropped(cast: Cast) -> None:
    actions.acknowledge(second(cast), by=cast.coach)
    deliver_due()
    states = Counter(Letter.objects.filter(template="policy/asked", about_id="2").values_list("to__name", "state"))
    assert states[cast.coach.name, "dropped"] == 1
    assert states[cast.teacher.name, "sent"] == 1


def test_a_letter_about_a_version_that_was_replaced_is_dropped(cast: Cast) -> None:
    second(cast)
    actions.publish(title="Policy 470", body="Ask always.", by=cast.director, after=2)
    deliver_due()
    states = Letter.objects.filter(template="policy/asked").values_list("about_id", "state").distinct().order_by()
    assert set(states) == {("1", "dropped"), ("2", "dropped"), ("3", "sent")}


# Reminders ------------------------------------------------------------------------------------------------------------


def test_reminders_go_to_those_who_have_not_confirmed_after_14_and_28_days(cast: Cast) -> None:
    version = second(cast)
    actions.acknowledge(version, by=cast.coach)
    waits = len(active()) - 1
    assert [after(days) for days in (0, 13, 14, 15, 27, 28, 29, 60)] == [0, 0, waits, 0, 0, waits, 0, 0]
    assert letters("policy/reminder") == active() - {cast.coach.name}
    assert Letter.objects.filter(template="policy/reminder", to=cast.teacher).count() == 2
    entries = audit.entries_about(version).filter(action="policy.reminded")
    assert [(entry.actor_label, entry.after) for entry in entries] == [("", {"people": waits})] * 2


def test_a_reminder_that_was_missed_does_not_follow_a_later_one(cast: Cast) -> None:
    second(cast)
    assert (after(40), after(41)) == (len(active()), 0)
    assert Letter.objects.filter(template="policy/reminder", to=cast.coach).count() == 1


def test_whoever_comes_later_is_asked_by_the_chore_and_reminded_in_their_own_time(cast: Cast) -> None:
    second(cast)
    for person in User.objects.filter(is_active=True):
        actions.acknowledge(PolicyVersion.objects.get(number=2), by=person)
    address = f"new@{cast.coach.email.partition('@')[2]}"
    with clock.at(clock.now() + timedelta(days=20)):
        people.invite(email=address, name="New Person", title="", unit=cast.units.high, by=cast.sysadmin)
    assert [after(days) for days in (20, 21, 33, 34, 48)] == [1, 0, 0, 1, 1]
    assert (letters("policy/asked") - active(), letters("policy/reminder")) == (set(), {"New Person"})


def test_the_daily_chore_reminds_once_however_often_it_runs(cast: Cast) -> None:
    second(cast)
    day = (clock.now() + timedelta(days=15)).date().isoformat()
    counts = []
    for _ in range(2):
        out = StringIO()
        call_command("daily", "--date", day, "--json", stdout=out)
        counts.append(json.loads(out.getvalue())["policy_letters"])
    assert counts == [len(active()), 0]


def test_before_the_first_version_nobody_is_reminded(cast: Cast) -> None:
    PolicyVersion.objects.get().acknowledgements.all().delete()
    PolicyVersion.objects.all().delete()
    assert actions.remind(by=None) == 0


@pytest.mark.counts
@pytest.mark.parametrize("act", ["publish", "remind"])
def test_asking_thirty_people_takes_as_many_queries_as_asking_three(cast: Cast, act: str) -> None:
    counts, domain = [], cast.coach.email.partition("@")[2]
    second(cast)
    after(14)
    for number, more in enumerate((1, 3, 30)):
        for one in range(more):
            User.objects.create_user(f"p{number}.{one}@{domain}", name=f"P {number} {one}", unit=cast.units.high)
        with CaptureQueriesContext(connection) as seen:
            if act == "publish":
                actions.publish(title="Policy 470", body="Ask.", by=cast.director)
            else:
                actions.remind(by=None)
        counts.append(len(seen))
    assert counts == [counts[0]] * 3


# My work --------------------------------------------------------------------------------------------------------------


def test_my_work_has_it_as_a_task_until_it_is_done(cast: Cast) -> None:
    version, client = second(cast), signed_in(cast.coach)
    before = client.get("/").context["work"]
    actions.acknowledge(version, by=cast.coach)
    tasks = client.get("/").context["work"].tasks
    assert [(task.title, task.url) for task in before.tasks] == [
        ("Read and confirm the policy: Policy 470", "/policy/"),
    ]  # fmt: skip
    assert (before.verdict, tasks) == ("One thing needs you.", [])


# Requests and custody wait --------------------------------------------------------------------------------------------


def test_a_draft_waits_for_the_version_that_was_published_while_it_was_written(cast: Cast) -> None:
    request = make_request(cast, "draft")
    version, client = second(cast), signed_in(cast.requester)
    path = f"/requests/{request.reference}/check/"
    refused = client.post(path)
    request.refresh_from_db()
    assert (refused.status_code, "Read and confirm the current policy before you send" in refused.text) == (403, True)
    assert request.status == Status.DRAFT
    actions.acknowledge(version, by=cast.requester)
    assert client.post(path).status_code == 302
    request.refresh_from_db()
    assert request.status == Status.DECIDING


def test_a_returned_request_waits_too_and_so_does_a_change_on_the_way(cast: Cast) -> None:
    returned, asked = make_request(cast, "returned"), make_request(cast, "with_administrator")
    second(cast)
    with pytest.raises(Refused, match="confirm the current policy"):
        approvals.resubmit(returned, by=cast.requester)
    with pytest.raises(Refused, match="confirm the current policy"):
        approvals.revise(asked, values={"purpose": "Another purpose."}, by=cast.requester)
    asked.refresh_from_db()
    assert (asked.purpose, asked.rounds.count()) == ("Meet results and practice times.", 1)


def test_a_request_that_was_sent_before_goes_on(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    second(cast)
    assert signed_in(cast.principal).get(request.get_absolute_url()).status_code == 200
    request.refresh_from_db()
    assert request.status == Status.DECIDING


def test_e3_42_a_custody_that_is_offered_waits_and_stays_with_who_holds_it(cast: Cast) -> None:
    account = account_of(make_request(cast, "setting_up"))
    offered = account.custodies.get(state=CustodyState.OFFERED)
    version, client = second(cast), signed_in(cast.coach)
    path = f"/accounts/{account.uuid}/custody/accept/"
    refused = client.post(path)
    offered.refresh_from_db()
    assert (refused.status_code, "Read and confirm the social media policy first." in refused.text) == (403, True)
    assert offered.state == CustodyState.OFFERED
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.principal
    actions.acknowledge(version, by=cast.coach)
    accepted = custody.accept(offered, by=cast.coach)
    assert (accepted.state, accepted.accepted_policy) == (CustodyState.OPEN, 2)


def test_a_custody_that_is_held_stays_held(cast: Cast) -> None:
    account = make_account(cast)
    second(cast)
    held = account.custodies.get(state=CustodyState.OPEN)
    assert (held.custodian, held.accepted_policy) == (cast.coach, 1)
