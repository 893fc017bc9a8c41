"""D25: the 19 items of OWASP ASVS 5.0, chapter V7 (session management), each asserted through the door."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from assurance import world
from assurance.acting import reveal_asks_again
from assurance.figure import Figure
from assurance.surroundings import HOST
from registry import clock
from registry.people import actions
from registry.people.models import User
from registry.people.sessions import ABSOLUTE, IDLE
from tests.cast import PASSWORD, Cast, code_of, gather

LOGIN, CODE, LOGOUT = "/sign-in/login/", "/sign-in/2fa/authenticate/", "/sign-in/logout/"
ITEMS: dict[str, Callable[[Cast], bool]] = {}


def item(code: str) -> Callable[[Callable[[Cast], bool]], Callable[[Cast], bool]]:
    """Register the assertion of one item of the chapter."""

    def register(check: Callable[[Cast], bool]) -> Callable[[Cast], bool]:
        ITEMS[code] = check
        return check

    return register


def main(*, full: bool) -> None:
    """Assert each item; then break the site three ways and see the right items fail."""
    world.begin()
    settings.ACCOUNT_RATE_LIMITS = False
    cast = gather()
    red = [code for code, check in ITEMS.items() if not check(cast)]
    caught = _caught(cast)
    Figure(
        "D25", "sessions, ASVS V7", len(ITEMS) - len(red), 19, caught == BROKEN.keys(),
        f"{len(caught)} of {len(BROKEN)} broken variants caught", "items", tuple(f"V{code} is not met" for code in red),
    ).tell()  # fmt: skip


# what is broken: where, with what, and the item that must turn red
BROKEN: dict[str, tuple[str, object, str]] = {
    "no limit of time": ("registry.people.sessions.is_over", lambda request: False, "7.3.1"),
    "the token stays": ("django.contrib.sessions.backends.base.SessionBase.cycle_key", lambda session: None, "7.2.4"),
    "a changed password ends nothing": (
        "registry.people.models.User.get_session_auth_hash",
        lambda user: "one",
        "7.4.3",
    ),
}


def _caught(cast: Cast) -> set[str]:
    found = set()
    for what, (target, instead, code) in BROKEN.items():
        with mock.patch(target, instead):
            if not ITEMS[code](cast):
                found.add(what)
    return found


# How people come in ---------------------------------------------------------------------------------------------------


def browser() -> Client:
    return Client(headers={"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"})


def come_in(user: User, client: Client | None = None) -> Client:
    """Sign in with password and code, as a person does."""
    client = client or browser()
    User.objects.filter(pk=user.pk).update(last_code="")  # a code is good once, and here nobody waits half a minute
    cache.clear()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    client.post(CODE, {"code": code_of(user)})
    return client


def is_in(client: Client) -> bool:
    return bool(client.get("/people/me/").status_code == 200)


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def documented(*phrases: str) -> bool:
    text = " ".join(Path("docs/sessions.md").read_text(encoding="utf-8").split())
    return all(phrase in text for phrase in phrases)


# V7.1 documentation ---------------------------------------------------------------------------------------------------


@item("7.1.1")
def limits_are_documented(cast: Cast) -> bool:
    idle = int(IDLE.total_seconds() // 60)
    absolute = int(ABSOLUTE.total_seconds() // 3600)
    return documented(f"after {idle} minutes without a page", f"after {absolute} hours in any case", "800-63B")


@item("7.1.2")
def number_of_sessions_is_documented(cast: Cast) -> bool:
    return (
        documented("signed in on several devices at once") and is_in(come_in(cast.coach)) and is_in(come_in(cast.coach))
    )


@item("7.1.3")
def single_sign_on_is_documented(cast: Cast) -> bool:
    return documented("**Single sign-on.** A session here is this site's own")


# V7.2 tokens ----------------------------------------------------------------------------------------------------------


@item("7.2.1")
def tokens_are_verified_here(cast: Cast) -> bool:
    client = come_in(cast.coach)
    client.cookies[settings.SESSION_COOKIE_NAME] = key_of(client)[:-1] + ("a" if key_of(client)[-1] != "a" else "b")
    return not is_in(client)


@item("7.2.2")
def tokens_are_made_for_each_session(cast: Cast) -> bool:
    return len({key_of(come_in(cast.coach)) for _ in range(3)}) == 3


@item("7.2.3")
def tokens_are_references_of_128_bits(cast: Cast) -> bool:
    key = key_of(come_in(cast.coach))
    return (
        bool(re.fullmatch(r"[a-z0-9]{32}", key)) and Session.objects.filter(session_key=key).exists()
    )  # 36^32 > 2^165


@item("7.2.4")
def a_new_token_at_every_sign_in(cast: Cast) -> bool:
    client = browser()
    client.post(LOGIN, {"login": cast.coach.email, "password": PASSWORD})
    before = key_of(client)
    come_in(cast.coach, client)
    return key_of(client) != before and not Session.objects.filter(session_key=before).exists()


# V7.3 time ------------------------------------------------------------------------------------------------------------


@item("7.3.1")
def idle_sessions_end(cast: Cast) -> bool:
    client = come_in(cast.coach)
    with clock.at(clock.now() + IDLE + timedelta(minutes=1)):
        return not is_in(client)


@item("7.3.2")
def old_sessions_end(cast: Cast) -> bool:
    client, begun = come_in(cast.coach), clock.now()
    steps = ABSOLUTE // timedelta(minutes=25)
    alive = []
    for step in range(1, steps + 2):
        with clock.at(begun + step * timedelta(minutes=25)):
            alive.append(is_in(client))
    return alive[:steps] == [True] * steps and not alive[-1]


# V7.4 ending ----------------------------------------------------------------------------------------------------------


@item("7.4.1")
def signing_out_ends_the_token(cast: Cast) -> bool:
    client = come_in(cast.coach)
    key = key_of(client)
    client.post(LOGOUT)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return not is_in(client)


@item("7.4.2")
def closing_a_sign_in_ends_all_sessions(cast: Cast) -> bool:
    clients = [come_in(cast.backup), come_in(cast.backup)]
    actions.deactivate(cast.backup, by=cast.sysadmin)
    ended = not any(is_in(client) for client in clients)
    stays_out = not is_in(come_in(cast.backup))
    actions.reactivate(cast.backup, by=cast.sysadmin)
    return ended and stays_out


@item("7.4.3")
def a_changed_password_ends_the_others(cast: Cast) -> bool:
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save(update_fields=["password"])
    here, elsewhere = come_in(cast.teacher), come_in(cast.teacher)
    here.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": f"{PASSWORD} again", "password2": f"{PASSWORD} again"}
    here.post("/sign-in/password/change/", new)
    changed = User.objects.get(pk=cast.teacher.pk).check_password(f"{PASSWORD} again")
    return changed and not is_in(elsewhere)


@item("7.4.4")
def every_page_can_sign_out(cast: Cast) -> bool:
    client = come_in(cast.communications)
    pages = [
        "/",
        "/requests/",
        "/accounts/",
        "/people/me/",
        "/policy/",
        "/trail/",
        "/sign-in/sessions/",
        "/sign-in/2fa/",
    ]
    return all(f'action="{LOGOUT}"' in client.get(page).content.decode() for page in pages)


@item("7.4.5")
def an_administrator_can_end_sessions(cast: Cast) -> bool:
    client = come_in(cast.coach)
    actions.end_sessions(cast.coach, by=cast.sysadmin)
    return not is_in(client)


# V7.5 against misuse --------------------------------------------------------------------------------------------------


@item("7.5.1")
def sensitive_details_ask_again(cast: Cast) -> bool:
    client = come_in(cast.coach)
    pages = ["/sign-in/2fa/totp/deactivate/", "/sign-in/2fa/webauthn/add/", "/sign-in/2fa/recovery-codes/generate/"]
    asked = [client.get(page) for page in pages]
    return all(answer.status_code == 302 and "reauthenticate" in answer.headers["Location"] for answer in asked)


@item("7.5.2")
def people_see_and_end_their_sessions(cast: Cast) -> bool:
    here, elsewhere = come_in(cast.coach), come_in(cast.coach)
    is_in(elsewhere)
    listed = here.get("/sign-in/sessions/")
    here.post("/sign-in/sessions/")
    return listed.status_code == 200 and is_in(here) and not is_in(elsewhere)


@item("7.5.3")
def a_reveal_asks_for_a_fresh_factor(cast: Cast) -> bool:
    return reveal_asks_again(cast, come_in)


# V7.6 single sign-on --------------------------------------------------------------------------------------------------


@item("7.6.1")
def ours_ends_by_our_limits(cast: Cast) -> bool:
    return (
        not settings.SOCIALACCOUNT_STORE_TOKENS and settings.SESSION_COOKIE_AGE <= 12 * 3600 and idle_sessions_end(cast)
    )


@item("7.6.2")
def no_session_begins_by_a_link(cast: Cast) -> bool:
    return not getattr(settings, "SOCIALACCOUNT_LOGIN_ON_GET", False) and not is_in(browser())
