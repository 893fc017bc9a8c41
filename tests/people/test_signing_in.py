"""Signing in through the pages: for the invited only, the same answer for everybody, and every try written down."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import registry.settings
from registry import audit, outbox
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions
from registry.people.models import User
from registry.people.notices import one_time_path
from tests.cast import DOMAIN, PASSWORD, Cast, code_of, signed_in

pytestmark = pytest.mark.django_db
FRESH, NOBODY = f"fresh@{DOMAIN}", f"nobody.here@{DOMAIN}"
NEW = "eleven brown otters swim upstream"


def try_to_sign_in(email: str, password: str = PASSWORD, client: Client | None = None, **headers: str):
    return (client or Client()).post("/sign-in/login/", {"login": email, "password": password}, headers=headers or None)


def actions_written() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))


def test_nobody_signs_up(client: Client, cast: Cast) -> None:
    before = User.objects.count()
    facts = {"email": f"me@{DOMAIN}", "password1": NEW, "password2": NEW}
    page, sent = client.get("/sign-in/signup/"), client.post("/sign-in/signup/", facts)
    assert (page.status_code, sent.status_code, User.objects.count()) == (200, 200, before)


def test_there_is_no_superuser_and_no_way_to_make_one() -> None:
    assert [name for name in ("is_superuser", "is_staff", "user_permissions", "groups") if hasattr(User, name)] == []
    assert hasattr(User.objects, "create_superuser") is False


def test_password_and_code_bring_somebody_in(through_the_door, cast: Cast) -> None:
    start = Entry.objects.count()
    client = through_the_door(cast.coach)
    assert client.get("/people/me/").status_code == 200
    assert actions_written()[start:] == ["factor.used", "signin.done"]


def test_an_invited_person_sets_a_password_and_is_in_without_confirming_an_address(client: Client, cast: Cast) -> None:
    user = actions.invite(email=FRESH, name="Fresh One", title="", unit=cast.units.high, by=cast.sysadmin)
    path = one_time_path(user)
    form = client.get(path, follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert path.rstrip("/").rpartition("-")[2] not in str(client.session.items()), "a link that was used is forgotten"
    answer = try_to_sign_in(user.email, NEW, client)
    assert (done.status_code, answer.status_code, answer.url) == (302, 302, settings.LOGIN_REDIRECT_URL)
    assert client.get("/people/me/").status_code == 200


def test_a_one_time_link_works_once(cast: Cast) -> None:
    user = actions.invite(email=FRESH, name="Fresh One", title="", unit=cast.units.high, by=cast.sysadmin)
    path = one_time_path(user)
    first, second = Client(), Client()
    form = first.get(path, follow=True)
    first.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    again = second.get(path, follow=True)
    assert ("password1" in form.text, "password1" in again.text) == (True, False)


def test_a_short_or_common_password_is_refused(cast: Cast) -> None:
    user = actions.invite(email=FRESH, name="Fresh One", title="", unit=cast.units.high, by=cast.sysadmin)
    client = Client()
    form = client.get(one_time_path(user), follow=True)
    for password in ("short one", "qwerty123456", "fresh@lakeviewps"):
        answer = client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
        assert (password, answer.status_code) == (password, 200)
    user.refresh_from_db()
    assert user.has_usable_password() is False


def test_passwords_are_kept_by_argon2() -> None:
    assert registry.settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def bare(answer) -> tuple[int, str]:
    """The answer without what differs from page to page: tokens, and the address that was typed."""
    text = re.sub(r'value="[^"]*"', "", getattr(answer, "text", ""))
    return answer.status_code, getattr(answer, "url", text)


def test_d17_known_and_unknown_get_the_same_answer(cast: Cast) -> None:
    known, unknown = cast.coach.email, NOBODY
    sign_ins = [bare(try_to_sign_in(email, "wrong password here")) for email in (known, unknown)]
    resets = [bare(Client().post("/sign-in/password/reset/", {"email": email})) for email in (known, unknown)]
    assert (sign_ins[0] == sign_ins[1], resets[0] == resets[1]) == (True, True)
    assert [letter.to for letter in Letter.objects.filter(template="people/reset_password")] == [cast.coach]


def statements(path: str, facts: dict[str, str]) -> list[str]:
    Client().post(path, facts)
    with CaptureQueriesContext(connection) as queries:
        Client().post(path, facts)
    # PostgreSQL reads rows one by one through a cursor that is declared first.
    kinds = (query["sql"].split()[0].replace("DECLARE", "SELECT") for query in queries)
    return sorted(kind for kind in kinds if kind in {"SELECT", "INSERT", "UPDATE"})


def test_d17_known_and_unknown_cost_the_database_the_same(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    for path, key in (("/sign-in/login/", "login"), ("/sign-in/password/reset/", "email")):
        known, unknown = (statements(path, {key: email, "password": "x"}) for email in (cast.coach.email, NOBODY))
        assert (path, known) == (path, unknown)


def test_a_wrong_try_is_written_down_without_what_was_typed(cast: Cast) -> None:
    try_to_sign_in(cast.coach.email, "wrong password here")
    try_to_sign_in("my secret typed in the wrong box", "x")
    try_to_sign_in(NOBODY, "x")
    tries = Entry.objects.filter(action="signin.failed").order_by("seq")
    assert [(entry.object_id, entry.object_label) for entry in tries] == [
        (cast.coach.trail_id, cast.coach.name),
        ("", ""),
    ]
    assert [
        word
        for word in ("nobody.here", "secret typed", "wrong password")
        for e in Entry.objects.all()
        if word in str(vars(e))
    ] == []


def test_d16_five_wrong_tries_hold_an_address_back_whoever_asks(machine, cast: Cast) -> None:
    for number in range(5):
        try_to_sign_in(cast.coach.email, f"wrong {number}", **{"X-Forwarded-For": f"192.0.2.{number}"})
    right = try_to_sign_in(cast.coach.email, **{"X-Forwarded-For": "198.51.100.7"})
    machine.shift(5 * 60 + 1)
    later = try_to_sign_in(cast.coach.email)
    assert (right.status_code, "There were too many tries" in right.text, later.status_code) == (200, True, 302)
    assert Entry.objects.filter(action="signin.locked", object_id=cast.coach.trail_id).count() == 1


def test_d16_wrong_codes_are_held_back_too(machine, cast: Cast) -> None:
    client = Client()
    try_to_sign_in(cast.coach.email, client=client)
    for _ in range(5):
        client.post("/sign-in/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/sign-in/2fa/authenticate/", {"code": code_of(cast.coach)})
    assert (answer.status_code, client.get("/people/me/").status_code) == (200, 302)
    assert Entry.objects.filter(action="factor.failed").count() == 5


def test_tries_are_counted_in_a_cache_that_all_workers_share() -> None:
    assert registry.settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_a_reset_letter_leads_to_a_new_password_and_tells(cast: Cast) -> None:
    Client().post("/sign-in/password/reset/", {"email": cast.coach.email.upper()})
    letter = Letter.objects.get(template="people/reset_password")
    path = outbox.registered.maker_of("people/reset_password")(letter)["path"]
    client = Client()
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    cast.coach.refresh_from_db()
    assert cast.coach.check_password(NEW)
    assert [one.action for one in audit.entries_about(cast.coach)[:2]] == ["password.changed", "password.reset_asked"]
    assert [one.ids for one in Letter.objects.filter(to=cast.coach, template="people/sign_in_changed")] == [
        {"what": "password_changed"}
    ]


def test_a_closed_sign_in_gets_no_letter_that_leads_anywhere(cast: Cast) -> None:
    Client().post("/sign-in/password/reset/", {"email": cast.disabled.email})
    letters = Letter.objects.filter(to=cast.disabled, template="people/reset_password")
    assert [outbox.registered.maker_of("people/reset_password")(letter) for letter in letters] in ([], [None])


def test_no_letter_holds_a_link_or_a_token(cast: Cast) -> None:
    Client().post("/sign-in/password/reset/", {"email": cast.coach.email})
    letter = Letter.objects.get(template="people/reset_password")
    assert (letter.ids, "sign-in" in str(vars(letter))) == ({}, False)


def test_nobody_changes_their_own_address(cast: Cast) -> None:
    client = signed_in(cast.teacher)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": "mine@elsewhere.example"})
    assert [row.email for row in cast.teacher.emailaddress_set.all()] == [cast.teacher.email]


def test_signing_out_is_written_down(cast: Cast) -> None:
    signed_in(cast.coach).post("/sign-in/logout/")
    assert [entry.action for entry in audit.entries_about(cast.coach)[:1]] == ["signin.out"]


def test_too_many_tries_end_on_a_page_of_ours() -> None:
    visitor = Client()
    answers = [visitor.post("/sign-in/password/reset/", {"email": FRESH}) for _ in range(30)]
    late = next(answer for answer in answers if answer.status_code == 429)
    assert "That was too many tries" in late.content.decode()
