"""The second minute of a reveal stands under every guard of the first (II.7, domain.md: secret version)."""

from datetime import timedelta

import pytest

from accounts.actions import credentials, custody
from accounts.models import Reveal, SecretField
from registry import audit, clock
from registry.vault import Secret
from tests.accounts.test_reveal import PASSWORD, account, open_it, page
from tests.cast import signed_in
from tests.makers import make_account, refuse

pytestmark = pytest.mark.django_db
__all__ = ["account"]


def opened_by(client, account):
    open_it(client, page(account))
    return Reveal.objects.filter(account=account).latest("pk")


def denials(account):
    return [
        row.reason_text for row in audit.entries_about(account).filter(action="secret.reveal_denied").order_by("seq")
    ]


@pytest.mark.parametrize("then", ["deposited anew", "refused"])
def test_an_extension_shows_no_value_that_is_over(cast, account, then):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    if then == "refused":
        refuse(account, "It says wrong password.", cast.communications)
    else:
        credentials.deposit(account, values={SecretField.PASSWORD: Secret("another-one-1")}, by=cast.coach)
    answer = client.post(page(account, "reveal-extend", act.uuid))
    assert (answer.status_code, PASSWORD in answer.content.decode()) == (409, False)
    assert denials(account) == ["What you opened has changed since. Reveal again if you still need it."]


def test_an_extension_stands_under_the_hold_of_a_changed_factor(cast, account, moment):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    cast.coach.factor_changed_at = moment
    cast.coach.save(update_fields=["factor_changed_at"])
    assert client.post(page(account, "reveal-extend", act.uuid)).status_code == 403
    assert [words.partition(".")[0] for words in denials(account)] == ["Your second factor changed"]


def test_an_extension_asks_for_no_new_code_but_for_one_given_in_this_session(cast, account, moment):
    client = signed_in(cast.coach, at=moment - timedelta(minutes=5))
    act = opened_by(client, account)
    with clock.at(moment + timedelta(seconds=59)):
        assert signed_in(cast.coach, factor=False).post(page(account, "reveal-extend", act.uuid)).status_code == 403
        assert client.post(page(account, "reveal-extend", act.uuid)).status_code == 200


def test_an_extension_needs_the_standing_of_a_reveal(cast):
    account = make_account(cast, "deposited")
    client = signed_in(cast.principal)
    act = opened_by(client, account)
    custody.accept(account.custodies.get(state="offered"), by=cast.coach)
    assert client.post(page(account, "reveal-extend", act.uuid)).status_code == 403
    assert client.post(page(account, "reveal-worked", act.uuid), {"worked": "yes"}).status_code == 403
    assert Reveal.objects.get(pk=act.pk).worked is None
    assert denials(account) == ["Only Communications, the custodian and the backup may open this login."]
