"""A poster with the right to reveal opens the sign-in set, nothing else, and only while it is in force (II.4, II.7)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import credentials, posting
from accounts.models import Exposure, Reveal
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people import proof
from registry.people.refusal import Refused
from tests.accounts.posting import designated
from tests.cast import enrol, signed_in
from tests.makers import make_account, proof_of, reveal

pytestmark = pytest.mark.django_db
REASON = {"reason_code": "post", "reason": "Friday's results"}


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def page(account, name="reveal", *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def open_it(user, account):
    client = signed_in(user)
    asked = client.get(page(account))
    if asked.status_code != 200:
        return asked
    ticket = re.search(r'name="nonce" value="([^"]+)"', asked.content.decode())[1]
    return client.post(page(account), {"nonce": ticket, **REASON})


def test_a_poster_with_the_right_opens_login_and_password_and_the_custodian_is_told(cast, account):
    designated(cast, account, may_reveal=True)
    answer = open_it(cast.teacher, account)
    assert (answer.status_code, account.email in answer.content.decode()) == (200, True)
    act = Reveal.objects.get(person=cast.teacher)
    assert set(Exposure.objects.filter(reveal=act).values_list("secret__field", flat=True)) == {"login", "password"}
    assert Letter.objects.filter(template="accounts/revealed", to=cast.coach, ids__reveal=act.pk).count() == 1
    assert audit.entries_about(account).filter(action="secret.revealed", actor_id=cast.teacher.trail_id).count() == 1


def test_a_unit_s_poster_with_the_right_opens_the_accounts_of_the_unit_only(cast, account):
    elsewhere = make_account(cast, "active", unit=cast.units.middle, handle="LakesBand")
    designated(cast, cast.units.high, may_reveal=True)
    assert open_it(cast.teacher, account).status_code == 200
    assert open_it(cast.teacher, elsewhere).status_code == 403


def test_without_the_right_a_poster_opens_nothing_and_gets_no_button(cast, account):
    designated(cast, account)
    assert open_it(cast.teacher, account).status_code == 403
    with pytest.raises(Refused):
        reveal(account, cast.teacher)
    text = signed_in(cast.teacher).get(account.get_absolute_url()).content.decode()
    assert ("Reveal login" in text, "Login and recovery" in text) == (False, False)


def test_with_the_right_the_page_offers_the_login_and_hides_versions_and_recovery(cast, account):
    designated(cast, account, may_reveal=True)
    text = signed_in(cast.teacher).get(account.get_absolute_url()).content.decode()
    assert ("Reveal login" in text, "Recovery e-mail" in text, "Versions, and who" in text) == (True, False, False)


def test_recovery_fields_and_history_stay_closed_to_a_poster(cast, account):
    designated(cast, account, may_reveal=True)
    client = signed_in(cast.teacher)
    addresses = [page(account, "reveal-one", "recovery_email", 0), page(account, "history"), page(account, "deposit")]
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    assert client.post(addresses[0], REASON).status_code in (200, 403, 409, 422)
    with pytest.raises(Refused, match="nothing else"):
        reveal(account, cast.teacher, field="recovery_email")
    assert Reveal.objects.filter(person=cast.teacher).exists() is False


def _revoke(cast, row):
    posting.revoke(row, why="Moved on.", by=cast.communications)


def _leave(cast, row):
    people.deactivate(row.person, by=cast.sysadmin)


@pytest.mark.parametrize("end", [_revoke, _leave])
def test_the_right_is_gone_at_once_when_it_is_revoked_or_they_leave(cast, account, end):
    row = designated(cast, account, may_reveal=True)
    opened = reveal(account, cast.teacher).reveal
    end(cast, row)
    person = type(row.person).objects.get(pk=row.person_id)
    with pytest.raises(Refused):
        reveal(account, person)
    with pytest.raises(Refused):
        credentials.extend(opened, by=person, proof=proof_of(person))


@pytest.mark.parametrize(("days", "opens"), [(-1, False), (0, True), (3, True), (4, False)])
def test_the_right_holds_from_the_first_day_to_the_last(cast, account, days, opens):
    first = clock.today() + timedelta(days=1)
    designated(cast, account, may_reveal=True, starts_on=first, ends_on=first + timedelta(days=3))
    with clock.at(clock.now() + timedelta(days=1 + days)):
        assert (open_it(cast.teacher, account).status_code == 200) is opens


def test_who_may_reveal_as_a_poster_must_have_a_second_factor(cast, account):
    fresh = people.invite(
        email="poster.fresh@lakeviewps.example", name="Fresh Poster", title="", unit=cast.units.high, by=cast.sysadmin
    )
    row = designated(cast, account, fresh, may_reveal=True)
    assert (proof.must_enrol(fresh), proof.enrolment_due(fresh) is None) == (True, False)
    assert signed_in(fresh).get(page(account))["Location"] == "/sign-in/2fa/"
    enrol(fresh)
    assert open_it(fresh, account).status_code == 200
    _revoke(cast, row)
    assert proof.must_enrol(fresh) is False


def test_there_is_no_login_to_open_where_people_hold_roles(cast):
    account = make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")
    client = signed_in(cast.communications)
    assert (
        "may_reveal" not in client.get(reverse("accounts:designate-poster", args=[account.uuid])).context["form"].fields
    )
    with pytest.raises(Refused, match="no login to open"):
        designated(cast, account, may_reveal=True)


def test_a_system_administrator_is_given_no_right_to_reveal(cast, account):
    with pytest.raises(Refused, match="never open a login"):
        designated(cast, account, cast.sysadmin, may_reveal=True)


def test_a_poster_reads_the_trail_of_the_account_while_in_force(cast, account):
    row = designated(cast, account)
    read = signed_in(cast.teacher).get("/trail/", {"about": f"account:{account.uuid}"}).content.decode()
    assert "accepted the custody of <a" in read
    _revoke(cast, row)
    after = signed_in(cast.teacher).get("/trail/", {"about": f"account:{account.uuid}"}).content.decode()
    assert "accepted the custody of <a" not in after
