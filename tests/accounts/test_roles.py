"""Delegated roles: proven, seen again by a date, taken away from who leaves (E2.21, E2.22)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import ways_waiting
from accounts.actions import drills, roles
from accounts.models import Platform, RoleLevel
from accounts.rules import control, lifecycle
from accounts.rules import roles as role_rules
from accounts.rules.standing import Standing
from accounts.waiting import tasks_for
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import User
from registry.people.refusal import Refused
from tests.accounts.care import care_of
from tests.cast import signed_in
from tests.makers import account_of, make_account, make_page, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")


def holders(account, cast, count):
    for number in range(account.role_holders.count(), count):
        person = User.objects.create(email=f"holder{number}@lakeviewps.example", name=f"Holder {number}")
        roles.record(account, person=person, level=RoleLevel.EDITOR, by=cast.communications)


@pytest.mark.counts
@pytest.mark.parametrize("who", ["communications", "superintendent"])
def test_the_pages_ask_as_often_for_one_role_as_for_thirty(cast, account, who):
    client, counts = signed_in(getattr(cast, who)), []
    names = ["account", "roles"] if who == "communications" else ["account"]
    for number in (1, 3, 30):
        holders(account, cast, number)
        for name in names:
            address = reverse(f"accounts:{name}", args=[account.uuid])
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append((name, len(asked)))
    assert counts == counts[: len(names)] * 3


def test_the_task_stays_until_nothing_is_missing(cast, account):
    def asked():
        return "roles" in {task.kind for task in tasks_for(cast.communications)}

    steps = [(cast.coach, cast.communications), (cast.teacher, cast.communications)]
    for person, witness in steps:
        roles.prove(roles.record(account, person=person, level=RoleLevel.FULL, by=cast.communications), by=witness)
    said = [words for words in lifecycle.missing(account) if "full control" in words]
    assert (asked(), said) == (True, ["Nobody of Communications is proven to have full control."])
    ours = roles.record(account, person=cast.communications, level=RoleLevel.FULL, by=cast.communications)
    roles.prove(ours, by=cast.director)
    assert not asked()
    assert not [words for words in lifecycle.missing(account) if "full control" in words]


# From the approved request to active --------------------------------------------------------------------------------


def page(account, name, *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def hold(account, person, seen_by, by, **how):
    return roles.prove(roles.record(account, person=person, level=RoleLevel.FULL, by=by, **how), by=seen_by)


@pytest.fixture
def running(cast):
    return make_page(cast)


def test_e2_21_a_page_with_roles_goes_from_approved_to_active_without_any_password(cast):
    request = make_request(cast, "setting_up", platform="facebook", handle="HarborHigh")
    account = account_of(request)
    coach, ours, director = (signed_in(person) for person in (cast.coach, cast.communications, cast.director))
    assert "record who holds which role straight after" in coach.get(account.get_absolute_url()).content.decode()
    coach.post(page(account, "custody-accept"))
    form = ours.get(page(account, "roles")).content.decode()
    assert ("Partial control (may post)" in form, 'type="password"' in form) == (True, False)
    for person, signs_in in ((cast.communications, "work"), (cast.coach, "own")):
        said = {"person": person.email, "role": "Full control", "signs_in": signs_in}
        assert ours.post(page(account, "roles"), said).status_code == 302
    own, coachs = account.role_holders.order_by("pk")
    assert ours.post(page(account, "role-prove", own.pk)).status_code == 403
    director.post(page(account, "role-prove", own.pk))
    ours.post(page(account, "role-prove", coachs.pk))
    for task in account.setup_tasks.all():
        ours.post(page(account, "task", task.code), {"done": "yes"})
    shown = ours.get(account.get_absolute_url()).content.decode()
    assert ("Finish set-up" in shown, 'type="password"' in shown) == (True, False)
    assert ours.get(page(account, "deposit")).status_code == 403
    ours.post(reverse("approvals:finish", args=[request.reference]))
    account.refresh_from_db()
    assert (account.is_official, account.secrets.count()) == (True, 0)
    assert control.control_missing(account) == []
    own.refresh_from_db()
    assert (own.called, own.signs_in, own.prove_by) == ("Full control", "work", date(2026, 11, 12))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"role": "Emperor"}, "Choose one of these roles."),
        ({"role": "x" * 1_000_000}, "Choose one of these roles."),
        ({"role": "\x00"}, "Choose one of these roles."),
        ({"signs_in": ""}, "Choose an answer for “How do they sign in there?”."),
        ({"person": "nobody@elsewhere.example"}, "nobody@elsewhere.example"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_what_was_typed_is_kept(cast, account, said, error):
    client = signed_in(cast.communications)
    good = {"person": cast.coach.email, "role": "Task access", "signs_in": "own"}
    answer = client.post(page(account, "roles"), good | said)
    assert (answer.status_code, account.role_holders.count()) == (422, 0)
    assert error in answer.content.decode()
    if "person" not in said:
        assert cast.coach.email in answer.content.decode()


def test_half_a_character_is_no_person(cast, account):
    sent = "person=%ED%A0%80&role=Task+access&signs_in=own"
    form = "application/x-www-form-urlencoded"
    answer = signed_in(cast.communications).post(page(account, "roles"), sent, content_type=form)
    assert (answer.status_code, account.role_holders.count()) == (422, 0)


def test_a_platform_without_names_of_its_own_offers_ours(cast, account):
    Platform.objects.update(roles=[])
    assert "May look" in signed_in(cast.communications).get(page(account, "roles")).content.decode()


# Seen again by a date -------------------------------------------------------------------------------------------------


def attention(account):
    return care_of(account)


def test_e2_21_full_control_of_communications_is_seen_again_by_a_date(cast, running):
    ours = running.role_holders.get(person=cast.communications)
    assert signed_in(cast.director).post(page(running, "role-prove", ours.pk)).status_code == 409
    assert (actions_due(), attention(running)) == (0, [])
    with clock.at(clock.now() + timedelta(days=354)):
        assert (actions_due(), actions_due()) == (1, 0)
        told = set(Letter.objects.filter(template="accounts/role_due").values_list("to", flat=True))
        assert told == {cast.director.pk, cast.second_communications.pk, cast.newcomer.pk}
        [task] = [task for task in ways_waiting.tasks_for(cast.director) if task.kind == "role_due"]
        assert (task.due, cast.communications.name in task.title) == (ours.prove_by, True)
        assert not [task for task in ways_waiting.tasks_for(cast.communications) if task.kind == "role_due"]
        assert attention(running) == []
    with clock.at(clock.now() + timedelta(days=366)):
        unattested = "Nobody has attested it for too long."
        again = "That Sam Ortega has full control was last seen on November 12, 2025: look again."
        assert attention(running) == [again, unattested]
        assert signed_in(cast.director).post(page(running, "role-prove", ours.pk)).status_code == 302
        ours.refresh_from_db()
        assert (attention(running), ours.asked_at, ours.prove_by) == ([unattested], None, date(2027, 11, 13))
        assert not [task for task in ways_waiting.tasks_for(cast.director) if task.kind == "role_due"]


def actions_due():
    return roles.ask_to_see_again(by=None)


def test_the_day_is_as_many_months_on_as_the_plan_says(cast, account):
    drills.plan(drill_size=3, drill_days=5, role_months=6, by=cast.director)
    role = hold(account, cast.communications, cast.director, cast.communications)
    assert role.prove_by == date(2026, 5, 12)
    assert [control.seen_again_by(day) for day in (date(2026, 8, 31), date(2026, 12, 1))] == [
        date(2027, 2, 28), date(2027, 6, 1),
    ]  # fmt: skip


# Who leaves -----------------------------------------------------------------------------------------------------------


def test_e2_22_the_role_of_who_leaves_is_a_task_until_somebody_else_has_seen_it_gone(cast, running):
    people.deactivate(cast.coach, by=cast.superintendent)
    role = running.role_holders.get(person=cast.coach)
    assert (role.to_remove_since, role.ended_at) == (clock.now(), None)
    assert "One more employee must be proven to have full control, beside Communications." in attention(running)
    assert "Erik Solberg no longer works here and still has a role: take it away." in attention(running)
    told = set(Letter.objects.filter(template="accounts/role_to_remove").values_list("to", flat=True))
    assert {cast.communications.pk, cast.director.pk, cast.principal.pk} <= told
    for person in (cast.communications, cast.principal):
        [task] = [task for task in ways_waiting.tasks_for(person) if task.kind == "role_gone"]
        assert task.url == page(running, "role-end", role.pk)
    people.reactivate(cast.coach, by=cast.superintendent)
    cast.coach.refresh_from_db()
    assert signed_in(cast.coach).post(page(running, "role-end", role.pk)).status_code == 403
    with pytest.raises(Refused, match="Somebody else must see"):
        role_rules.check_may_end(Standing(running, cast.coach, communications=True), role)
    again = {"person": cast.coach.email, "role": "Full control", "signs_in": "own"}
    ours = signed_in(cast.communications)
    assert "First confirm that the role" in ours.post(page(running, "roles"), again, follow=True).content.decode()
    asked = ours.get(page(running, "role-end", role.pk)).content.decode()
    assert "Is the role of Erik Solberg on HarborHigh gone?" in asked
    assert "has no role any more" in ours.post(page(running, "role-end", role.pk), follow=True).content.decode()
    assert not [task for task in ways_waiting.tasks_for(cast.communications) if task.kind == "role_gone"]
    written = list(audit.entries_about(running).filter(action__startswith="role.").values_list("action", flat=True))
    assert sorted(written)[-2:] == ["role.removed", "role.to_remove"]
    assert ours.post(page(running, "roles"), again).status_code == 302


def test_e2_22_a_personal_profile_as_the_only_one_in_control_is_flagged(cast, running):
    ours = running.role_holders.get(person=cast.communications)
    roles.end(ours, by=cast.director)
    said = "Only Erik Solberg has full control, through a profile of their own: give it to Communications as well."
    assert said in attention(running)
    assert said in signed_in(cast.communications).get(running.get_absolute_url()).content.decode()
    hold(running, cast.director, cast.communications, cast.communications)
    assert attention(running) == []


@pytest.mark.counts
@pytest.mark.parametrize("part", ["communications", "principal", "superintendent"])
def test_the_tasks_ask_as_often_for_one_role_as_for_many(cast, account, part):
    counts = []
    for number in (1, 4):
        while account.role_holders.filter(to_remove_since__isnull=False).count() < number:
            holders(account, cast, account.role_holders.count() + 1)
            account.role_holders.update(to_remove_since=clock.now())
        with CaptureQueriesContext(connection) as asked:
            ways_waiting.tasks_for(getattr(cast, part))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_database_takes_no_date_without_a_proof(cast, account):
    role = roles.record(account, person=cast.coach, level=RoleLevel.FULL, by=cast.communications)
    with pytest.raises(IntegrityError), transaction.atomic():
        account.role_holders.filter(pk=role.pk).update(prove_by=clock.today())
