"""The main job, end to end, as six people: ask, decide, set up, open, change (points 4 to 8 of the main job)."""

from collections.abc import Callable

import pyotp

from accounts.actions.revealing import CODE
from accounts.models import Account, SetupTaskCode
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import User
from tests.cast import DOMAIN, Cast
from tests.journeys.visitor import Visitor

HANDLE = "harborhighski"
LOGIN = f"ski@{DOMAIN}"
FIRST, SECOND = "Otters-glide-under-ice-41", "Herons-leave-before-snow-42"
SEED = pyotp.random_base32()


def test_from_a_request_to_a_login_that_communications_can_open(people: Cast, visit: Callable[[User], Visitor]) -> None:
    begun, letters = Entry.objects.count(), list(Letter.objects.values_list("pk", flat=True))
    requester = visit(people.requester)
    asks(requester, people)
    approves(visit(people.principal), asks_back=True)
    approves(visit(people.superintendent))
    approves(visit(people.director))
    coach = visit(people.coach)
    deposits_and_accepts(coach)
    communications = visit(people.communications)
    verifies_and_finishes(communications)
    opens(communications)
    changes(coach)

    account = Account.objects.get()
    assert (account.state, account.handle, account.unit) == ("active", HANDLE, people.units.athletics)
    names = {str(user.pk): part for part, user in people.people.items()}
    told = Entry.objects.filter(seq__gt=begun).exclude(action__in=SIGNING_IN).exclude(**NEXT_CODE).order_by("seq")
    assert [(names.get(entry.actor_id, "Mooring"), entry.action) for entry in told] == EVENTS
    posted = Letter.objects.exclude(pk__in=letters)
    assert sorted((letter.template, names[str(letter.to_id)]) for letter in posted) == LETTERS


def asks(visitor: Visitor, people: Cast) -> None:
    visitor.sign_in()
    visitor.follow("Request an account")
    visitor.look("new request")
    visitor.press("Start a request")
    fill_in(visitor, people)
    visitor.look("form")
    visitor.press("Check your answers")
    visitor.see("Check your answers, then send")
    visitor.read("Marcus Bell")
    visitor.look("check your answers")
    visitor.press("Send request")
    visitor.see("Request sent")
    visitor.look("sent")


def fill_in(visitor: Visitor, people: Cast) -> None:
    visitor.choose("Platform", "Instagram")
    visitor.fill("Handle you would like", f"https://www.instagram.com/{HANDLE}/?igsh=abc")
    visitor.select("School or department", "Harbor High Athletics")
    visitor.choose("What kind of account is it?", "Student group")
    visitor.page.get_by_label("Team, club or program").fill("Girls Nordic Ski")
    visitor.fill("Display name", "Harbor High Girls Nordic Ski")
    visitor.fill("What will this account do that your current accounts cannot?", "Meet results and practice times.")
    visitor.fill("Who is it for?", "Families of the team")
    visitor.fill("Custodian", people.coach.email)
    visitor.page.get_by_label("Custodian’s position").fill("Head coach, girls Nordic ski")
    visitor.fill("Backup custodian", people.backup.email)
    visitor.fill("Who will post?", "The coaches")
    visitor.fill("District e-mail to sign up with", LOGIN)
    visitor.choose("Will students help?", "No")
    visitor.choose("What will pictures show?", "No people are shown")
    visitor.choose("Will it use the district’s or a school’s logo?", "No")


def approves(visitor: Visitor, *, asks_back: bool = False) -> None:
    visitor.sign_in()
    visitor.page.get_by_role("main").get_by_role("link", name="Girls Nordic Ski").first.click()
    visitor.see("What is being asked for")
    visitor.look("request")
    if asks_back:
        visitor.page.get_by_label("Add to the discussion").fill("Will you post meet photos?")
        visitor.press("Post comment")
        visitor.read("Will you post meet photos?")
    visitor.choose("What do you decide?", "Approve")
    visitor.press("Record decision")
    visitor.see("You approved this request")
    visitor.look("decided")


def deposits_and_accepts(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.turn_to("Accounts")
    visitor.look("register")
    visitor.follow(HANDLE, exact=False)
    visitor.look("account being set up")
    visitor.follow("Deposit the login")
    visitor.fill("Login", LOGIN)
    visitor.fill("Password", FIRST)
    visitor.fill("Authenticator seed", SEED)
    visitor.fill("Recovery e-mail", f"recovery@{DOMAIN}")
    visitor.fill("Recovery phone", "952-555-0147")
    visitor.fill("Backup codes", "8841 2204\n7190 3366")
    visitor.look("deposit")
    visitor.press("Put it into the vault")
    visitor.look("seed shown once")
    visitor.follow("Done")
    visitor.follow("Read and accept")
    visitor.look("accept custody")
    visitor.press("Accept custody")
    visitor.look("custody accepted")


def verifies_and_finishes(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.turn_to("Accounts")
    visitor.follow(HANDLE, exact=False)
    for task in SetupTaskCode:
        visitor.press(str(task.label), exact=False)
    visitor.follow("Verify the login")
    visitor.look("verify, not opened yet")
    visitor.follow("Reveal login")
    reveals(visitor, "Check that it works", "To sign in with what was deposited")
    visitor.press("It works: verify")
    visitor.read("Login verified.")
    visitor.turn_to("Requests")
    visitor.follow("All you may see")
    visitor.look("requests")
    visitor.follow("Instagram for Girls Nordic Ski", exact=False)
    visitor.press("Finish set-up")
    visitor.read("The set-up is finished.")
    visitor.look("completed")


def reveals(visitor: Visitor, why: str, words: str, password: str = FIRST) -> None:
    visitor.choose("Why do you need it?", why)
    visitor.fill("In a few words", words)
    visitor.look("reveal")
    visitor.press("Reveal for 60 seconds")
    visitor.see("Shown. It hides itself.")
    visitor.read(password)
    visitor.read(LOGIN)
    visitor.read("One-time code")
    visitor.look("revealed")


def opens(visitor: Visitor) -> None:
    """Shown, and gone by itself when its minute is over."""
    visitor.turn_to("Accounts")
    visitor.follow(HANDLE, exact=False)
    visitor.follow("Reveal login")
    visitor.page.clock.install()
    reveals(visitor, "Sign in to post", "Snow day notice for the team")
    visitor.page.clock.fast_forward("01:01")
    visitor.see("Login and recovery")
    assert FIRST not in visitor.page.content()
    visitor.look("hidden again")


def changes(visitor: Visitor) -> None:
    """The custodian reports a new password; the history shows versions, never values (II.7)."""
    visitor.page.reload()
    visitor.follow("Deposit the login")
    visitor.fill("Password", SECOND)
    visitor.press("Put it into the vault")
    visitor.read("Deposited: password.")
    visitor.follow("Every version and every reveal")
    visitor.look("history")
    assert FIRST not in visitor.page.content()
    assert SECOND not in visitor.page.content()


EVENTS = [
    *((part, event) for part, events in (
        ("requester", ["request.drafted", "round.opened", "seat.asked", "request.submitted"]),
        ("principal", ["request.commented", "decision.recorded", "seat.asked", "seat.asked"]),
        ("superintendent", ["decision.recorded"]),
        ("director", ["decision.recorded", "round.closed", "account.opened", "custody.interim", "custody.offered", "backup.named", "request.approved"]),
        ("coach", ["secret.deposited"] * 7 + ["custody.ended", "custody.accepted"]),
        ("communications", ["task.done"] * 7 + ["secret.revealed", "secret.tried"] + ["secret.verified"] * 3),
        ("communications", ["account.activated", "request.set_up_finished", "secret.revealed"]),
        ("coach", ["secret.deposited"]),
    ) for event in events),
]  # fmt: skip
SIGNING_IN = ("factor.used", "signin.done")
NEXT_CODE = {"action": "secret.revealed", "field_code": CODE}  # where the half minute of a code ends while it is shown
OFFICE = ["communications", "director", "newcomer", "second_communications"]
LETTERS = sorted(
    (template, part)
    for template, parts in {
        "approvals/request_received": ["requester"],
        "approvals/decision_needed": ["principal", "superintendent", "director"],
        "approvals/commented": ["requester", "coach", "backup"],
        "approvals/approved": ["requester", "coach"],
        "approvals/setup_needed": OFFICE,
        "approvals/completed": ["requester", "coach", "backup"],
        "accounts/interim": ["principal"],
        "accounts/custody_offered": ["coach"],
        "accounts/backup_named": ["backup"],
        "accounts/deposited": [*OFFICE, "principal", *OFFICE],
        "accounts/custody_accepted": [*OFFICE, "principal"],
        "accounts/verified": ["coach"],
        "accounts/revealed": ["coach"],
    }.items()
    for part in parts
)
