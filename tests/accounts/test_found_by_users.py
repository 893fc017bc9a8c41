"""What people who tried the register stumbled over, each as it should have been."""

import re

import pytest
from django.urls import reverse

from accounts.actions import credentials, custody, lifecycle, roles
from accounts.models import Reason, Reveal, RoleLevel, SecretField
from accounts.rules import lifecycle as rules
from accounts.rules.strength import weakness
from accounts.waiting import tasks_for
from approvals import waiting
from registry import audit
from registry.audit.sentences import REASONS
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.cast import DOMAIN, signed_in
from tests.makers import account_of, bring_to, make_account, make_request, reveal

pytestmark = pytest.mark.django_db


def page(account, name="account", *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def text_of(user, account, name="account", *more):
    return signed_in(user).get(page(account, name, *more)).content.decode()


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def fresh(cast):
    return make_account(cast, "setting_up")


@pytest.fixture
def shared(cast):
    """An active page on a platform with roles: Communications and the custodian hold full control."""
    made = make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")
    for person, witness in ((cast.communications, cast.director), (cast.coach, cast.communications)):
        roles.prove(roles.record(made, person=person, level=RoleLevel.FULL, by=cast.communications), by=witness)
    custody.accept(made.custodies.get(state="offered"), by=cast.coach)
    for task in made.setup_tasks.all():
        lifecycle.tick(task, by=cast.communications, done=True)
    return lifecycle.activate(made, by=cast.communications)


# Who sees the sign-up address -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "sees"),
    [("coach", True), ("backup", True), ("communications", True), ("stranger", False), ("teacher", False),
     ("superintendent", False), ("principal", False), ("sysadmin", False)],
)  # fmt: skip
def test_the_sign_up_address_is_the_login_and_shown_only_to_who_opens_it(cast, part, sees):
    account = make_account(cast, "active")
    assert (account.email in text_of(getattr(cast, part), account)) is sees


# The district's address -----------------------------------------------------------------------------------------------


def deposit_outside(account, by):
    values = {SecretField.RECOVERY_EMAIL: Secret("mom@mail.example")}
    credentials.deposit(account, values=values, holders={SecretField.RECOVERY_EMAIL: "student_or_parent"}, by=by)


def test_e3_40_no_tick_says_the_districts_address_while_a_parents_is_in_the_vault(cast, fresh):
    deposit_outside(fresh, cast.coach)
    answer = signed_in(cast.communications).post(page(fresh, "task", "email"), {"done": "yes"})
    assert answer.status_code == 403
    assert "The recovery e-mail in the vault is not the district’s" in answer.content.decode()
    text = text_of(cast.communications, fresh)
    assert (text.count("The recovery e-mail in the vault is not"), 'id="tick-email"' in text) == (2, False)
    credentials.deposit(fresh, values={SecretField.RECOVERY_EMAIL: Secret(f"office@{DOMAIN}")}, by=cast.coach)
    signed_in(cast.communications).post(page(fresh, "task", "email"), {"done": "yes"})
    assert fresh.setup_tasks.get(code="email").done_by == cast.communications


def test_an_address_outside_that_comes_after_the_tick_stops_the_account_from_being_active(cast, fresh):
    account = bring_to(cast, fresh, "ready")
    assert account in rules.ready()
    deposit_outside(account, cast.coach)
    assert account not in rules.ready()
    with pytest.raises(Refused, match="The recovery e-mail in the vault is not the district’s"):
        lifecycle.activate(account, by=cast.communications)


# It works -------------------------------------------------------------------------------------------------------------


def opened(client, account, **data):
    ticket = client.get(page(account, "reveal")).context["ticket"]
    return client.post(page(account, "reveal"), {"nonce": ticket, "reason_code": "verify", **data})


def test_it_works_is_said_once_and_verifies(cast, fresh):
    account, client = bring_to(cast, fresh, "deposited"), signed_in(cast.communications)
    assert "It works: verify" in opened(client, account).content.decode()
    answer = client.post(
        page(account, "reveal-worked", Reveal.objects.latest("pk").uuid), {"worked": "yes"}, follow=True
    )
    assert said(answer) == ["Login verified."]
    assert {row.state for row in credentials_of(account)} == {"verified"}


def test_the_custodians_it_works_verifies_nothing(cast, fresh):
    account = bring_to(cast, fresh, "deposited")
    custody.accept(account.custodies.get(state="offered"), by=cast.coach)
    client = signed_in(cast.coach)
    assert "It works: verify" not in opened(client, account).content.decode()
    client.post(page(account, "reveal-worked", Reveal.objects.latest("pk").uuid), {"worked": "yes"})
    assert {row.state for row in credentials_of(account)} == {"deposited"}


def test_it_works_of_what_was_verified_last_does_not_verify_what_came_since(cast):
    account, client = make_account(cast, "active"), signed_in(cast.communications)
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Mistyped-1")}, by=cast.coach)
    opened(client, account, which="verified")
    client.post(page(account, "reveal-worked", Reveal.objects.latest("pk").uuid), {"worked": "yes"})
    assert account.secrets.get(field="password", is_current=True).state == "deposited"


def credentials_of(account):
    return account.secrets.filter(is_current=True, field__in=SecretField.sign_in_set())


# The reason -----------------------------------------------------------------------------------------------------------


def test_a_reason_of_the_list_needs_no_words_and_is_shown_where_it_is_kept(cast):
    account = make_account(cast, "active")
    assert opened(signed_in(cast.director), account, reason_code="post").status_code == 200
    assert "Sign in to post" in text_of(cast.communications, account, "history")
    trail = signed_in(cast.director).get("/trail/", {"what": "secret.revealed"}).content.decode()
    assert "Reason: Sign in to post" in trail
    reveal(account, cast.coach, reason_code="incident", reason="Odd posts")
    assert Reveal.objects.latest("pk").why == "Incident: Odd posts"
    reveal(account, cast.coach, reason_code="other", reason="The board wants to see it")
    assert Reveal.objects.latest("pk").why == "The board wants to see it"


def test_the_trail_says_each_reason_as_the_register_does():
    assert {code: str(words) for code, words in REASONS.items()} == {each.value: str(each.label) for each in Reason}


def test_the_focus_starts_on_the_reason(cast):
    text = text_of(cast.coach, make_account(cast, "active"), "reveal")
    assert re.findall(r'<input[^>]*name="reason_code"[^>]*autofocus', text) != []


# Roles ----------------------------------------------------------------------------------------------------------------


def test_the_end_of_a_role_is_asked_about_said_aloud_and_undone(cast, shared):
    role, client = shared.role_holders.get(person=cast.coach), signed_in(cast.communications)
    asked = client.get(page(shared, "role-end", role.pk)).content.decode()
    assert "stays the custodian and answers for the account, without a role on it." in asked
    assert "One more employee must be proven to have full control, beside Communications." in asked
    role.refresh_from_db()
    assert role.ended_at is None
    after = client.post(page(shared, "role-end", role.pk), follow=True).content.decode()
    assert "Record again" in after
    client.post(page(shared, "roles"), {"person": cast.coach.email, "role": "Full control", "signs_in": "work"})
    assert shared.role_holders.filter(person=cast.coach, ended_at=None).count() == 1


def test_an_active_account_says_when_full_control_came_loose(cast, shared):
    assert "Needs attention" not in text_of(cast.stranger, shared)
    assert "roles" not in {task.kind for task in tasks_for(cast.communications)}
    roles.end(shared.role_holders.get(person=cast.coach), by=cast.communications)
    text = text_of(cast.stranger, shared)
    assert "Needs attention" in text
    assert "One more employee must be proven to have full control, beside Communications." in text
    assert "roles" in {task.kind for task in tasks_for(cast.communications)}


# Weak passwords -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "says"),
    [("harry", "5 characters"), ("aaaaaaaaaaaa", "repeats"), ("1234567890", "run of keys"), ("qwertyuiop1", "run of keys"),
     ("Password2025!", "common word"), ("HarborSki1", "own name"), ("Glide-8Il4", ""), ("otters glide under ice", "")],
)  # fmt: skip
def test_what_is_easy_to_guess_is_said(password, says):
    found = weakness(password, known=["harborski"])
    assert says in found if says else found == ""
    assert password not in found


def test_a_weak_password_goes_into_the_vault_only_on_a_second_word(cast, fresh):
    client = signed_in(cast.coach)
    first = client.post(page(fresh, "deposit"), {"login": "harbor", "password": "harry"})
    text = first.content.decode()
    assert (first.status_code, fresh.secrets.count(), "harry" in text) == (422, 0, False)
    assert "It is only 5 characters long; 10 or more are hard to guess." in text
    assert 'name="keep_anyway"' in text
    client.post(page(fresh, "deposit"), {"login": "harbor", "password": "harry", "keep_anyway": "on"})
    assert sorted(fresh.secrets.values_list("field", flat=True)) == ["login", "password"]


def test_only_what_must_not_be_read_over_a_shoulder_is_dots(cast, fresh):
    text = text_of(cast.coach, fresh, "deposit")
    named = {name: kind for kind, name in re.findall(r'<input type="(\w+)" name="(?!csrf)([a-z_]+)"', text)}
    assert {name: named[name] for name in ("login", "password", "seed", "recovery_email", "recovery_phone")} == {
        "login": "text", "password": "password", "seed": "password", "recovery_email": "email", "recovery_phone": "tel",
    }  # fmt: skip
    assert text.count("data-peek-at=") == 2
    boxes = re.findall(r'name="(birth_date_\w+)"', text)
    assert boxes == ["birth_date_month", "birth_date_day", "birth_date_year"]
    assert "novalidate" not in text


# One story of the set-up ----------------------------------------------------------------------------------------------


def test_the_first_step_says_who_creates_it_with_what_and_no_link_leads_to_nothing(cast):
    asked = make_request(cast, "setting_up")
    account = account_of(asked)
    text = text_of(cast.coach, account)
    for words in ("First: create it on Instagram, together", cast.coach.name, account.email, asked.get_absolute_url()):
        assert words in text
    assert "Open on Instagram" not in text
    assert account.email not in text_of(cast.stranger, account)
    bring_to(cast, account, "deposited")
    text = text_of(cast.coach, account)
    assert ("First: create it" in text, "Open on Instagram" in text) == (False, True)


def test_the_set_up_is_finished_on_the_accounts_page(cast):
    asked = make_request(cast, "setting_up")
    account = bring_to(cast, account_of(asked), "ready")
    finish = reverse("approvals:finish", args=[asked.reference])
    assert f'action="{finish}"' in text_of(cast.communications, account)
    text = text_of(cast.coach, account)
    assert (finish in text, f'<a href="{asked.get_absolute_url()}">' in text) == (False, True)


def test_my_work_and_the_page_count_the_same_in_one_row(cast, fresh):
    for state in ("setting_up", "accepted"):
        account = bring_to(cast, fresh, state)
        mine = [task for task in tasks_for(cast.communications) if task.url.startswith(page(account))]
        left = len(rules.missing(account))
        assert [task.title for task in mine] == [f"Set up {account.name}: {left} things are missing"]
        assert f"{left} things are missing" in text_of(cast.communications, account)


def test_the_number_in_the_menu_is_that_of_the_list(cast):
    bring_to(cast, account_of(make_request(cast, "setting_up")), "ready")
    for person in (cast.communications, cast.director, cast.coach):
        assert waiting.count_for(person) == len(waiting.tasks_for(person))


# Answers to what is over ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "words"), [("accept", "You accepted this already."), ("decline", "You declined this already.")]
)
def test_the_letter_opened_again_after_the_answer_says_so(cast, fresh, verb, words):
    client = signed_in(cast.coach)
    client.post(page(fresh, f"custody-{verb}"), {"why": "No time."})
    answer = client.get(page(fresh, "custody-accept"), follow=True)
    assert (answer.status_code, said(answer)[-1], answer.request["PATH_INFO"]) == (200, words, page(fresh))


def test_a_page_with_nothing_to_do_speaks_of_nothing_sent_and_leads_to_the_account(cast, fresh):
    answer = signed_in(cast.communications).get(page(fresh, "verify"))
    text = answer.content.decode()
    assert (answer.status_code, "What you sent" in text) == (409, False)
    assert f'<a class="btn" href="{page(fresh)}">' in text


# History, recent, checklist -------------------------------------------------------------------------------------------


def test_history_tells_an_earlier_password_from_the_current_one(cast):
    account = make_account(cast, "active")
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Newer-Still-2")}, by=cast.coach)
    text = text_of(cast.coach, account, "history")
    assert "Revealed it: login, an earlier password (version 1)" in text


def test_a_letter_is_nothing_that_happened_to_the_account(cast):
    account = make_account(cast, "active")
    with audit.act():
        for _ in range(5):
            audit.record(audit.Event.LETTER_SENT, by=None, on=account)
    recent = signed_in(cast.communications).get(page(account)).context["recent"]
    assert [entry.action for entry in recent if entry.action.startswith("letter.")] == []
    assert len(recent) == 5


def test_a_tick_comes_back_to_its_own_button(cast, fresh):
    client = signed_in(cast.communications)
    answer = client.post(page(fresh, "task", "picture"), {"done": "yes"})
    assert answer["Location"] == f"{page(fresh)}#tick-picture"
    text = client.get(page(fresh)).content.decode()
    assert (text.count('id="tick-picture"'), text.count("Not done yet")) == (1, 6)
