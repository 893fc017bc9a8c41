"""The vault with a real browser and a virtual authenticator: passkey sign-in, the reveal's guard, and what hides again."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.actions import credentials
from accounts.models import Account, Reveal, SecretField
from registry.people.models import User
from registry.vault import Secret
from tests.cast import DOMAIN, Cast, code_of, signed_in
from tests.cast import PASSWORD as THEIR_PASSWORD
from tests.journeys.visitor import Visitor
from tests.makers import make_account

PASSWORD = "Otters-glide-under-ice-41"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DP"
FIVE_MINUTES_AND_MORE = 400


@pytest.fixture(params=[390], ids=["phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def account(people: Cast) -> Account:
    made = make_account(people, "accepted")
    values = {SecretField.LOGIN: Secret(f"ski@{DOMAIN}"), SecretField.PASSWORD: Secret(PASSWORD)}
    credentials.deposit(made, values=values, by=people.coach)
    return made


@pytest.fixture
def passkey(people: Cast, visit: Callable[[User], Visitor]) -> Iterator[Visitor]:
    """Somebody of Communications who has no second factor yet, at a browser that can make passkeys."""
    visitor = visit(people.newcomer)
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield visitor
    devtools.detach()


def test_a_passkey_signs_in_and_opens_a_login(passkey: Visitor, account: Account) -> None:
    enters(passkey, account, signed_in(passkey.user, factor=False).cookies)
    passkey.page.goto("/sign-in/2fa/webauthn/add/")
    passkey.page.get_by_label("Password", exact=True).fill(THEIR_PASSWORD)
    passkey.press("Confirm")
    passkey.page.get_by_label("Name").fill("Office key")
    passkey.page.get_by_role("checkbox").check()
    with passkey.page.expect_navigation():
        passkey.page.locator("#mfa_webauthn_add").click()
    passkey.context.clear_cookies()
    passkey.page.goto("/")
    with passkey.page.expect_navigation():
        passkey.page.get_by_role("button", name="Sign in with a passkey").click()
    passkey.page.goto(f"/accounts/{account.uuid}/")
    passkey.follow("Reveal login")
    opens(passkey, account)


def test_the_guard_asks_for_a_code_that_is_fresh_and_what_is_shown_hides(
    people: Cast, visit: Callable[[User], Visitor], account: Account
) -> None:
    visitor = visit(people.communications)
    stale = signed_in(people.communications)
    session = stale.session
    key = "account_authentication_methods"
    session[key] = [{**each, "at": each["at"] - FIVE_MINUTES_AND_MORE} for each in session[key]]
    session.save()
    enters(visitor, account, stale.cookies)
    visitor.follow("Reveal login")
    visitor.look("confirm with a code")
    left = 30 - time.time() % 30
    if left < 6:
        visitor.page.wait_for_timeout(1000 * left + 200)
    visitor.page.get_by_label("Code").fill(code_of(people.communications))
    with visitor.page.expect_navigation():
        visitor.page.locator("main button[type=submit]").first.click()
    opens(visitor, account)


def test_a_deposit_makes_a_password_up_and_shows_a_set_up_key_once(
    people: Cast, visit: Callable[[User], Visitor], account: Account
) -> None:
    visitor = visit(people.coach)
    enters(visitor, account, signed_in(people.coach).cookies)
    visitor.follow("Deposit the login")
    visitor.look("deposit")
    visitor.page.get_by_text("Have a password made up").click()
    visitor.page.get_by_role("button", name="Make one up and show it").click()
    expect(visitor.page.locator("[data-strength]")).to_have_text("Very hard to guess")
    made = visitor.page.get_by_label("Password", exact=True).input_value()
    assert made.count("-") == 6
    visitor.select("What does the platform ask for beside the password?", "An authenticator app")
    visitor.select("Whose device is it?", "An employee's")
    visitor.fill("Which employee?", people.backup.email)
    visitor.fill("Authenticator seed", f"otpauth://totp/x?secret={SEED}&digits=8")
    visitor.look("deposit, filled in")
    visitor.press("Put it into the vault")
    visitor.see("Scan it now: it is shown this once")
    expect(visitor.page.locator(".qr path")).to_have_count(1)
    visitor.look("seed as a picture")
    visitor.follow("Done")
    visitor.look("account with typed secrets")
    assert made not in visitor.page.content()
    visitor.page.go_back()
    visitor.see("To sign in")
    expect(visitor.page.locator(".qr path")).to_have_count(0)
    assert visitor.page.get_by_label("Password", exact=True).input_value() == ""


def enters(visitor: Visitor, account: Account, cookies: Any) -> None:
    """With a session made elsewhere, straight to the account."""
    visitor.page.goto("/sign-in/login/")
    for name, morsel in cookies.items():
        visitor.context.add_cookies([{"name": name, "value": morsel.value, "url": visitor.page.url}])
    visitor.page.goto(f"/accounts/{account.uuid}/")
    visitor.see("Login and recovery")


def opens(visitor: Visitor, account: Account) -> None:
    visitor.choose("Why do you need it?", "Sign in to post")
    visitor.press("Reveal for 60 seconds")
    visitor.read(PASSWORD)
    act = Reveal.objects.filter(account=account).latest("pk")
    assert (act.person, act.exposures.count()) == (visitor.user, 2)
    vault = visitor.page.locator("[data-reveal]")
    visitor.page.evaluate("Document.prototype.hasFocus = () => false; dispatchEvent(new Event('blur'))")
    expect(vault).to_have_class("vault open away")
    visitor.look("covered")
    visitor.page.evaluate("Document.prototype.hasFocus = () => true; dispatchEvent(new Event('focus'))")
    expect(vault).to_have_class("vault open")
    visitor.follow("Hide now")
    visitor.see("Login and recovery")
    visitor.page.go_back()
    visitor.read("Why do you need it?")
    assert PASSWORD not in visitor.page.content()


AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
