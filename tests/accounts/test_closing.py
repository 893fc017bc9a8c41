"""The end of an account through HTTP: asked for, planned, step by step, retired or parked, called off."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import outside, posting
from accounts.models import Closing, CustodyState, SecretState, Tombstone
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from tests.accounts.ending import bring_to_its_end, chores, closing_of, now, plan, tick
from tests.accounts.handing import at, deliver, hand_over, letters, post, text
from tests.cast import signed_in
from tests.makers import make_account, make_page, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_an_account_ends_step_by_step_and_is_used_until_its_last_day(cast, account):
    posting.designate(account, person=cast.teacher, starts_on=clock.today(), by=cast.principal)
    assert plan(cast.communications, account, words="The team is over.").status_code == 302
    assert (now(account).state, closing_of(account).state) == ("active", "under_way")
    assert letters("closing_begun") >= {cast.coach, cast.backup, cast.teacher, cast.principal, cast.director}
    page = text(cast.coach, at("closing", account))
    assert ("The team is over." in page, "Thank you for following Girls Nordic Ski" in page) == (True, True)
    assert "The team is over." not in text(cast.stranger, at("closing", account))
    assert tick(cast.coach, account, "cut_off").status_code == 403
    assert tick(cast.communications, account, "gone").status_code == 403  # it is still in use
    assert tick(cast.coach, account, "announced").status_code == 302
    assert tick(cast.coach, account, "last_post").status_code == 302
    assert now(account).state == "closing"
    assert post(cast.coach, "reveal", account, reason_code="post", reason="").status_code == 409
    refused = post(cast.communications, "closing-finish", account)
    assert (refused.status_code, "Its records are kept, and it is said where" in refused.content.decode()) == (
        403,
        True,
    )
    assert post(cast.communications, "closing-archive", account, archive="").status_code == 422
    assert post(cast.communications, "closing-archive", account, archive="Archive 12").status_code == 302
    for code in ("cut_off", "gone"):
        assert tick(cast.communications, account, code).status_code == 302
    assert post(cast.coach, "closing-finish", account).status_code == 403
    assert post(cast.communications, "closing-finish", account).status_code == 302
    assert post(cast.communications, "closing-finish", account).status_code == 404
    assert (now(account).state, now(account).retired_by) == ("retired", cast.communications)
    assert letters("closed") >= {cast.coach, cast.backup, cast.teacher, cast.principal}
    page = text(cast.stranger, account.get_absolute_url())
    assert ("Whoever has its name now is not us" in page, "Open on Instagram" in page) == (True, False)
    deliver()


def test_what_hangs_on_a_retired_account_is_over_with_it_and_its_custody_ends_last(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    post(cast.coach, "recovery-start", account, why="lost", words="")
    outside.record(
        account, organization="Lakefield Schools", role="Director", contact="ad@lakefield.example", policy="theirs",
        host_school="Lakefield", ends_on=clock.today(), by=cast.coach,
    )  # fmt: skip
    posting.propose(account, person=cast.stranger, starts_on=clock.today(), by=cast.coach)
    bring_to_its_end(account, cast.communications)
    handoff.refresh_from_db()
    assert handoff.state == "withdrawn"
    assert not account.custodies.filter(state__in=("open", "offered", "accepted")).exists()
    assert not account.secrets.filter(state__in=(SecretState.DEPOSITED, SecretState.VERIFIED)).exists()
    for rows in (account.rotations, account.recoveries):
        assert rows.exists()
        assert not rows.filter(closed_at=None).exists()
    for rows in (account.backups, account.outside_custodians):
        assert not rows.filter(ended_at=None).exists()
    assert account.posters.get().state == "refused"
    said = list(Entry.objects.filter(object_id=str(account.uuid)).order_by("pk").values_list("action", flat=True))
    of_the_end = said[said.index("account.closing") :]
    assert of_the_end[-3:] == ["custody.ended", "account.retired", "tombstone.made"]
    assert "secret.superseded" in of_the_end
    with clock.at(clock.now() + timedelta(days=31)):
        chores()
    assert set(account.secrets.values_list("state", flat=True)) == {SecretState.DESTROYED}


def test_roles_end_with_an_account_that_people_enter_under_their_own_names(cast):
    page = make_page(cast)
    bring_to_its_end(page, cast.communications)
    assert not page.role_holders.filter(ended_at=None).exists()


def test_who_asks_is_the_custodian_or_the_administrator_and_communications_answers(cast, account):
    assert plan(cast.backup, account, "ask").status_code == 403
    assert plan(cast.stranger, account, "ask").status_code == 403
    assert plan(cast.coach, account).status_code == 403
    assert plan(cast.coach, account, "ask", words="See Mia Lund, class of 2027").status_code == 422
    assert plan(cast.coach, account, "ask", days=-1).status_code == 422
    assert plan(cast.coach, account, "ask", words="Nobody is left.").status_code == 302
    assert plan(cast.principal, account, "ask").status_code == 409
    assert (now(account).state, letters("closing_asked") >= {cast.director}) == ("active", True)
    assert "decide_end" in {task.kind for task in tasks_of(cast.director)}
    assert post(cast.director, "closing-call-off", account, why="It is needed in spring.").status_code == 302
    assert (closing_of(account).state, letters("closing_called_off") >= {cast.coach}) == ("refused", True)
    assert "It is needed in spring." in text(cast.coach, at("closing", account))
    assert plan(cast.principal, account, "ask").status_code == 302
    assert post(cast.coach, "closing-call-off", account, why="Mine to say.").status_code == 403
    assert post(cast.principal, "closing-call-off", account, why="We keep it.").status_code == 302
    assert closing_of(account).state == "called_off"
    plan(cast.coach, account, "ask")
    assert plan(cast.communications, account, kind="park").status_code == 302
    assert (closing_of(account).kind, closing_of(account).asked_by) == ("park", cast.coach)


def test_a_password_in_the_words_is_refused_and_not_shown_again(cast, account):
    secret = "Quite-Secret-77"
    custody_of = account.custodies.get(state=CustodyState.OPEN).custodian
    assert post(custody_of, "deposit", account, password=secret).status_code == 302
    answer = plan(cast.communications, account, words=f"It was {secret}")
    assert (answer.status_code, secret in answer.content.decode()) == (422, False)
    assert not Closing.objects.exists()


def test_the_last_day_stops_it_and_what_is_not_done_is_asked_after_every_week(cast, account):
    plan(cast.communications, account, days=3)
    assert "last_post" in {task.kind for task in tasks_of(cast.coach)}
    for later, state, sent in ((3, "active", 0), (4, "closing", 1), (5, "closing", 1), (11, "closing", 2)):
        with clock.at(clock.now() + timedelta(days=later)):
            chores()
            deliver()
        assert (now(account).state, Letter.objects.filter(template="accounts/closing_due", to=cast.director).count()) == (
            state, sent,
        ), later  # fmt: skip
    with clock.at(clock.now() + timedelta(days=11)):
        assert "end" in {task.kind for task in tasks_of(cast.director)}
        assert "Overdue" in text(cast.director, at("closing", account))


def test_called_off_it_is_used_as_before(cast, account):
    plan(cast.communications, account, days=0)
    tick(cast.communications, account, "last_post", note="Nobody gets in.")
    assert "Could not be done: Nobody gets in." in text(cast.director, at("closing", account))
    assert tick(cast.communications, account, "last_post", done="no").status_code == 409
    assert post(cast.communications, "closing-call-off", account, why="").status_code == 422
    assert post(cast.communications, "closing-call-off", account, why="The team goes on.").status_code == 302
    assert (now(account).state, account.custodies.get(state="open").custodian) == ("active", cast.coach)
    assert post(cast.communications, "closing-call-off", account, why="Again").status_code == 404


def test_a_parked_account_keeps_its_name_and_login_with_communications_and_is_used_again(cast, account):
    reveal(account, cast.coach)
    bring_to_its_end(account, cast.communications, kind="park")
    held = account.custodies.get(state=CustodyState.OPEN)
    assert (now(account).state, closing_of(account).state, held.custodian, held.interim) == (
        "closing", "parked", cast.communications, True,
    )  # fmt: skip
    assert account.secrets.filter(is_current=True, state=SecretState.VERIFIED).exists()
    rotation = account.rotations.get(closed_at=None)  # the coach knows it
    assert rotation.owner in (cast.communications, cast.director, cast.second_communications)
    assert not Tombstone.objects.exists()
    assert signed_in(cast.coach).get(at("reveal", account)).status_code == 403
    assert "It is parked" in text(cast.stranger, account.get_absolute_url())
    assert signed_in(cast.director).get(at("custody-offer", account)).status_code == 409
    people.deactivate(cast.communications, by=cast.sysadmin)  # it stays with Communications, whoever that is
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.director
    assert post(cast.director, "closing-call-off", account, why="Revived.").status_code == 302
    assert now(account).state == "active"
    post(cast.director, "custody-offer", account, custodian=cast.teacher.email)
    post(cast.teacher, "custody-accept", account)
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.teacher
    bring_to_its_end(account, cast.director, kind="park")
    bring_to_its_end(account, cast.director)  # and from parked to closed
    assert (now(account).state, closing_of(account).state) == ("retired", "done")


def test_the_database_keeps_what_the_rules_say(cast, account):
    closing = plan(cast.communications, account) and closing_of(account)
    for broken in (
        {"state": "done"}, {"state": "called_off"}, {"begun_by": None}, {"replaced_by": account}, {"state": "parked"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Closing.objects.filter(pk=closing.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.create(
            account=account, why="over", planned_on=clock.today(), state="asked", asked_by=cast.coach
        )


@pytest.mark.counts
def test_a_page_of_steps_and_my_work_ask_no_more_for_three_than_for_one(cast, django_assert_max_num_queries):
    counts = []
    for name in ("HarborNordic", "HarborAlpine", "HarborTrack"):
        plan(cast.communications, make_account(cast, "active", handle=name))
        with django_assert_max_num_queries(500) as asked:
            tasks_of(cast.director)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_every_letter_reads_as_a_letter(cast, account):
    other = make_account(cast, "active", handle="HarborSki", group="Ski club")
    plan(cast.communications, account, why="merged", replaced_by=str(other.pk))
    said = write(Letter.objects.filter(template="accounts/closing_begun", to=cast.coach).get()).text
    assert ("@HarborSki on Instagram takes its place" in said, at("closing", account) in said) == (True, True)
    assert "Follow @HarborSki on Instagram for news of Girls Nordic Ski" in text(cast.coach, at("closing", account))
