"""A text that is kept holds no secret of its account, and the check that sees to it answers no guesses (invariant 5)."""

import secrets
from datetime import timedelta
from time import perf_counter

import pytest

from accounts.actions import credentials, custody
from accounts.models import CustodyState, SecretField
from accounts.rules.limits import SLIPS_IN_AN_HOUR
from accounts.sealing import contains_one_of
from accounts.stretches import stretches
from approvals.models import Comment, Request
from registry import clock
from registry.audit.models import Entry
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.cast import signed_in
from tests.makers import account_of, make_account, make_request, reveal

pytestmark = pytest.mark.django_db
PASSWORD = "Winter2025-hockey!"
SLIP = "contain a password or code"
PROSE = "The coach posts results and practice times after each meet, as agreed in R-0412 (see the policy). "


@pytest.fixture
def account(cast):
    made = make_account(cast, "active")
    credentials.deposit(
        made, by=cast.coach,
        values={SecretField.PASSWORD: Secret(PASSWORD), (SecretField.BACKUP_CODE, 1): Secret("482913")},
    )  # fmt: skip
    return made


def comment(user, account, text):
    request = Request.objects.get(items__account=account)
    return signed_in(user).post(f"/requests/{request.reference}/comment/", {"text": text})


def slips():
    rows = Entry.objects.filter(action="secret.typed").order_by("seq")
    return list(rows.values_list("actor_label", "outcome"))


@pytest.mark.parametrize(
    "text",
    [
        f"the password is {PASSWORD}",
        f"the password is:{PASSWORD}.",
        f"itis{PASSWORD}ok",
        f"{PROSE * 5}the password is {PASSWORD}, as before. {PROSE}",
        f"{'x' * 300} the password is {PASSWORD}",
        f"{PROSE * 5} {' '.join(PASSWORD)} {PROSE}",
        f"pw {' '.join(PASSWORD)}",
        f"{PROSE * 19}\n{PASSWORD}",
        "codes: 482913",
    ],
    ids=["plain", "punctuated", "glued", "in the middle", "after 300", "spaced, long", "spaced", "at the end", "code"],
)
def test_a_password_anywhere_in_a_comment_is_turned_away(cast, account, text):
    answer = comment(cast.communications, account, text[-2000:])
    assert (answer.status_code, SLIP in answer.text, Comment.objects.count()) == (403, True, 0)
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("text", [PROSE * 20, "a b " * 500, "a.!" * 600, secrets.token_urlsafe(1400)])
def test_a_long_text_without_a_secret_is_looked_through_quickly(cast, account, text):
    versions = list(account.secrets.all())
    begun = perf_counter()
    assert not contains_one_of(text[:2000], versions)
    assert perf_counter() - begun < 1  # a fortieth of that on a machine of its own


def test_what_is_compared_is_bounded():
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    every = ".".join(a + b for a in alphabet for b in alphabet)[:2000]
    assert len(stretches(every)) <= 2 * 59 * 2000
    assert stretches("Hi") == set()
    assert "secret" in stretches("a secret!")


def test_every_hit_is_written_down_once(cast, account):
    comment(cast.requester, account, f"guess {PASSWORD}")
    assert slips() == [(cast.requester.trail_label, "denied")]
    assert Entry.objects.filter(outcome="denied").count() == 1
    assert not Entry.objects.filter(reason_text__contains=PASSWORD).exists()


def test_after_a_few_hits_no_guess_is_answered_for_an_hour(cast, account):
    for _ in range(SLIPS_IN_AN_HOUR):
        comment(cast.requester, account, PASSWORD)
    right, wrong = (comment(cast.requester, account, text) for text in (PASSWORD, "an honest word"))
    assert [answer.status_code for answer in (right, wrong)] == [403, 403]
    assert [SLIP in answer.text for answer in (right, wrong)] == [False, False]
    assert ("Wait an hour" in wrong.text, len(slips())) == (True, SLIPS_IN_AN_HOUR)
    assert comment(cast.coach, account, "Somebody else may write.").status_code == 302
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert comment(cast.requester, account, "an honest word").status_code == 302


def test_an_offer_that_is_refused_anyway_answers_no_guess(cast):
    account = account_of(make_request(cast, "setting_up"))
    values = {SecretField.LOGIN: Secret(account.email), SecretField.PASSWORD: Secret(PASSWORD)}
    credentials.deposit(account, values=values, by=cast.coach)
    custody.decline(account.custodies.get(state=CustodyState.OFFERED), why="No.", by=cast.coach)
    path, client = f"/accounts/{account.uuid}/custody/offer/", signed_in(cast.principal)
    for to in (cast.principal, cast.director):  # oneself, and one who decided the request
        answers = [client.post(path, {"custodian": to.email, "position": guess}) for guess in (PASSWORD, "Coach")]
        assert [SLIP in answer.text for answer in answers] == [False, False]
    assert SLIP in client.post(path, {"custodian": cast.teacher.email, "position": PASSWORD}).text
    assert slips() == [(cast.principal.trail_label, "denied")]
    assert not account.custodies.filter(state=CustodyState.OFFERED).exists()


def test_a_password_with_spaces_is_found_in_a_long_text_too(cast, account):
    phrase = "seven quiet herons"
    credentials.deposit(account, values={SecretField.PASSWORD: Secret(phrase)}, by=cast.coach)
    assert SLIP in comment(cast.requester, account, f"{PROSE * 4} it is: {phrase}. {PROSE}").text


def test_hits_in_the_reason_of_a_reveal_count_as_everywhere(cast, account):
    for _ in range(SLIPS_IN_AN_HOUR):
        with pytest.raises(Refused, match=SLIP):
            reveal(account, cast.communications, reason=f"it is {PASSWORD}")
    assert slips() == [(cast.communications.trail_label, "denied")] * SLIPS_IN_AN_HOUR
    for reason in (f"it is {PASSWORD}", "an honest word"):
        with pytest.raises(Refused, match="Wait an hour"):
            reveal(account, cast.communications, reason=reason)
    assert not Entry.objects.filter(reason_text__contains=PASSWORD).exists()
