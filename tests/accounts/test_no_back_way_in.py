"""Nobody comes to a login, or to a verdict on it, who has no business with it (domain.md, who may do what)."""

import re

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import credentials, custody
from accounts.models import Custody, CustodyState, SecretField, SecretState, SecretVersion
from accounts.rules.custody import stand_in_for
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Appointment, Office
from registry.vault import Secret
from tests.cast import signed_in
from tests.makers import account_of, bring_to, make_account, make_request, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def unclaimed(cast):
    """A deposited login, and nobody who wants the custody."""
    account = make_account(cast, "deposited")
    custody.decline(account.custodies.get(state=CustodyState.OFFERED), why="No time.", by=cast.coach)
    return account


def offer(user, account, to):
    return signed_in(user).post(f"/accounts/{account.uuid}/custody/offer/", {"custodian": to.email, "position": ""})


def ticket(client, path):
    return re.search(r'name="nonce" value="([^"]+)"', client.get(path).text)[1]


def denials():
    return list(Entry.objects.filter(outcome="denied").order_by("seq").values_list("action", "actor_label"))


# H1 -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def deputy(cast):
    own = Appointment.objects.get(person=cast.principal, office=Office.ADMINISTRATOR)
    people.appoint(
        person=cast.deputy, office=Office.ADMINISTRATOR, unit=cast.units.high, starts_on=clock.today(),
        by=cast.principal, on_behalf_of=own,
    )  # fmt: skip
    return cast.deputy


def test_an_administrators_designee_has_no_say_in_the_custody(cast, unclaimed, deputy):
    assert signed_in(deputy).get(f"/accounts/{unclaimed.uuid}/custody/offer/").status_code == 403
    assert offer(deputy, unclaimed, cast.teacher).status_code == 403
    assert "Offer custody" not in signed_in(deputy).get(f"/accounts/{unclaimed.uuid}/").text
    assert signed_in(deputy).get(f"/accounts/{unclaimed.uuid}/reveal/").status_code == 403


def test_a_designee_never_stands_in_as_interim_custodian(cast, deputy):
    account = make_account(cast, "setting_up")
    Appointment.objects.filter(person=cast.principal).update(ended_at=clock.now(), ended_by=cast.superintendent)
    assert stand_in_for(account, failing=cast.sysadmin) == cast.director


def test_who_operates_the_system_neither_stands_in_nor_deposits(cast):
    account = make_account(cast, "setting_up")
    custody.decline(account.custodies.get(state=CustodyState.OFFERED), why="No time.", by=cast.coach)
    away = Appointment.objects.filter(ended_at=None)
    both = {"starts_on": clock.today(), "appointed_by": cast.superintendent}
    Appointment.objects.create(person=cast.sysadmin, office=Office.ADMINISTRATOR, unit=cast.units.district, **both)
    unheld = away.filter(
        office__in=(Office.COMMUNICATIONS_DIRECTOR, Office.COMMUNICATIONS_STAFF, Office.SUPERINTENDENT)
    )
    unheld.update(ended_at=clock.now(), ended_by=cast.alternate)
    assert leave(cast, cast.principal).status_code == 302
    assert live(account) == [("open", True, cast.alternate)]
    away.filter(office=Office.ALTERNATE).update(ended_at=clock.now(), ended_by=cast.sysadmin)
    assert leave(cast, cast.alternate).status_code == 302
    assert live(account) == [("open", True, cast.sysadmin)], "never nobody"
    client, page = signed_in(cast.sysadmin), f"/accounts/{account.uuid}/"
    values = {"login": "harbor", "password": "A-Password-Of-Theirs-7"}
    assert client.post(f"{page}deposit/", values).status_code == 403
    assert "System administrators never deposit a login" in client.get(f"{page}deposit/").text
    assert (f"{page}deposit/" in client.get(page).text, f"{page}deposit/" in client.get("/").text) == (False, False)
    assert client.get(f"{page}reveal/").status_code == 403
    assert not SecretVersion.objects.filter(account=account).exists()


# H2 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["ex_coach", "communications", "director"])
def test_nobody_offers_the_custody_to_themselves(cast, unclaimed, part):
    people.appoint(
        person=cast.ex_coach, office=Office.ADMINISTRATOR, unit=cast.units.district, starts_on=clock.today(),
        by=cast.superintendent,
    )  # fmt: skip
    user = getattr(cast, part)
    answer = offer(user, unclaimed, user)
    assert (answer.status_code, "You cannot offer the custody to yourself." in answer.text) == (422, True)
    assert not unclaimed.custodies.filter(state=CustodyState.OFFERED).exists()


def test_an_administrator_is_custodian_where_somebody_else_offers_it(cast, unclaimed):
    people.appoint(
        person=cast.ex_coach, office=Office.ADMINISTRATOR, unit=cast.units.district, starts_on=clock.today(),
        by=cast.superintendent,
    )  # fmt: skip
    assert offer(cast.communications, unclaimed, cast.ex_coach).status_code == 302


def test_the_database_refuses_an_offer_to_oneself(cast, unclaimed):
    with pytest.raises(IntegrityError, match="custody_offered_by_another"), transaction.atomic():
        Custody.objects.create(
            account=unclaimed, custodian=cast.teacher, offered_by=cast.teacher, state=CustodyState.OFFERED
        )


# M7 -------------------------------------------------------------------------------------------------------------------


def states(account):
    rows = account.secrets.filter(field=SecretField.PASSWORD).order_by("version")
    return [(row.version, row.state, row.is_current) for row in rows]


def test_a_stale_refusal_refuses_nothing_that_nobody_saw(cast):
    account = make_account(cast, "active")
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("mistyped-password-1")}, by=cast.coach)
    client, path = signed_in(cast.communications), f"/accounts/{account.uuid}/refuse/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(path).text)[1]
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("right-password-2")}, by=cast.coach)
    before = states(account)
    answer = client.post(path, {"why": "A typo.", "seen": seen})
    assert (answer.status_code, "Erik Solberg deposited a new password" in answer.text) == (409, True)
    assert states(account) == before


@pytest.mark.parametrize("seen", ["", "1-2-x", "999999999999999999999", "\x00"])
def test_a_refusal_that_names_no_version_of_the_page_changes_nothing(cast, seen):
    account = make_account(cast, "deposited")
    before = states(account)
    answer = signed_in(cast.communications).post(f"/accounts/{account.uuid}/refuse/", {"why": "A typo.", "seen": seen})
    assert answer.status_code == (409 if seen == "" else 200)
    assert states(account) == before


# L2 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["stranger", "sysadmin", "principal"])
@pytest.mark.parametrize("which", ["reveal/", "secrets/recovery_email/0/reveal/"])
def test_an_invalid_form_opens_no_page_of_the_vault(cast, part, which):
    account, user = make_account(cast, "active"), getattr(cast, part)
    answer = signed_in(user).post(f"/accounts/{account.uuid}/{which}", {})
    assert (answer.status_code, "nonce" in answer.text) == (403, False)
    assert denials() == [("secret.reveal_denied", user.trail_label)]


# L3 -------------------------------------------------------------------------------------------------------------------

SUSPICION = "Suspect that the coach leaks the login"


@pytest.mark.parametrize(
    ("part", "reads"), [("coach", False), ("backup", False), ("communications", True), ("director", True)]
)
def test_anothers_reason_for_a_reveal_is_for_whoever_reads_the_whole_trail(cast, part, reads):
    account = make_account(cast, "active")
    reveal(account, cast.director, reason_code="incident", reason=SUSPICION)
    client = signed_in(getattr(cast, part))
    pages = [client.get(f"/accounts/{account.uuid}/{page}").text for page in ("history/", "")]
    assert [SUSPICION in text for text in pages] == [reads, reads]
    assert cast.director.name in pages[0]


def test_ones_own_reason_stays_readable(cast):
    account = make_account(cast, "active")
    reveal(account, cast.coach, reason="To post the scores")
    assert "To post the scores" in signed_in(cast.coach).get(f"/accounts/{account.uuid}/history/").text


def test_whoever_is_only_asked_reads_no_history(cast):
    account = make_account(cast, "deposited")
    client = signed_in(cast.coach)
    assert client.get(f"/accounts/{account.uuid}/history/").status_code == 403
    assert "/history/" not in client.get(f"/accounts/{account.uuid}/").text


# L6 -------------------------------------------------------------------------------------------------------------------


def test_a_reveal_that_failed_has_opened_nothing(cast):
    account = make_account(cast, "deposited")
    SecretVersion.objects.filter(account=account, field=SecretField.PASSWORD).update(blob=b"RV" + b"x" * 80)
    client, path = signed_in(cast.communications), f"/accounts/{account.uuid}/"
    form = {"reason_code": "verify", "reason": "To check", "nonce": ticket(client, f"{path}reveal/")}
    assert client.post(f"{path}reveal/", form).status_code == 500
    assert client.post(f"{path}verify/").status_code == 403
    assert set(account.secrets.values_list("state", flat=True)) == {SecretState.DEPOSITED}
    history = client.get(f"{path}history/").text
    assert ("nothing could be opened" in history, "Revealed it: login, password" in history) == (True, False)


# L7 -------------------------------------------------------------------------------------------------------------------


def live(account):
    rows = account.custodies.filter(state__in=(CustodyState.OPEN, CustodyState.OFFERED)).order_by("pk")
    return [(row.state, row.interim, row.custodian) for row in rows]


def leave(cast, person):
    return signed_in(cast.sysadmin).post(f"/people/{person.pk}/deactivate/")


def test_custody_does_not_stay_with_who_has_left(cast):
    account = make_account(cast, "active")
    assert leave(cast, cast.coach).status_code == 302
    assert live(account) == [("open", True, cast.principal)]
    told = Letter.objects.filter(template="accounts/stepped_in").values_list("to__name", flat=True)
    assert sorted(told) == sorted(
        [cast.principal.name, cast.director.name, cast.communications.name, cast.second_communications.name,
         cast.newcomer.name]
    )  # fmt: skip
    events = Entry.objects.filter(object_id=str(account.uuid)).order_by("-seq").values_list("action", flat=True)
    assert list(events[:3]) == ["rotation.opened", "custody.interim", "custody.ended"]


def test_an_offer_to_who_has_left_is_taken_back_and_the_interim_custodian_goes_on(cast):
    account = make_account(cast, "setting_up")
    leave(cast, cast.coach)
    assert live(account) == [("open", True, cast.principal)]
    letters = Letter.objects.filter(template="accounts/offered_to_who_left")
    assert {letter.to for letter in letters} == {
        cast.principal, cast.director, cast.communications, cast.second_communications, cast.newcomer,
    }  # fmt: skip
    said = write(letters.get(to=cast.principal))
    assert f"was offered to {cast.coach.name}, who no longer works here" in " ".join(said.text.split())
    assert offer(cast.communications, account, cast.teacher).status_code == 302
    assert write(letters.get(to=cast.principal)) is None


def test_an_interim_custodian_who_leaves_is_followed_by_the_next_one_up(cast):
    account = make_account(cast, "setting_up")
    leave(cast, cast.principal)
    assert live(account) == [("offered", False, cast.coach), ("open", True, cast.director)]


def test_a_backup_who_has_left_is_none_and_stays_none(cast):
    account = make_account(cast, "active")
    leave(cast, cast.backup)
    signed_in(cast.sysadmin).post(f"/people/{cast.backup.pk}/reactivate/")
    cast.backup.refresh_from_db()
    assert not account.backups.filter(ended_at=None).exists()
    letters = Letter.objects.filter(template="accounts/backup_left")
    assert {cast.coach, cast.director, cast.communications} <= {letter.to for letter in letters}
    assert f"{cast.backup.name}, the backup custodian of" in " ".join(write(letters.get(to=cast.coach)).text.split())
    assert signed_in(cast.backup).get(f"/accounts/{account.uuid}/reveal/").status_code == 403


def test_the_letter_says_who_answers_now(cast):
    account = account_of(make_request(cast, "completed"))
    leave(cast, cast.coach)
    letters = Letter.objects.filter(template="accounts/stepped_in", about_id=str(account.uuid))
    texts = {letter.to: " ".join(write(letter).text.split()) for letter in letters}
    assert "You answer for it as interim custodian" in texts[cast.principal]
    assert f"{cast.principal.name} answers for it as interim custodian" in texts[cast.director]


def test_a_departure_asks_no_more_for_who_holds_nothing(cast):
    bring_to(cast, make_account(cast, "setting_up"), "ready")
    leave(cast, cast.stranger)
    assert not Entry.objects.filter(action="custody.ended").exclude(reason_text="").exists()
