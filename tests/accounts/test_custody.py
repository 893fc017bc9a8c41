"""Who answers for an account when it is not plain: by an older list, vacant, shared, unreachable, in person (E3)."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command

from accounts.actions import outside
from accounts.actions.rotation import open_rotation
from accounts.models import Account, Exposure, OutsideCustodian
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.policy import actions as policies
from tests.accounts.handing import at, change_login, deliver, holder, letters, post, text
from tests.accounts.kits import made
from tests.cast import PASSWORD, code_of, signed_in
from tests.makers import make_account, reveal

pytestmark = pytest.mark.django_db
HEAD = "Head coach, girls Nordic ski"


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_e3_45_custody_by_an_older_list_is_not_official_until_it_is_accepted(cast):
    account = make_account(cast, "verified", handle="HarborOld")
    post(cast.coach, "custody-decline", account, why="Not me.")
    answer = post(cast.communications, "custody-offer", account, custodian=cast.teacher.email, unverified="on")
    assert answer.status_code == 302
    listed = holder(account)
    assert (listed.custodian, listed.unverified, listed.accepted_at) == (cast.teacher, True, None)
    assert "Custodian by an older list, not confirmed" in text(cast.stranger, account.get_absolute_url())
    assert "(not confirmed)" in text(cast.stranger, "/accounts/")
    assert post(cast.teacher, "reveal", account, reason_code="post", reason="").status_code == 403
    reveal(account, cast.communications)
    assert cast.teacher not in letters("revealed"), "who has accepted nothing is not told why somebody opened it"
    for task in account.setup_tasks.all():
        signed_in(cast.communications).post(f"{account.get_absolute_url()}tasks/{task.code}/", {"done": "yes"})
    finish = signed_in(cast.communications).get(account.get_absolute_url()).context
    assert (finish["missing"], Account.objects.public().exists()) == (["The custodian has not accepted yet."], False)
    assert [task.kind for task in tasks_of(cast.teacher)] == ["custody"]
    assert post(cast.principal, "custody-offer", account, custodian=cast.backup.email).status_code == 409
    assert post(cast.teacher, "custody-accept", account).status_code == 302
    assert (holder(account).pk, holder(account).unverified, bool(holder(account).accepted_text)) == (
        listed.pk, False, True,
    )  # fmt: skip
    assert "missing" in signed_in(cast.communications).get(account.get_absolute_url()).context


def test_e3_45_who_is_on_the_list_and_says_no_leaves_it_to_the_interim_custodian(cast):
    account = make_account(cast, "setting_up", handle="HarborOld")
    post(cast.coach, "custody-decline", account, why="Not me.")
    post(cast.principal, "custody-offer", account, custodian=cast.teacher.email, unverified="on", position=HEAD)
    assert open_rotation(account, field="", reason="incident", by=cast.principal).owner == cast.backup
    assert post(cast.teacher, "custody-decline", account, why="I left that club.").status_code == 302
    assert (holder(account).custodian, holder(account).interim, holder(account).position) == (
        cast.principal, True, HEAD,
    )  # fmt: skip
    assert "I left that club." in text(cast.communications, account.get_absolute_url())
    post(cast.principal, "custody-offer", account, custodian=cast.backup.email)
    assert post(cast.coach, "custody-take-back", account, why="No").status_code == 403
    assert post(cast.principal, "custody-take-back", account, why="").status_code == 422
    assert post(cast.principal, "custody-take-back", account, why="He is on leave.").status_code == 302
    assert (letters("offer_taken_back"), post(cast.backup, "custody-accept", account).status_code) == (
        {cast.backup},
        409,
    )
    post(cast.principal, "custody-offer", account, custodian=cast.stranger.email, unverified="on")
    post(cast.communications, "custody-take-back", account, why="The list was wrong.")
    assert (holder(account).custodian, holder(account).interim) == (cast.principal, True)
    deliver()


def test_e3_46_a_vacant_position_shows_and_the_next_offer_names_it(cast, account):
    assert holder(account).position == HEAD
    answer = post(cast.principal, "custody-reassign", account, because="vacant")
    assert answer["Location"] == account.get_absolute_url()
    assert (holder(account).custodian, holder(account).interim) == (cast.principal, True)
    page = text(cast.stranger, account.get_absolute_url())
    assert f"Vacant: {HEAD}</strong> (interim: {cast.principal.name})" in page
    assert f"vacant: {HEAD}" in text(cast.stranger, "/accounts/")
    assert HEAD in text(cast.communications, at("custody-offer", account))
    assert "By an older list" not in text(cast.communications, at("custody-offer", account))
    post(cast.communications, "custody-offer", account, custodian=cast.teacher.email, position=HEAD)
    post(cast.teacher, "custody-accept", account)
    page = text(cast.stranger, account.get_absolute_url())
    assert (f"Custodian, {HEAD}" in page, "<strong>Vacant" in page) == (True, False)
    people.deactivate(cast.teacher, by=cast.sysadmin)
    assert f"Vacant: {HEAD}" in text(cast.stranger, account.get_absolute_url())


def test_e3_48_a_co_op_has_an_outside_co_custodian_on_record_until_its_day(cast, account):
    until = clock.today() + timedelta(days=3)
    facts = {
        "organization": "Northfield School District", "role": "Activities director", "contact": "ad@northfield.example",
        "host_school": "Harbor High School", "policy": "ours", "ends_on_month": until.month, "ends_on_day": until.day,
        "ends_on_year": until.year,
    }  # fmt: skip
    refused = post(cast.coach, "outside", account, **facts | {"contact": cast.coach.email})
    assert (refused.status_code, "Northfield School District" in refused.content.decode()) == (422, True)
    assert post(cast.stranger, "outside", account, **facts).status_code == 403
    assert post(cast.coach, "outside", account, **facts).status_code == 302
    page = text(cast.stranger, account.get_absolute_url())
    for words in (
        "Northfield School District",
        "Activities director",
        "Host school: Harbor High School",
        "Our district",
    ):
        assert words in page
    with clock.at(clock.now() + timedelta(days=4)):
        Account.objects.filter(pk=account.pk).update(state="closing")
        assert (outside.note_over(), "outside" in [task.kind for task in tasks_of(cast.coach)]) == (0, False)
        Account.objects.filter(pk=account.pk).update(state="active")
        for _ in range(2):
            call_command("daily", stdout=StringIO())
        assert letters("outside_over") == {cast.coach}
        deliver()
        task = next(task for task in tasks_of(cast.coach) if task.kind == "outside")
        assert (
            signed_in(cast.coach).post(task.url, {"why": "The co-op was renewed under Northfield."}).status_code == 302
        )
        assert "outside" not in [task.kind for task in tasks_of(cast.coach)]
    assert "Northfield" not in text(cast.stranger, account.get_absolute_url())
    assert OutsideCustodian.objects.get().ended_by == cast.coach
    said = Entry.objects.filter(action__startswith="outside.").order_by("seq")
    assert [entry.action.partition(".")[2] for entry in said] == ["recorded", "over", "ended"]


def test_e3_52_who_cannot_be_reached_loses_it_and_the_vault_or_the_sealed_kit_is_the_way_in(cast, account):
    made(cast.communications, cast.designee)
    assert post(cast.coach, "custody-reassign", account, because="unreachable").status_code == 403
    assert "sealed break-glass kit" in text(cast.communications, at("custody-reassign", account))
    answer = post(
        cast.communications, "custody-reassign", account, because="unreachable", words="Nobody has seen him for weeks.",
        custodian=cast.teacher.email,
    )  # fmt: skip
    assert answer.status_code == 302
    assert (holder(account).custodian, holder(account).interim) == (cast.principal, True)
    assert post(cast.coach, "reveal", account, reason_code="post", reason="").status_code == 403
    assert letters("custody_reassigned") >= {cast.coach, cast.principal}
    deliver()
    assert not [one for one in Letter.objects.all() if "weeks" in str(one.ids)]
    rotation = account.rotations.get(field="", closed_at=None)
    assert {row.person for row in rotation.reasons.all()} == {cast.coach}
    known = Exposure.objects.filter(secret__account=account, kind="kit", person=cast.communications)
    assert known.exists()  # the kit holds the same as the vault, for whom it was made
    reveal(account, cast.communications, reason_code="handoff", reason="Nobody can reach him")
    post(cast.teacher, "custody-accept", account)
    assert holder(account).custodian == cast.teacher
    change_login(account, cast.teacher, cast.second_communications)
    rotation.refresh_from_db()
    assert rotation.closed_version.deposited_by == cast.teacher


@pytest.fixture
def one_half_minute():
    """A code that no other test has used, in a half minute that does not end."""
    cache.clear()
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def test_custody_is_accepted_in_person_at_the_screen_of_an_office(cast, one_half_minute):
    account = make_account(cast, "verified", handle="HarborDesk")
    office = signed_in(cast.communications)
    page = at("custody-beside", account)
    assert signed_in(cast.stranger).get(page).status_code == 403
    assert signed_in(cast.coach).get(page).status_code == 403
    office.get(page)
    before = dict(office.session)
    for wrong in (
        {"password": "not hers at all", "code": code_of(cast.coach)},
        {"password": PASSWORD, "code": "000000"},
    ):
        refused = office.post(page, wrong)
        assert refused.status_code == 422
        assert wrong["password"] not in refused.content.decode()
    assert office.post(page, {"password": PASSWORD, "code": code_of(cast.coach)}).status_code == 302
    assert (holder(account).custodian, bool(holder(account).accepted_text)) == (cast.coach, True)
    after = dict(office.session)
    assert (after["_auth_user_id"], set(after) - set(before)) == (str(cast.communications.pk), {"_messages"})
    entry = Entry.objects.get(action="custody.accepted_beside")
    assert (entry.actor_label, entry.after["beside"]) == (cast.coach.trail_label, cast.communications.trail_label)
    assert Entry.objects.filter(action="signin.failed").count() == 1
    assert PASSWORD not in str(list(Entry.objects.values()))


def test_in_person_too_the_policy_comes_first(cast, one_half_minute):
    account = make_account(cast, "setting_up", handle="HarborDesk")
    policies.publish(
        title="Social media policy", summary="New.", body="Accounts belong to us.", guidelines="None.",
        by=cast.superintendent,
    )  # fmt: skip
    answer = post(cast.principal, "custody-beside", account, password=PASSWORD, code=code_of(cast.coach))
    assert (answer.status_code, holder(account).custodian) == (422, cast.principal)
    assert "has not confirmed the social media policy" in answer.content.decode()
