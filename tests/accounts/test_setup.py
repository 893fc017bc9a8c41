"""From opening to official: checklist, custody, roles, activation (II.6, II.7, IV.11, invariant 7)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import custody, lifecycle, roles
from accounts.models import Account, AccountState, Custody, CustodyState, Platform, RoleLevel
from accounts.rules.recognise import similar, twin
from accounts.waiting import accounts_held_by, tasks_for
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment, Office
from registry.people.refusal import Refused, Stale
from registry.policy import actions as policies
from tests.cast import signed_in
from tests.makers import bring_to, make_account, refuse, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up")


def page(account, name, *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def letters(template):
    return sorted(Letter.objects.filter(template=template).values_list("to__name", flat=True))


def open_again(account, cast, **changed):
    same = ("platform", "handle", "key", "url", "unit", "klass", "display_name")
    facts = {name: getattr(account, name) for name in same}
    facts |= {"purpose": "", "audience": "", "email": "", "shows_students": False, "under_13": False}
    facts |= {"custodian": cast.coach, "backup": None, "by": cast.director}
    return lifecycle.open_for_setup(**facts | changed)


def test_an_account_opens_with_an_interim_custodian_and_an_offer(cast, account):
    held = account.custodies.get(state=CustodyState.OPEN)
    offered = account.custodies.get(state=CustodyState.OFFERED)
    assert (held.custodian, held.interim, offered.custodian) == (cast.principal, True, cast.coach)
    assert account.backups.get().person == cast.backup
    assert account.setup_tasks.count() == 7
    assert (letters("accounts/custody_offered"), letters("accounts/interim"), letters("accounts/backup_named")) == (
        [cast.coach.name], [cast.principal.name], [cast.backup.name],
    )  # fmt: skip


def test_who_has_left_meanwhile_is_offered_nothing(cast, account):
    """Whoever holds the request read the custodian a while ago; the row says what is so now."""
    Account.objects.filter(pk=account.pk).update(state="retired", retired_at=clock.now())
    for part in ("custodian", "backup"):
        person = cast.teacher if part == "custodian" else cast.stranger
        people.deactivate(type(person).objects.get(pk=person.pk), by=cast.sysadmin)
        assert person.is_active, "what was read before"
        with pytest.raises(Refused, match="no longer works here"):
            open_again(account, cast, **{part: person})


def test_without_an_administrator_communications_holds_it(cast):
    for row in Appointment.objects.in_force().filter(office=Office.ADMINISTRATOR):
        people.end_appointment(row, by=cast.superintendent)
    template = Account(
        handle="other", key="other", url="https://x.example", unit=cast.units.athletics, klass="student_group"
    )
    template.platform = Platform.objects.get(slug="instagram")
    made = open_again(template, cast)
    assert made.custodies.get(state=CustodyState.OPEN).custodian == cast.director


def test_a_handle_is_in_the_register_once(cast, account):
    with pytest.raises(Stale, match="is in the register already"):
        open_again(account, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(
            platform=account.platform, key=account.key, handle="x", url="x", unit=account.unit, klass="school",
            display_name="x", opened_by=cast.director,
        )  # fmt: skip


def test_a_retired_handle_may_be_opened_again(cast, account):
    lifecycle.abandon(account, by=None)
    assert open_again(account, cast).state == AccountState.SETTING_UP
    assert twin(account.platform, account.key) != account


@pytest.mark.parametrize(
    "changed",
    [{"klass": "community"}, {"email": "coach@mail.example"}],
    ids=["not official", "not the district's e-mail"],
)
def test_what_is_not_the_districts_is_not_set_up(cast, account, changed):
    with pytest.raises(Refused):
        open_again(account, cast, key="fresh", **changed)


def test_communications_ticks_and_nobody_else(cast, account):
    task = page(account, "task", "picture")
    signed_in(cast.communications).post(task, {"done": "yes"})
    assert account.setup_tasks.get(code="picture").done_by == cast.communications
    assert signed_in(cast.coach).post(task, {"done": "no"}).status_code == 403
    assert signed_in(cast.communications).get(task).status_code == 405
    signed_in(cast.communications).post(task, {"done": "no"})
    assert account.setup_tasks.get(code="picture").done_at is None
    assert signed_in(cast.communications).post(page(account, "task", "nothing"), {"done": "yes"}).status_code == 404


def test_custody_is_accepted_with_its_words_and_the_policy(cast, account):
    answer = signed_in(cast.coach).post(page(account, "custody-accept"), follow=True)
    held = account.custodies.get(state=CustodyState.OPEN)
    assert answer.status_code == 200
    assert (held.custodian, held.interim, held.accepted_policy) == (cast.coach, False, 1)
    assert held.accepted_text.startswith(f"I answer for {account.trail_label}")
    assert account.custodies.get(interim=True).state == CustodyState.ENDED
    assert cast.principal.name in letters("accounts/custody_accepted")


def test_e3_42_an_offer_waits_until_the_policy_is_confirmed(cast, account):
    policies.publish(title="Social media policy", summary="New.", body="More.", guidelines="", by=cast.superintendent)
    assert (
        "Read and confirm the social media policy first"
        in signed_in(cast.coach).get(page(account, "custody-accept")).content.decode()
    )
    assert signed_in(cast.coach).post(page(account, "custody-accept")).status_code == 403
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.principal


def test_a_declined_custody_stays_with_the_interim_custodian_who_offers_it_again(cast, account):
    signed_in(cast.coach).post(page(account, "custody-decline"), {"why": "I coach two teams already."})
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.principal
    assert cast.principal.name in letters("accounts/custody_declined")
    signed_in(cast.principal).post(
        page(account, "custody-offer"), {"custodian": cast.teacher.email, "position": "Advisor"}
    )
    offered = account.custodies.get(state=CustodyState.OFFERED)
    assert (offered.custodian, offered.position) == (cast.teacher, "Advisor")
    custody.accept(offered, by=cast.teacher)
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.teacher


def test_a_decline_needs_its_reason(cast, account):
    answer = signed_in(cast.coach).post(page(account, "custody-decline"), {"why": " "})
    assert "Fill in “Why not?”." in answer.content.decode()
    assert account.custodies.filter(state=CustodyState.OFFERED).exists()


def test_an_offer_is_for_one_person_and_answered_once(cast, account):
    assert signed_in(cast.teacher).post(page(account, "custody-accept")).status_code == 404
    signed_in(cast.coach).post(page(account, "custody-accept"))
    assert signed_in(cast.coach).post(page(account, "custody-accept")).status_code == 409


def test_an_active_account_needs_everything_and_says_what_is_missing(cast, account):
    with pytest.raises(Refused) as refused:
        lifecycle.activate(account, by=cast.communications)
    assert "The password is not in the vault yet." in str(refused.value)
    account = bring_to(cast, account, "ready")
    with pytest.raises(Refused, match="Communications makes an account active"):
        lifecycle.activate(account, by=cast.coach)
    lifecycle.activate(account, by=cast.communications)
    account.refresh_from_db()
    assert (account.is_official, account.activated_by) == (True, cast.communications)
    with pytest.raises(Stale):
        lifecycle.activate(account, by=cast.communications)


def test_e2_21_a_page_with_roles_needs_communications_and_one_more_proven(cast):
    account = make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")
    assert account.setup_tasks.count() == 5
    for person in (cast.communications, cast.coach):
        answer = signed_in(cast.communications).post(
            page(account, "roles"), {"person": person.email, "role": "Full control", "signs_in": "work"}, follow=True
        )
        assert answer.status_code == 200
    own, coachs = account.role_holders.order_by("pk")
    assert signed_in(cast.communications).post(page(account, "role-prove", own.pk)).status_code == 403
    assert "Nobody of Communications is proven to have full control." in lifecycle.missing(account)
    signed_in(cast.director).post(page(account, "role-prove", own.pk))
    assert "One more employee must be proven to have full control, beside Communications." in lifecycle.missing(account)
    signed_in(cast.communications).post(page(account, "role-prove", coachs.pk))
    assert not [each for each in lifecycle.missing(account) if "control" in each]
    roles.end(coachs, by=cast.communications)
    assert [each for each in lifecycle.missing(account) if "control" in each]
    actions = audit.entries_about(account).filter(action__startswith="role.").values_list("action", flat=True)
    assert sorted(actions) == ["role.ended", "role.proven", "role.proven", "role.recorded", "role.recorded"]


def test_nobody_is_asked_for_the_password_of_their_own_account(cast):
    account = make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")
    answer = signed_in(cast.communications).post(page(account, "deposit"), {"password": "my-own-1"})
    assert answer.status_code == 403
    assert "nobody’s own password is asked for" in answer.content.decode()


def test_giving_up_frees_the_handle_and_ends_custody(cast, account):
    account = bring_to(cast, account, "deposited")
    lifecycle.abandon(account, by=None)
    account.refresh_from_db()
    assert (account.state, account.retired_by) == (AccountState.RETIRED, None)
    assert sorted(account.custodies.values_list("state", flat=True)) == ["ended", "withdrawn"]
    assert not account.secrets.filter(is_current=True).exists()
    with pytest.raises(Stale):
        lifecycle.abandon(account, by=None)


def test_giving_up_writes_down_each_thing_that_ends_and_tells_everybody(cast, account):
    account = bring_to(cast, account, "deposited")
    before = audit.entries_about(account).count()
    Letter.objects.all().delete()
    lifecycle.abandon(account, by=None)
    written = [row.action for row in audit.entries_about(account).order_by("seq")][before:]
    fields = account.secrets.count()
    assert written == ["custody.ended"] * 2 + ["backup.ended"] + ["secret.superseded"] * fields + ["account.retired"]
    told = {letter.to for letter in Letter.objects.filter(template="accounts/given_up")}
    assert told == {
        cast.coach, cast.principal, cast.backup, cast.communications, cast.second_communications, cast.director,
        cast.newcomer,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["principal", "superintendent", "director"])
def test_nobody_who_decided_the_request_is_offered_its_account(cast, account, who):
    decider = getattr(cast, who)
    custody.decline(account.custodies.get(state="offered"), why="No time.", by=cast.coach)
    answer = signed_in(cast.communications).post(page(account, "custody-offer"), {"custodian": decider.email})
    assert "decided the request for this account, and so cannot be its custodian" in answer.content.decode()
    assert not account.custodies.filter(state="offered").exists()


def test_a_decline_and_an_offer_keep_no_secret(cast, account):
    account = bring_to(cast, account, "deposited")
    shown = reveal(account, cast.communications)
    password = next(each.secret.expose() for each in shown.shown if each.field == "password")
    answer = signed_in(cast.coach).post(page(account, "custody-decline"), {"why": f"It is {password}, no time"})
    assert "Your words contain a password" in answer.content.decode()
    assert password not in answer.content.decode()
    custody.decline(account.custodies.get(state="offered"), why="No time.", by=cast.coach)
    with pytest.raises(Refused, match="contain a password"):
        custody.offer(account, custodian=cast.teacher, position=password, by=cast.communications)


def kinds(user):
    return sorted(task.kind for task in tasks_for(user))


def test_what_waits_for_whom(cast, account):
    assert kinds(cast.coach) == ["custody", "deposit"]
    assert kinds(cast.communications) == ["set_up"]
    account = bring_to(cast, account, "deposited")
    assert kinds(cast.coach) == ["custody"]
    assert kinds(cast.communications) == ["verify"]
    assert kinds(cast.stranger) == kinds(cast.sysadmin) == []
    refuse(account, "Wrong password.", cast.communications)
    assert kinds(cast.coach) == ["custody", "replace"]
    account = bring_to(cast, account, "ready")
    assert kinds(cast.coach) == kinds(cast.communications) == []


def test_the_accounts_somebody_looks_after(cast, account):
    assert list(accounts_held_by(cast.principal)) == [account]
    assert list(accounts_held_by(cast.backup)) == [account]
    assert list(accounts_held_by(cast.coach)) == []


@pytest.mark.counts
@pytest.mark.parametrize("part", ["coach", "communications", "principal"])
def test_the_lists_of_work_ask_as_often_for_one_account_as_for_many(cast, part):
    counts = []
    for number in (1, 2, 4):
        while Account.objects.count() < number:
            make_account(cast, "deposited")
        with CaptureQueriesContext(connection) as asked:
            tasks_for(getattr(cast, part))
            list(accounts_held_by(getattr(cast, part)))
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_similar_names_of_the_same_unit_are_found(cast, account):
    near = f"{account.handle[:-1]}_{account.handle[-1]}x"
    assert similar(cast.units.athletics, near) == [account]
    assert similar(cast.units.athletics, "chessclub") == []


def test_one_open_custody_and_one_offer_hold_in_the_database(cast, account):
    for state in (CustodyState.OPEN, CustodyState.OFFERED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Custody.objects.create(account=account, custodian=cast.teacher, state=state, interim=True)


def test_a_role_is_recorded_once(cast):
    account = make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")
    roles.record(account, person=cast.coach, level=RoleLevel.EDITOR, by=cast.communications)
    with pytest.raises(Stale):
        roles.record(account, person=cast.coach, level=RoleLevel.FULL, by=cast.communications)


WRONG = {
    "retired without a date": lambda a: Account.objects.filter(pk=a.pk).update(state="retired"),
    "a date of retirement while in use": lambda a: Account.objects.filter(pk=a.pk).update(retired_at=clock.now()),
    "withdrawn without a date": lambda a: a.custodies.filter(state="offered").update(state="withdrawn"),
    "ended and still open": lambda a: a.custodies.filter(state="open").update(ended_at=clock.now()),
    "declined without a word": lambda a: a.custodies.filter(state="offered").update(
        state="declined", declined_at=clock.now()
    ),
    "accepted and interim": lambda a: a.custodies.filter(state="open").update(accepted_at=clock.now()),
    "a backup ended by somebody and not over": lambda a: a.backups.update(ended_by=a.opened_by),
    "verified without a date": lambda a: a.secrets.update(state="verified"),
    "refused without a date": lambda a: a.secrets.update(state="refused", is_current=False),
    "superseded without a date": lambda a: a.secrets.update(state="superseded", is_current=False),
    "destroyed and still there": lambda a: a.secrets.update(
        state="destroyed", is_current=False, destroyed_at=clock.now()
    ),
    "in use and empty": lambda a: a.secrets.update(blob=b""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_takes_no_state_without_what_belongs_to_it(cast, account, wrong):
    account = bring_to(cast, account, "deposited")
    with pytest.raises(IntegrityError), transaction.atomic():
        WRONG[wrong](account)
