"""The codes that follow in an open reveal: one at a time, each written down first, none after its time (invariant 6)."""

from datetime import timedelta

import pyotp
import pytest

from accounts.actions import credentials
from accounts.models import Reveal
from registry import audit, clock
from registry.audit.models import Entry
from registry.vault import Secret
from tests.accounts.test_extend import opened_by
from tests.accounts.test_reveal import PASSWORD, SEED, account, page, values_in
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
__all__ = ["account"]
SCRIPT = {"Accept": "application/json"}


def next_code(client, account, act, **headers):
    return client.post(page(account, "reveal-code", act.uuid), headers=headers or SCRIPT)


def shown_codes(account):
    rows = audit.entries_about(account).filter(action="secret.revealed", field_code="code").order_by("seq")
    return [(row.actor_label, row.reference) for row in rows]


def test_the_page_asks_for_the_next_code_where_it_may_be_had(cast, account):
    client = signed_in(cast.coach)
    client.get(page(account))
    answer = client.post(page(account), {"nonce": _ticket(client, account), "reason_code": "post"})
    act = Reveal.objects.latest("pk")
    assert f'action="{page(account, "reveal-code", act.uuid)}" data-code="secret-seed-0"' in answer.content.decode()
    assert "You can make the time longer once." in answer.content.decode()


def test_the_next_code_comes_alone_and_is_written_down(cast, account, moment):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    with clock.at(moment + timedelta(seconds=31)):
        answer = next_code(client, account, act)
        assert answer.json() == {"code": pyotp.TOTP(SEED).at(clock.now()), "seconds": 29}
    assert (answer["Cache-Control"], PASSWORD in answer.content.decode()) == ("no-store", False)
    assert shown_codes(account) == [(cast.coach.name, str(act.uuid))]
    assert Entry.objects.filter(action="secret.revealed", reference=str(act.uuid)).count() == 2


def test_without_script_it_is_a_page_with_the_code_alone(cast, account, moment):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    with clock.at(moment + timedelta(seconds=31)):
        answer = next_code(client, account, act, Accept="text/html")
        assert values_in(answer) == [pyotp.TOTP(SEED).at(clock.now())]
    assert answer["Refresh"].startswith("29; ")


def test_no_code_comes_after_the_minute_nor_to_another(cast, account, moment):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    assert next_code(signed_in(cast.director), account, act).status_code == 404
    assert client.get(page(account, "reveal-code", act.uuid)).status_code == 405
    with clock.at(moment + timedelta(seconds=61)):
        late = next_code(client, account, act)
    assert (late.status_code, late.json()) == (409, {"message": "The time is over. Reveal again if you still need it."})
    assert shown_codes(account) == []


def test_the_second_minute_has_its_codes_too_and_no_third_one(cast, account, moment):
    client = signed_in(cast.coach, at=moment - timedelta(minutes=5))
    act = opened_by(client, account)
    with clock.at(moment + timedelta(seconds=59)):
        client.post(page(account, "reveal-extend", act.uuid))
    with clock.at(moment + timedelta(seconds=119)):
        assert next_code(client, account, act).status_code == 200
    with clock.at(moment + timedelta(seconds=121)):
        assert next_code(client, account, act).status_code == 409


def test_a_code_stands_under_the_guards_of_the_reveal(cast, account, moment):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    assert next_code(signed_in(cast.coach, factor=False), account, act).status_code == 403
    cast.coach.factor_changed_at = moment
    cast.coach.save(update_fields=["factor_changed_at"])
    assert next_code(client, account, act).status_code == 403
    assert shown_codes(account) == []


def test_no_code_of_a_seed_that_was_replaced(cast, account):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    credentials.deposit(account, values={"seed": Secret(SEED[::-1].replace("W", "A"))}, by=cast.coach)
    assert next_code(client, account, act).status_code == 409


def test_five_codes_are_all_that_two_minutes_hold(cast, account):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    assert [next_code(client, account, act).status_code for _ in range(6)] == [200] * 5 + [409]


def test_a_window_that_is_over_leads_to_the_form_again(cast, account, moment):
    client = signed_in(cast.coach)
    act = opened_by(client, account)
    with clock.at(moment + timedelta(seconds=61)):
        answer = client.post(page(account, "reveal-extend", act.uuid))
    text = answer.content.decode()
    assert (answer.status_code, "What you sent was not saved" in text) == (409, False)
    assert "The time is over. Reveal again if you still need it." in text
    assert f'<form method="post" action="{page(account)}"' in text


def _ticket(client, account):
    return client.get(page(account)).context["ticket"]
