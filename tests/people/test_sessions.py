"""Sessions: sealed, limited in time, and over as soon as they should be (D25, ASVS V7)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from registry import audit, clock
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions, sessions
from registry.people.models import Appointment, User
from registry.people.refusal import Refused
from registry.people.sessions import SealedSerializer
from tests.cast import MOMENT, PASSWORD, Cast, signed_in

pytestmark = pytest.mark.django_db
NEW = "eleven brown otters swim upstream"
MINE = "/people/me/"


def is_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def test_what_a_session_holds_is_sealed(cast: Cast) -> None:
    client = signed_in(cast.coach)
    row = Session.objects.get(session_key=client.session.session_key)
    token = SealedSerializer().dumps({"x": "canary"})
    assert (b"canary" in token, SealedSerializer().loads(token)) == (False, {"x": "canary"})
    assert row.get_decoded()["_auth_user_id"] == str(cast.coach.pk)


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-2] + b"AA", lambda data: b"", lambda data: b'{"a": 1}', lambda data: b"\xff\xfe"]
)
def test_an_unreadable_session_is_an_empty_one(spoil) -> None:
    assert SealedSerializer().loads(spoil(SealedSerializer().dumps({"x": 1}))) == {}


def test_signing_in_gives_a_new_session(through_the_door, cast: Cast) -> None:
    client = Client()
    client.get("/sign-in/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    through_the_door(cast.stranger, client)
    assert (is_in(client), client.session.session_key != session.session_key) == (True, True)


def test_a_session_ends_after_half_an_hour_without_a_page(cast: Cast) -> None:
    client = signed_in(cast.coach)
    states = [is_in(client)]
    for minutes in (30, 30 + 30, 30 + 30 + 31):
        with clock.at(MOMENT + timedelta(minutes=minutes)):
            states.append(is_in(client))
    assert states == [True, True, True, False]


def test_it_says_why(cast: Cast) -> None:
    client = signed_in(cast.coach)
    is_in(client)
    with clock.at(MOMENT + timedelta(minutes=45)):
        page = client.get(MINE, follow=True)
    assert "You were signed out because it has been a while. Sign in again." in page.text


def test_a_session_ends_after_twelve_hours_however_busy(cast: Cast) -> None:
    client = signed_in(cast.coach)
    states = []
    for minutes in range(0, 12 * 60 + 21, 20):
        with clock.at(MOMENT + timedelta(minutes=minutes)):
            states.append(is_in(client))
    assert (states[:37], states[37]) == ([True] * 37, False)


def test_setting_the_clock_back_lengthens_no_session(cast: Cast) -> None:
    client = signed_in(cast.coach)
    is_in(client)
    with clock.at(MOMENT - timedelta(hours=1)):
        assert is_in(client) is False


def test_most_pages_write_no_session(cast: Cast) -> None:
    client = signed_in(cast.coach)
    is_in(client)
    before = client.session[sessions.SEEN]
    with clock.at(MOMENT + timedelta(seconds=59)):
        is_in(client)
    assert client.session[sessions.SEEN] == before


def test_a_session_that_is_signed_out_is_worth_nothing(cast: Cast) -> None:
    client = signed_in(cast.coach)
    key = client.session.session_key
    client.post("/sign-in/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert is_in(client) is False


def test_deactivation_ends_every_session_at_once(cast: Cast) -> None:
    first, second = signed_in(cast.coach), signed_in(cast.coach)
    signed_in(cast.sysadmin).post(f"/people/{cast.coach.pk}/deactivate/")
    assert (is_in(first), is_in(second)) == (False, False)
    signed_in(cast.sysadmin).post(f"/people/{cast.coach.pk}/reactivate/")
    assert (is_in(first), User.objects.get(pk=cast.coach.pk).is_active) == (False, True)


def test_a_deactivated_person_cannot_sign_in(cast: Cast) -> None:
    client = Client()
    client.post("/sign-in/login/", {"login": cast.disabled.email, "password": PASSWORD})
    assert is_in(client) is False


def test_deactivation_ends_offices_and_is_written_down(cast: Cast) -> None:
    actions.deactivate(cast.principal, by=cast.sysadmin)
    actions.reactivate(cast.principal, by=cast.sysadmin)
    assert list(Appointment.objects.in_force().filter(person=cast.principal)) == []
    assert [entry.action for entry in audit.entries_about(cast.principal)[:2]] == [
        "person.reactivated",
        "person.deactivated",
    ]


@pytest.mark.parametrize("part", ["director"])
def test_the_only_holder_of_a_top_office_is_not_deactivated(cast: Cast, part: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.deactivate(getattr(cast, part), by=cast.sysadmin)
    assert "Somebody else must hold that office first." in str(refused.value)


@pytest.mark.parametrize("part", ["alternate", "superintendent", "sysadmin"])
@pytest.mark.parametrize("by", ["director", "sysadmin", "superintendent"])
def test_one_person_ends_no_office_that_two_give_by_closing_a_sign_in(cast: Cast, part: str, by: str) -> None:
    user = getattr(cast, part)
    answer = signed_in(getattr(cast, by)).post(f"/people/{user.pk}/deactivate/")
    assert answer.status_code == 403
    user.refresh_from_db()
    assert (user.is_active, user.appointments.in_force().count()) == (True, 1)


def test_superintendent_and_director_are_told_when_somebody_in_office_is_closed_out(cast: Cast) -> None:
    signed_in(cast.sysadmin).post(f"/people/{cast.principal.pk}/deactivate/")
    letters = Letter.objects.filter(template="people/holder_left")
    assert {letter.to for letter in letters} == {cast.superintendent, cast.director}
    text = write(letters[0]).text
    assert "Administrator, Harbor High School" in text
    assert f"{cast.sysadmin.name} closed the sign-in of {cast.principal.name}" in " ".join(text.split())


def test_whoever_closes_it_gets_no_letter_and_a_person_without_office_makes_none(cast: Cast) -> None:
    signed_in(cast.superintendent).post(f"/people/{cast.principal.pk}/deactivate/")
    signed_in(cast.superintendent).post(f"/people/{cast.teacher.pk}/deactivate/")
    assert [letter.to for letter in Letter.objects.filter(template="people/holder_left")] == [cast.director]


def test_nobody_deactivates_themselves(cast: Cast) -> None:
    assert signed_in(cast.sysadmin).post(f"/people/{cast.sysadmin.pk}/deactivate/").status_code == 403


def test_a_deactivation_that_cannot_be_written_down_does_not_happen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.coach)

    def fail(*_args: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("registry.audit.chain.append", fail)
    with pytest.raises(RuntimeError):
        actions.deactivate(cast.coach, by=cast.sysadmin)
    monkeypatch.undo()
    assert (User.objects.get(pk=cast.coach.pk).is_active, is_in(client)) == (True, True)


def test_a_changed_password_ends_other_sessions(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.coach), signed_in(cast.coach)
    facts = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = here.post("/sign-in/password/change/", facts)
    cast.coach.refresh_from_db()
    assert (answer.status_code, cast.coach.check_password(NEW), is_in(elsewhere)) == (302, True, False)


def test_one_signs_oneself_out_everywhere(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.coach), signed_in(cast.coach)
    asked = here.get("/people/me/sign-out-everywhere/").status_code
    here.post("/people/me/sign-out-everywhere/")
    assert (asked, is_in(here), is_in(elsewhere)) == (200, False, False)


def test_a_system_administrator_signs_somebody_out(cast: Cast) -> None:
    client = signed_in(cast.coach)
    answers = [
        signed_in(user).post(f"/people/{cast.coach.pk}/sign-out/").status_code for user in (cast.teacher, cast.sysadmin)
    ]
    assert (answers, is_in(client)) == ([403, 302], False)


def test_an_appointment_that_ends_is_over_at_the_next_page(cast: Cast) -> None:
    client = signed_in(cast.principal)
    page = f"/people/{cast.teacher.pk}/appoint/"
    before = client.get(page).status_code
    actions.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    assert (before, client.get(page).status_code) == (200, 403)


def test_the_page_of_ones_sessions_opens(through_the_door, cast: Cast) -> None:
    assert through_the_door(cast.coach).get("/sign-in/sessions/").status_code == 200


def test_cookies_are_out_of_the_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    cookie = (
        Client()
        .post("/sign-in/login/", {"login": cast.stranger.email, "password": PASSWORD})
        .cookies[settings.SESSION_COOKIE_NAME]
    )
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_each_person_reads_in_their_own_language(cast: Cast, every_language: None) -> None:
    User.objects.filter(pk=cast.coach.pk).update(language="es")
    assert '<html lang="es"' in signed_in(cast.coach).get(MINE).text
