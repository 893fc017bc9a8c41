"""The guard before what needs a second factor now (domain.md, second factor)."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.urls import get_resolver

from registry import clock
from registry.people import proof
from registry.people.models import User
from registry.people.proof import Proof, check_fresh, factor_at, is_fresh
from registry.people.refusal import Refused
from tests.cast import MOMENT, PASSWORD, Cast, code_of, signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def guarded(cast: Cast) -> str:
    return f"/people/{cast.teacher.pk}/appoint/"


def with_records(user: User, *records: dict[str, Any]) -> Client:
    client = signed_in(user, factor=False)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = list(records)
    session.save()
    return client


def asked(client: Client, user: User) -> Any:
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return factor_at(request)


def test_trap_1_somebody_without_password_and_factor_does_not_walk_through(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.superintendent).delete()
    cast.superintendent.set_unusable_password()
    cast.superintendent.save()
    client = signed_in(cast.superintendent)
    answer = client.get(guarded(cast))
    page = client.get(answer.url)
    assert (answer.status_code, answer.url) == (302, "/sign-in/2fa/")
    assert "Add an authenticator app or a passkey first." in page.text


def test_trap_2_a_posted_body_is_dropped_and_never_stored(cast: Cast) -> None:
    client = signed_in(cast.superintendent, factor=False)
    answer = client.post(guarded(cast), {"office": "administrator", "note": "canary-5f1c"})
    assert (answer.status_code, answer.url) == (302, guarded(cast))
    assert "canary-5f1c" not in str(dict(client.session.items()))


def test_a_password_alone_is_no_second_factor(cast: Cast) -> None:
    client = signed_in(cast.superintendent, factor=False)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    assert client.get(guarded(cast)).status_code == 302


def test_a_stale_get_asks_for_a_code_and_comes_back(machine, cast: Cast) -> None:
    client = signed_in(cast.superintendent, factor=False)
    answer = client.get(guarded(cast))
    back = client.post(answer.url, {"code": code_of(cast.superintendent), "next": guarded(cast)})
    assert answer.url == f"/sign-in/2fa/reauthenticate/?next=%2Fpeople%2F{cast.teacher.pk}%2Fappoint%2F"
    assert (back.status_code, back.url, client.get(guarded(cast)).status_code) == (302, guarded(cast), 200)


def test_no_password_is_offered_where_it_would_not_count(cast: Cast) -> None:
    client = signed_in(cast.superintendent, factor=False)
    there = client.get(client.get(guarded(cast)).url).text
    assert "/sign-in/reauthenticate/" not in there
    assert "/sign-in/reauthenticate/" in client.get("/sign-in/2fa/reauthenticate/?next=/sign-in/password/change/").text


def test_a_password_that_was_given_all_the_same_is_told_why_it_does_not_count(cast: Cast) -> None:
    client = signed_in(cast.superintendent, factor=False)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    back = client.get(guarded(cast), follow=True)
    assert "A password or recovery code does not count here" in back.content.decode()


def test_the_page_that_asks_says_what_for(cast: Cast) -> None:
    account = make_account(cast, "active")
    client = signed_in(cast.coach, factor=False)
    asked = client.get(f"/accounts/{account.uuid}/reveal/", follow=True)
    assert f"You are about to open the login of {account.trail_label}." in asked.content.decode()
    wrong = client.post("/sign-in/2fa/reauthenticate/", {"code": "000", "next": f"/accounts/{account.uuid}/reveal/"})
    assert f"You are about to open the login of {account.trail_label}." in wrong.content.decode()


def test_signing_in_with_a_code_counts(through_the_door, cast: Cast) -> None:
    assert through_the_door(cast.superintendent).get(guarded(cast)).status_code == 200


def test_a_factor_goes_stale_after_its_minutes(cast: Cast) -> None:
    proofs = [
        Proof(cast.coach, clock.now() - timedelta(seconds=seconds)) for seconds in (0, 300, 301, 720 * 60, 720 * 60 + 1)
    ]
    assert [is_fresh(one, cast.coach, 5) for one in proofs] == [True, True, False, False, False]
    assert [is_fresh(one, cast.coach, 720) for one in proofs] == [True, True, True, True, False]


def test_setting_the_clock_back_makes_nothing_fresher(cast: Cast) -> None:
    client = signed_in(cast.superintendent)
    with clock.at(MOMENT - timedelta(minutes=2)):
        assert asked(client, cast.superintendent) is None
        assert is_fresh(Proof(cast.superintendent, MOMENT), cast.superintendent, 5) is False


def test_another_persons_factor_proves_nothing(cast: Cast) -> None:
    client = signed_in(cast.superintendent)
    assert asked(client, cast.director) is None
    with pytest.raises(Refused):
        check_fresh(Proof(cast.director, clock.now()), cast.superintendent, 5)
    with pytest.raises(Refused):
        check_fresh(None, cast.superintendent, 5)


def test_a_recovery_code_does_not_count(cast: Cast) -> None:
    codes = Authenticator.objects.create(user=cast.coach, type="recovery_codes", data={})
    at = clock.now().timestamp()
    client = with_records(cast.coach, {"method": "mfa", "type": "recovery_codes", "id": codes.pk, "at": at})
    assert asked(client, cast.coach) is None


def test_a_factor_that_was_removed_since_does_not_count(cast: Cast) -> None:
    client = signed_in(cast.coach)
    before = asked(client, cast.coach)
    Authenticator.objects.filter(user=cast.coach).delete()
    assert (before, asked(client, cast.coach)) == (clock.now(), None)


def test_the_last_factor_counts_not_the_first(cast: Cast) -> None:
    pk = Authenticator.objects.get(user=cast.coach).pk
    moments = [(MOMENT - timedelta(minutes=minutes)).timestamp() for minutes in (90, 3, 40)]
    client = with_records(cast.coach, *({"method": "mfa", "type": "totp", "id": pk, "at": at} for at in moments))
    assert asked(client, cast.coach) == MOMENT - timedelta(minutes=3)


def test_a_passkey_holder_is_sent_to_the_passkey_page(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.superintendent).delete()
    Authenticator.objects.create(user=cast.superintendent, type="webauthn", data={})
    assert (
        signed_in(cast.superintendent).get(guarded(cast)).url.startswith("/sign-in/2fa/webauthn/reauthenticate/?next=")
    )


def test_what_is_guarded_can_be_listed() -> None:
    names = {"appoint", "end_appointment", "deactivate", "reactivate", "end_sessions", "publish"}
    found = {name: minutes for name, minutes in guarded_views(get_resolver()).items() if name in names}
    assert found == dict.fromkeys(names, proof.DECISION_MINUTES)


def guarded_views(resolver: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            found |= guarded_views(one)
        elif hasattr(one.callback, "needs_factor"):
            found[one.name] = one.callback.needs_factor
    return found
