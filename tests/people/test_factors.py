"""Second factors: sealed, good once, kept by those who need one, and held back when they change."""

from datetime import timedelta

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from registry import audit, clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import proof
from registry.people.actions import factors
from registry.people.models import User
from registry.people.refusal import Refused
from tests.cast import PASSWORD, Cast, code_of, seed_of, signed_in

pytestmark = pytest.mark.django_db


def add_authenticator(client: Client, user: User) -> str:
    """Through the pages, as a person does; gives the seed."""
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    page = client.get("/sign-in/2fa/totp/activate/")
    seed = page.context["form"].secret
    client.post("/sign-in/2fa/totp/activate/", {"code": pyotp.TOTP(seed).now()})
    return seed


def add_passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})


def test_a_seed_is_sealed_wherever_it_lies(machine, cast: Cast, django_capture_on_commit_callbacks) -> None:
    client = signed_in(cast.newcomer)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    seed = client.get("/sign-in/2fa/totp/activate/").context["form"].secret
    pending = [row.session_data for row in Session.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/sign-in/2fa/totp/activate/", {"code": pyotp.TOTP(seed).now()})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    assert (seed_of(cast.newcomer), seed in stored, seed in str(pending)) == (seed, False, False)


def test_the_first_factor_has_no_waiting_time(machine, cast: Cast, django_capture_on_commit_callbacks) -> None:
    assert proof.enrolment_due(cast.newcomer) is not None
    with django_capture_on_commit_callbacks(execute=True):
        add_authenticator(signed_in(cast.newcomer), cast.newcomer)
    cast.newcomer.refresh_from_db()
    assert (proof.enrolment_due(cast.newcomer), proof.held_until(cast.newcomer)) == (None, None)
    assert Letter.objects.filter(template="people/factor_changed").count() == 0
    assert [entry.action for entry in audit.entries_about(cast.newcomer) if entry.action.startswith("factor.e")] == [
        "factor.enrolled"
    ]


def test_the_code_that_activates_an_authenticator_is_used_up(
    machine, cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        seed = add_authenticator(signed_in(cast.newcomer), cast.newcomer)
    client = Client()
    client.post("/sign-in/login/", {"login": cast.newcomer.email, "password": PASSWORD})
    again = client.post("/sign-in/2fa/authenticate/", {"code": pyotp.TOTP(seed).now()})
    machine.shift(30)
    fresh = client.post("/sign-in/2fa/authenticate/", {"code": pyotp.TOTP(seed).now()})
    assert (again.status_code, fresh.status_code) == (200, 302)


def test_a_code_opens_one_door_once(machine, cast: Cast) -> None:
    codes = []
    for _ in range(2):
        client = Client()
        client.post("/sign-in/login/", {"login": cast.coach.email, "password": PASSWORD})
        codes.append(client.post("/sign-in/2fa/authenticate/", {"code": code_of(cast.coach)}).status_code)
    assert codes == [302, 200]


@pytest.mark.parametrize("later", [-30, 30, 60])
def test_a_code_of_another_half_minute_is_refused(machine, cast: Cast, later: int) -> None:
    code = code_of(cast.coach)
    machine.shift(later)
    client = Client()
    client.post("/sign-in/login/", {"login": cast.coach.email, "password": PASSWORD})
    assert client.post("/sign-in/2fa/authenticate/", {"code": code}).status_code == 200


def test_a_used_code_stays_used_without_the_cache(cast: Cast) -> None:
    assert [factors.claim_code(code, by=cast.coach) for code in ("123456", "123 456", "123456", "654321")] == [
        True,
        False,
        False,
        True,
    ]


def test_a_later_factor_holds_reveals_for_a_day_and_two_people_are_told(cast: Cast) -> None:
    factors.factor_added(add_passkey(cast.communications), by=cast.communications)
    cast.communications.refresh_from_db()
    told = set(Letter.objects.filter(template="people/factor_changed").values_list("to__name", flat=True))
    assert proof.held_until(cast.communications) == clock.now() + timedelta(hours=24)
    assert told == {cast.superintendent.name, cast.director.name}
    with pytest.raises(Refused):
        proof.check_not_held(cast.communications)
    with clock.at(clock.now() + timedelta(hours=24)):
        assert proof.held_until(cast.communications) is None


def test_a_factor_after_a_removed_one_is_no_first_one(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.communications).delete()
    factors.factor_removed("totp", by=cast.communications)
    later = clock.now() + timedelta(days=30)
    with clock.at(later):
        factors.factor_added(add_passkey(cast.communications), by=cast.communications)
        cast.communications.refresh_from_db()
        assert proof.held_until(cast.communications) == later + timedelta(hours=24)


def test_who_must_have_a_factor_keeps_the_last_one(cast: Cast) -> None:
    client = signed_in(cast.communications)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    client.post("/sign-in/2fa/totp/deactivate/")
    assert proof.has_factor(cast.communications) is True


def test_who_must_have_a_factor_keeps_the_last_passkey(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.communications).delete()
    key = add_passkey(cast.communications)
    client = signed_in(cast.communications)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    answer = client.post(f"/sign-in/2fa/webauthn/keys/{key.pk}/remove/")
    assert (answer.status_code, proof.has_factor(cast.communications)) == (403, True)


def test_others_may_remove_theirs_and_it_is_told(cast: Cast) -> None:
    client = signed_in(cast.teacher)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    client.post("/sign-in/2fa/totp/deactivate/")
    letters = Letter.objects.filter(to=cast.teacher, template="people/sign_in_changed")
    assert (proof.has_factor(cast.teacher), [letter.ids["what"] for letter in letters]) == (False, ["factor_removed"])
    assert client.get("/people/me/").status_code == 200


def test_a_changed_factor_ends_other_sessions_and_keeps_this_one(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.teacher), signed_in(cast.teacher)
    here.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    here.post("/sign-in/2fa/totp/deactivate/")
    assert (here.get("/people/me/").status_code, elsewhere.get("/people/me/").status_code) == (200, 302)


def test_who_needs_a_factor(cast: Cast) -> None:
    needing = {name for name, user in cast.people.items() if proof.must_enrol(user)}
    assert needing == {
        "superintendent", "director", "alternate", "designee", "communications", "second_communications", "principal",
        "other_principal", "newcomer",
    }  # fmt: skip


def test_a_room_upstairs_may_say_who_reveals(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_reveal_holders", [])
    Authenticator.objects.filter(user=cast.stranger).delete()
    before = proof.enrolment_due(cast.stranger)
    proof.add_reveal_holder(lambda user: user.pk == cast.stranger.pk)
    assert (before, proof.enrolment_due(cast.stranger) is None) == (None, False)


def test_a_seed_of_another_installation_does_not_open(cast: Cast) -> None:
    row = Authenticator.objects.get(user=cast.coach)
    row.data["secret"] = row.data["secret"][:-4] + "AAAA"
    row.save()
    client = Client(raise_request_exception=False)
    client.post("/sign-in/login/", {"login": cast.coach.email, "password": PASSWORD})
    assert client.post("/sign-in/2fa/authenticate/", {"code": "123456"}).status_code == 500
    assert Entry.objects.filter(action="signin.done").count() == 0
