"""An account that somebody else may hold: marked at once, ours again once everything has changed (E4.58)."""

import pytest

from accounts.actions import drills, roles
from accounts.actions.holds import place_hold
from accounts.models import Account, SecretState
from desk.work import tasks_of
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from tests.accounts.ending import bring_to_its_end, now
from tests.accounts.handing import change_login, deliver, letters, post, text
from tests.makers import make_account, make_page

pytestmark = pytest.mark.django_db
SEEN = "Posts that nobody of us wrote."


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_e4_58_it_is_hidden_at_once_and_ours_again_once_the_whole_sign_in_has_changed(cast, account):
    for who in (cast.coach, cast.stranger, cast.superintendent, cast.other_principal):
        assert post(who, "compromised", account, why=SEEN).status_code == 403
    assert post(cast.principal, "compromised", account, why="").status_code == 422
    assert post(cast.principal, "compromised", account, why=SEEN).status_code == 302
    assert post(cast.director, "compromised", account, why=SEEN).status_code == 409
    assert (now(account).state, Account.objects.public().filter(pk=account.pk).exists()) == ("compromised", False)
    assert letters("compromised") >= {cast.coach, cast.backup, cast.director}
    assert "Not to be trusted since" in text(cast.stranger, account.get_absolute_url())
    assert SEEN not in text(cast.stranger, account.get_absolute_url())
    assert SEEN in text(cast.coach, account.get_absolute_url())
    rotation = account.rotations.get(field="", closed_at=None)
    assert [row.kind for row in rotation.reasons.all()] == ["incident"]
    refused = post(cast.communications, "secured", account)
    assert (refused.status_code, "Its whole sign-in must change first" in refused.content.decode()) == (403, True)
    change_login(account, cast.coach, cast.communications)
    assert "secure" in {task.kind for task in tasks_of(cast.director)}
    assert post(cast.principal, "secured", account).status_code == 403
    assert post(cast.communications, "secured", account).status_code == 302
    assert (now(account).state, account.compromises.get().over_by) == ("active", cast.communications)
    gone = account.secrets.filter(field="password", state=SecretState.DESTROYED)  # at once, not after 30 days
    assert gone.count() == 1
    assert "secure" in write(Letter.objects.filter(template="accounts/secured", to=cast.coach).get()).text
    deliver()


def test_e4_58_under_hold_too_the_page_does_not_say_that_posting_goes_on(cast, account):
    place_hold(account, why="request", words="", by=cast.director)
    assert "Posting goes on" in text(cast.coach, account.get_absolute_url())
    post(cast.principal, "compromised", account, why=SEEN)
    page = text(cast.coach, account.get_absolute_url())
    assert ("Posting goes on" in page, "Delete nothing of it" in page, "Nobody posts" in page) == (False, True, True)


def test_with_roles_somebody_looks_again_who_holds_full_control(cast):
    page = make_page(cast)
    post(cast.director, "compromised", page, why=SEEN)
    assert post(cast.director, "secured", page).status_code == 403
    role = page.role_holders.get(person=cast.communications, ended_at=None)
    assert role.prove_by is not None
    assert not page.rotations.exists()
    roles.prove(role, by=cast.director)
    type(role).objects.filter(pk=role.pk).update(proven_at=page.compromises.get().marked_at.replace(year=2026))
    assert post(cast.director, "secured", page).status_code == 302
    assert now(page).state == "active"


def test_what_is_compromised_can_be_given_up(cast, account):
    drills.start(account, by=cast.communications)
    post(cast.principal, "compromised", account, why=SEEN)
    bring_to_its_end(account, cast.communications)
    row = account.compromises.get()
    assert (now(account).state, row.over_why) == ("retired", "The account is retired.")
    assert post(cast.principal, "compromised", account, why=SEEN).status_code == 409
