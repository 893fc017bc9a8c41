"""Health: each reason comes from what people do, is kept at once, and says what mends it (domain.md: health)."""

from datetime import date, timedelta

import pytest

from accounts import health
from accounts.actions import credentials, custody, drills, keeping_health, provisional, roles, rotation
from accounts.actions.depositing import Whose
from accounts.health import Code
from accounts.models import Account, AccountHealth, AccountState, Custody, FactorKind, Holder, Platform, SecretField
from registry import clock
from registry.people import actions as people
from registry.vault import Secret
from tests.accounts.care import care_of
from tests.accounts.slowly import counted
from tests.cast import signed_in
from tests.makers import make_account, make_page, reveal

pytestmark = pytest.mark.django_db
PHONE, EMAIL, FACTOR = SecretField.RECOVERY_PHONE, SecretField.RECOVERY_EMAIL, SecretField.SECOND_FACTOR


def put(account, cast, field, holder, person=None, **more):
    value = "own@mail.example" if field == EMAIL else "952-555-0142"
    whose = {field: Whose(holder, person)}
    credentials.deposit(account, values={field: Secret(value)}, holders=whose, by=cast.coach, **more)


def codes_of(account):
    return {each.code for each in health.reasons_in(health.bits_of(account))}


def check_kept():
    """What is kept is what is found, and what a slow count by hand says, for every account there is."""
    found = health.found()
    assert dict(AccountHealth.objects.values_list("account", "reasons")) == found
    assert {pk: health.codes_in(bits) for pk, bits in found.items()} == counted()
    for row in AccountHealth.objects.all():
        assert (row.state, row.place) == (health.state_of(row.reasons), health.place_of(row.reasons))


# Each reason ----------------------------------------------------------------------------------------------------------


def state(value):
    def happens(cast, account):
        Account.objects.filter(pk=account.pk).update(state=value)
        keeping_health.recompute(by=None)

    return happens


def platform(value):
    def happens(cast, account):
        Platform.objects.filter(pk=account.platform_id).update(state=value)
        keeping_health.recompute(by=None)

    return happens


def used_up(cast, account):
    values = {(SecretField.BACKUP_CODE, slot): Secret(f"8841-220{slot}") for slot in range(1, 4)}
    credentials.deposit(account, values=values, by=cast.coach)
    reveal(account, cast.coach, field="backup_code", slot=1)


def drilled(cast, account):
    drills.failed(drills.start(account, by=cast.communications), step="code", minutes=3, by=cast.communications)


def both_away(cast, account):
    for person in (cast.coach, cast.backup):
        people.record_absence(person=person, starts_on=clock.today(), ends_on=clock.today(), by=person)


def students_factor(cast, account):
    put(account, cast, FACTOR, Holder.STUDENT_OR_PARENT, factor_kind=FactorKind.AUTHENTICATOR)


def left_mailbox(cast, account):
    put(account, cast, EMAIL, Holder.EMPLOYEE, cast.teacher)
    people.deactivate(cast.teacher, by=cast.superintendent)


def changing(cast, account):
    rotation.open_rotation(account, field="password", reason="incident", by=cast.communications)


def role_ended(cast, account):
    roles.end(account.role_holders.get(person=cast.communications), by=cast.communications)


def role_left(cast, account):
    people.deactivate(cast.coach, by=cast.superintendent)


ATTENTION, RISK = "Needs attention", "At risk"
LOGINS = {
    "compromised": (state(AccountState.COMPROMISED), {Code.COMPROMISED}, RISK),
    "locked out": (state(AccountState.LOCKED_OUT), {Code.LOCKED_OUT}, RISK),
    "suspended": (lambda cast, a: provisional.suspend(a, why="Late.", by=None), {Code.SUSPENDED}, RISK),
    "drill failed": (drilled, {Code.DRILL_FAILED, Code.NOBODY}, RISK),
    "must change": (changing, {Code.ROTATION}, ATTENTION),
    "not verified": (
        lambda cast, a: credentials.deposit(a, values={SecretField.PASSWORD: Secret("a new one 77")}, by=cast.coach),
        {Code.UNVERIFIED}, ATTENTION,
    ),
    "outside": (lambda cast, a: put(a, cast, EMAIL, Holder.EMPLOYEE, cast.coach), {Code.OUTSIDE}, ATTENTION),
    "own phone": (lambda cast, a: put(a, cast, PHONE, Holder.EMPLOYEE, cast.coach), {Code.PHONE}, ATTENTION),
    "few codes": (used_up, {Code.CODES_LOW}, ATTENTION),
    "students": (students_factor, {Code.STUDENTS, Code.NOBODY, Code.SECOND_FACTOR}, RISK),
    "who left": (left_mailbox, {Code.OUTSIDE, Code.WAY_LEFT, Code.ROTATION}, RISK),
    "no custodian": (role_left, {Code.NO_CUSTODIAN, Code.ROTATION}, ATTENTION),
    "away": (both_away, {Code.CUSTODIAN_AWAY}, ATTENTION),
    "withdrawn": (platform("withdrawn"), {Code.WITHDRAWN}, ATTENTION),
    "shut down": (platform("shut_down"), {Code.SHUT_DOWN}, RISK),
}  # fmt: skip
PAGES = {
    "control": (role_ended, {Code.CONTROL, Code.SHALLOW, Code.OWN_PROFILE}, ATTENTION),
    "role left": (role_left, {Code.CONTROL, Code.SHALLOW, Code.NO_CUSTODIAN, Code.ROLE_LEFT}, RISK),
}  # fmt: skip


@pytest.mark.parametrize("name", [*LOGINS, *PAGES])
def test_each_reason_is_found_kept_at_once_filtered_by_and_said(cast, name):
    happens, codes, word = {**LOGINS, **PAGES}[name]
    account = make_page(cast) if name in PAGES else make_account(cast, "active")
    assert (codes_of(account), care_of(account)) == (set(), [])
    happens(cast, account)
    assert codes_of(account) == codes
    check_kept()
    client = signed_in(cast.communications)
    listed = client.get("/accounts/", {"health": "risk" if word == RISK else "attention"})
    assert [each.account.pk for each in listed.context["page"].rows] == [account.pk]
    shown = client.get(account.get_absolute_url()).content.decode()
    panel = shown[shown.index('aria-labelledby="health"') :].split("</section>")[0]
    assert f"<span>{word}</span>" in panel
    assert panel.count("<li") == len(care_of(account)) + (
        len(codes & {Code.ROTATION}) and account.rotations.count() - 1
    )


def test_an_account_that_is_set_up_or_retired_has_no_health_and_one_that_is_well_says_so(cast):
    new, well = make_account(cast, "setting_up"), make_account(cast, "active")
    assert {new.health.state, well.health.state} == {"none", "good"}
    client = signed_in(cast.stranger)
    assert "Nothing here needs care." in client.get(well.get_absolute_url()).content.decode()
    assert 'aria-labelledby="health"' not in client.get(new.get_absolute_url()).content.decode()
    Account.objects.filter(pk=new.pk).update(state=AccountState.RETIRED, retired_at=clock.now())
    keeping_health.recompute(by=None)
    assert codes_of(new) == {Code.OVER}


# By the day -----------------------------------------------------------------------------------------------------------


def test_what_only_time_brings_comes_on_its_day_and_not_before(cast):
    account, today = make_account(cast, "active"), clock.today()
    changing(cast, account)
    due = account.rotations.get().due_on
    put(account, cast, PHONE, Holder.EMPLOYEE, cast.coach)
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("a new one 77")}, by=cast.coach)
    Custody.objects.filter(account=account, state="open").update(interim=True, accepted_at=None, accepted_text="")
    Custody.objects.filter(account=account, state="open").update(offered_at=clock.now())
    days = {
        Code.ROTATION_LATE: due, Code.CHANNEL_LATE: today + timedelta(days=30),
        Code.UNVERIFIED_LONG: today + timedelta(days=14), Code.NO_CUSTODIAN_LONG: today + timedelta(days=30),
    }  # fmt: skip
    for code, last in days.items():
        assert [_has(account, code, last + timedelta(days=more)) for more in (0, 1)] == [False, True], code


def test_a_login_is_to_be_shown_to_work_again_within_a_year_by_anybody_who_gets_in(cast):
    account, today = make_account(cast, "active"), clock.today()
    year = today + timedelta(days=365)
    assert [_has(account, Code.UNCHECKED, year + timedelta(days=more)) for more in (0, 1)] == [False, True]
    with clock.at(clock.now() + timedelta(days=100)):
        act = reveal(account, cast.coach).reveal
        credentials.worked(act, yes=True, by=cast.coach, proof=None)
    assert not _has(account, Code.UNCHECKED, year + timedelta(days=100))
    assert _has(account, Code.UNCHECKED, year + timedelta(days=101))


def _has(account, code, day: date):
    with clock.at(clock.now() + timedelta(days=(day - clock.today()).days)):
        keeping_health.recompute(by=None)
        check_kept()
        return bool(account.health.__class__.objects.get(account=account).reasons & health.REASONS[code].bit)


# What concerns accounts that nobody holds -----------------------------------------------------------------------------


def test_who_is_communications_and_who_is_away_counts_at_once_for_every_account(cast):
    account = make_account(cast, "active")
    custody.end_backup(account, by=cast.superintendent)
    absence = people.record_absence(person=cast.coach, starts_on=clock.today(), ends_on=clock.today(), by=cast.coach)
    check_kept()
    assert codes_of(account) == {Code.CUSTODIAN_AWAY}
    people.end_absence(absence, by=cast.coach)
    check_kept()
    for person in (cast.second_communications, cast.communications):
        people.end_appointment(person.appointments.get(ended_at=None), by=cast.director)
        check_kept()
    assert codes_of(account) == set()  # the director and the coach
    people.deactivate(cast.coach, by=cast.superintendent)
    check_kept()
    assert Code.SHALLOW not in codes_of(account)  # whoever holds it meanwhile


def test_which_way_is_weak_is_said_to_who_looks_after_it_and_nobody_else(cast):
    account = make_account(cast, "active")
    students_factor(cast, account)
    stranger = signed_in(cast.stranger).get(account.get_absolute_url()).content.decode()
    assert "A way back in is weak. Who looks after it and Communications see which." in stranger
    assert "student or parent" not in stranger
    listed = signed_in(cast.coach).get("/accounts/?health=risk").content.decode()
    assert ("A way back in is weak, and 2 more" in listed, "tudents or parents hold" in listed) == (True, False)
    own = signed_in(cast.coach).get(account.get_absolute_url()).content.decode()
    assert "Students or parents hold the only way in." in own
    assert "See the ways in" in own
