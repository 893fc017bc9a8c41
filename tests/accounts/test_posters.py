"""Designated posters (II.4): proposed by who looks after the account, designated by the unit's administrator or
Communications, refused, revoked, ended; nobody by themselves.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions import credentials, posting
from accounts.models import Poster, SecretField
from registry import audit, clock
from registry.outbox import rendering
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment, Office
from registry.people.refusal import Refused, Stale
from registry.vault import Secret
from tests.accounts.posting import designated, filled, proposed
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def at(name, *args):
    return reverse(f"accounts:{name}", args=args)


def letters(template):
    return sorted(Letter.objects.filter(template=f"accounts/{template}").values_list("to__name", flat=True))


def told(poster):
    return [(row.action, row.actor_label) for row in audit.entries_about(poster).order_by("seq")]


def states():
    return list(Poster.objects.order_by("pk").values_list("person__name", "state"))


def test_the_custodian_proposes_and_the_administrator_is_told(cast, account):
    answer = signed_in(cast.coach).post(at("propose-poster", account.uuid), filled(cast.teacher))
    assert (answer.status_code, answer["Location"]) == (302, at("posters", account.uuid))
    row = Poster.objects.get()
    assert (row.state, row.proposed_by, row.designated_by, row.starts_on) == (
        "proposed", cast.coach, None, clock.today(),
    )  # fmt: skip
    assert told(row) == [("poster.proposed", cast.coach.name)]
    assert letters("poster_proposed") == [cast.principal.name]
    assert list(Poster.objects.in_force()) == []


def test_a_proposal_is_designated_on_the_terms_that_are_sent(cast, account):
    row, last = proposed(cast, account), clock.today() + timedelta(days=60)
    client = signed_in(cast.principal)
    page = client.get(at("poster-accept", row.uuid))
    assert page.context["form"]["starts_on"].initial == row.starts_on
    client.post(at("poster-accept", row.uuid), filled(cast.stranger, ends_on=last, may_reveal="on"))
    row.refresh_from_db()
    assert (row.person, row.state, row.designated_by, row.ends_on, row.may_reveal) == (
        cast.teacher, "designated", cast.principal, last, True,
    )  # fmt: skip
    assert told(row) == [("poster.proposed", cast.coach.name), ("poster.designated", cast.principal.name)]
    assert letters("poster_designated") == sorted([cast.teacher.name, cast.coach.name])


@pytest.mark.parametrize("part", ["principal", "communications", "director"])
def test_who_designates_needs_no_proposal(cast, account, part):
    answer = signed_in(getattr(cast, part)).post(at("designate-poster", account.uuid), filled(cast.teacher))
    assert answer.status_code == 302
    assert list(Poster.objects.in_force().values_list("person", "designated_by")) == [
        (cast.teacher.pk, getattr(cast, part).pk)
    ]


def test_designating_somebody_answers_their_open_proposal(cast, account):
    row = proposed(cast, account)
    signed_in(cast.communications).post(at("designate-poster", account.uuid), filled(cast.teacher))
    assert list(Poster.objects.values_list("pk", "state")) == [(row.pk, "designated")]


def test_a_unit_s_poster_is_designated_for_all_its_accounts(cast, account):
    signed_in(cast.principal).post(at("unit-designate-poster", cast.units.high.pk), filled(cast.teacher))
    row = Poster.objects.get()
    assert (row.unit, row.account) == (cast.units.high, None)
    assert list(Poster.objects.in_force().covering(account)) == [row]
    assert list(Poster.objects.in_force().covering(cast.units.middle)) == []
    assert letters("poster_designated") == [cast.teacher.name]


def test_who_looks_after_an_account_of_a_unit_may_propose_for_the_unit(cast, account):
    url = at("unit-propose-poster", cast.units.high.pk)
    assert signed_in(cast.backup).post(url, filled(cast.teacher)).status_code == 302
    assert signed_in(cast.stranger).post(url, filled(cast.stranger)).status_code == 403
    assert signed_in(cast.coach).get(at("unit-propose-poster", cast.units.middle.pk)).status_code == 403


def test_nobody_designates_themselves(cast, account):
    answer = signed_in(cast.principal).post(at("designate-poster", account.uuid), filled(cast.principal))
    assert "nobody designates themselves" in answer.content.decode()
    own = proposed(cast, account, cast.principal)
    client = signed_in(cast.principal)
    assert client.get(at("poster-accept", own.uuid)).status_code == 403
    assert client.post(at("poster-refuse", own.uuid), {"why": "No."}).status_code == 403
    assert states() == [(cast.principal.name, "proposed")]
    assert letters("poster_proposed") == sorted([cast.communications.name, cast.director.name, cast.newcomer.name,
                                                 cast.second_communications.name])  # fmt: skip


def test_the_database_knows_that_nobody_designates_themselves(cast, account):
    row = designated(cast, account)
    with pytest.raises(IntegrityError, match="poster_never_designates_themselves"), transaction.atomic():
        Poster.objects.filter(pk=row.pk).update(designated_by=row.person)


def test_a_designee_of_an_administrator_designates_nobody(cast, account):
    own = Appointment.objects.get(person=cast.principal)
    people.appoint(
        person=cast.stranger, office=Office.ADMINISTRATOR, unit=own.unit, starts_on=clock.today(), by=cast.principal,
        on_behalf_of=own,
    )  # fmt: skip
    assert signed_in(cast.stranger).get(at("designate-poster", account.uuid)).status_code == 403


def test_designating_needs_a_second_factor(cast, account):
    answer = signed_in(cast.principal, factor=False).get(at("designate-poster", account.uuid))
    assert answer["Location"].startswith("/sign-in/2fa/reauthenticate/")
    assert signed_in(cast.newcomer).get(at("designate-poster", account.uuid))["Location"] == "/sign-in/2fa/"


def test_a_refused_proposal_says_why_to_who_made_it(cast, account):
    row = proposed(cast, account)
    client = signed_in(cast.principal)
    empty = client.post(at("poster-refuse", row.uuid), {"why": "  "})
    assert "Fill in “Why?”." in empty.content.decode()
    client.post(at("poster-refuse", row.uuid), {"why": "The season is nearly over."})
    row.refresh_from_db()
    assert (row.state, row.closed_by, row.closed_why) == ("refused", cast.principal, "The season is nearly over.")
    assert letters("poster_refused") == [cast.coach.name]
    assert proposed(cast, account).state == "proposed"


def test_a_revoked_poster_is_none_at_once_and_reads_why(cast, account):
    row = designated(cast, account)
    signed_in(cast.principal).post(at("poster-revoke", row.uuid), {"why": "Moved to another school."})
    assert list(Poster.objects.in_force()) == []
    assert letters("poster_revoked") == sorted([cast.teacher.name, cast.coach.name])
    assert told(row)[-1] == ("poster.revoked", cast.principal.name)
    assert designated(cast, account).pk != row.pk


def test_an_answered_proposal_is_stale_to_the_second_who_answers(cast, account):
    row = proposed(cast, account)
    posting.refuse(row, why="Not now.", by=cast.communications)
    for name, data in (("poster-accept", filled(cast.teacher)), ("poster-refuse", {"why": "No."})):
        late = signed_in(cast.principal).post(at(name, row.uuid), data)
        assert (late.status_code, f"{cast.communications.name} refused it" in late.content.decode()) == (409, True)
    assert states() == [(cast.teacher.name, "refused")]


def test_a_second_click_does_nothing_more(cast, account):
    client = signed_in(cast.communications)
    codes = [client.post(at("designate-poster", account.uuid), filled(cast.teacher)).status_code for _ in range(2)]
    revoked = [client.post(at("poster-revoke", Poster.objects.get().uuid), {"why": "x"}).status_code for _ in range(2)]
    assert (codes, revoked, states()) == ([302, 409], [302, 409], [(cast.teacher.name, "revoked")])


def test_proposing_twice_is_stale(cast, account):
    proposed(cast, account)
    with pytest.raises(Stale, match="is proposed already"):
        proposed(cast, account, by=cast.backup)


@pytest.mark.parametrize(
    ("part", "words"),
    [("coach", "looks after it, and may post already"), ("backup", "looks after it, and may post already"),
     ("second_communications", "is of Communications, and may post already")],
)  # fmt: skip
def test_who_may_post_already_is_not_designated(cast, account, part, words):
    answer = signed_in(cast.principal).post(at("designate-poster", account.uuid), filled(getattr(cast, part)))
    assert (words in answer.content.decode(), Poster.objects.exists()) == (True, False)


def test_somebody_who_has_left_cannot_be_chosen(cast, account):
    answer = signed_in(cast.principal).post(at("designate-poster", account.uuid), filled(cast.disabled))
    assert "We found nobody called" in answer.content.decode()
    with pytest.raises(Refused, match="no longer works here"):
        designated(cast, account, cast.disabled)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"person": ""}, "Fill in “Who?”."),
        ({"person": "x" * 5000}, "That is longer than any name"),
        ({"person": "a\x00b"}, "Remove the characters that cannot be seen"),
        ({"starts_on_year": "25"}, "Enter the year with four digits"),
        ({"starts_on_month": "2", "starts_on_day": "30"}, "Enter a real date"),
        ({"starts_on_day": "11"}, "Choose a first day that is today or later."),
        (
            {"ends_on_month": "11", "ends_on_day": "11", "ends_on_year": "2025"},
            "Choose a last day that is not before the first.",
        ),
        ({"ends_on_month": "11"}, "Enter the day, year too."),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(cast, account, sent, words):
    data = {**filled(cast.teacher), "may_reveal": "on", **sent}
    answer = signed_in(cast.principal).post(at("designate-poster", account.uuid), data)
    text = answer.content.decode()
    assert ("There is a problem" in text, words in text, Poster.objects.exists()) == (True, True, False)
    assert answer.context["form"]["may_reveal"].value() is True


def test_an_oversize_reason_is_refused_and_one_with_the_password_is_not_given_back(cast, account):
    row, client = designated(cast, account), signed_in(cast.principal)
    assert "at most 300" in client.post(at("poster-revoke", row.uuid), {"why": "x" * 301}).content.decode()
    secret = "calm-lantern-drift-77"
    credentials.deposit(account, values={SecretField.PASSWORD: Secret(secret)}, by=cast.coach)
    text = client.post(at("poster-revoke", row.uuid), {"why": f"They shared {secret}"}).content.decode()
    assert ("contain a password" in text, secret in text) == (True, False)
    row.refresh_from_db()
    assert row.state == "designated"


def test_foreign_ids_are_404(cast, account):
    other = "7b0e4a8e-3f0c-4a3c-9d0a-000000000000"
    client = signed_in(cast.communications)
    addresses = [
        at("posters", other),
        at("unit-posters", 99999),
        at("poster-accept", other),
        at("poster-revoke", other),
    ]
    assert [client.get(url).status_code for url in addresses] == [404] * 4


def test_a_proposal_does_not_exist_for_those_it_does_not_concern(cast, account):
    row = proposed(cast, account)
    seen = {part: signed_in(getattr(cast, part)).get(at("poster-refuse", row.uuid)).status_code for part in
            ("stranger", "superintendent", "coach", "teacher", "principal")}  # fmt: skip
    assert seen == {"stranger": 404, "superintendent": 404, "coach": 403, "teacher": 403, "principal": 200}


def test_a_designation_ends_at_midnight_of_its_last_day_and_is_written_down_once(cast, account):
    row = designated(cast, account, ends_on=clock.today())
    assert (list(Poster.objects.in_force()), posting.end_due()) == ([row], 0)
    with clock.at(clock.now() + timedelta(days=1)):
        assert list(Poster.objects.in_force()) == []
        assert [posting.end_due(), posting.end_due()] == [1, 0]
    assert told(row)[-1] == ("poster.ended", "")
    assert letters("poster_ended") == sorted([cast.teacher.name, cast.coach.name])


def test_a_poster_who_leaves_is_none_and_stays_none_when_they_come_back(cast, account):
    designated(cast, account)
    people.deactivate(cast.teacher, by=cast.sysadmin)
    assert list(Poster.objects.in_force()) == []
    assert (states(), posting.end_due()) == ([(cast.teacher.name, "ended")], 0)
    people.reactivate(cast.teacher, by=cast.sysadmin)
    assert list(Poster.objects.in_force()) == []


def test_one_whose_time_is_over_can_be_designated_again_before_the_chore_has_run(cast, account):
    designated(cast, account, ends_on=clock.today())
    with clock.at(clock.now() + timedelta(days=2)):
        designated(cast, account)
    assert states() == [(cast.teacher.name, "ended"), (cast.teacher.name, "designated")]


def test_nobody_is_designated_for_a_closed_account(cast, account):
    type(account).objects.filter(pk=account.pk).update(state="retired", retired_at=clock.now())
    answer = signed_in(cast.principal).get(at("designate-poster", account.uuid))
    assert (answer.status_code, "This account is closed" in answer.content.decode()) == (409, True)


def test_each_letter_is_in_its_reader_s_words_and_leads_to_the_page(cast, account):
    def written(template):
        rows = Letter.objects.filter(template=f"accounts/{template}").order_by("to__name")
        return {row.to: rendering.write(row) for row in rows}

    first = proposed(cast, account, may_reveal=True)
    asked = written("poster_proposed")[cast.principal]
    designated(cast, account, may_reveal=True)
    told_of = written("poster_designated")
    posting.revoke(first, why="Moved on.", by=cast.director)
    gone = written("poster_revoked")
    refused = posting.refuse(proposed(cast, account, cast.stranger), why="Not now.", by=cast.principal)
    name = account.name
    subjects = [asked.subject, told_of[cast.teacher].subject, told_of[cast.coach].subject, gone[cast.teacher].subject,
                gone[cast.coach].subject, written("poster_refused")[cast.coach].subject]  # fmt: skip
    assert subjects == [
        f"May {cast.teacher.name} post on {name}?", f"You may post on {name}", f"{cast.teacher.name} may post on {name}",
        f"You may no longer post on {name}", f"{cast.teacher.name} may no longer post on {name}",
        f"Not designated: {refused.person.name} for {name}",
    ]  # fmt: skip
    assert ("“Moved on.”" in gone[cast.teacher].text, "Change the password" in gone[cast.coach].text) == (True, True)
    assert at("posters", account.uuid) in asked.text
    assert written("poster_designated") == {cast.teacher: None, cast.coach: None}


def test_the_letter_about_an_end_names_the_unit(cast, account):
    designated(cast, cast.units.high, ends_on=clock.today())
    with clock.at(clock.now() + timedelta(days=1)):
        posting.end_due()
        rows = Letter.objects.filter(template="accounts/poster_ended").order_by("to__name")
        assert [(row.to, rendering.write(row).subject) for row in rows] == [
            (cast.teacher, f"Your time as a poster of {cast.units.high} is over"),
            (cast.principal, f"{cast.teacher.name} is no longer a poster of {cast.units.high}"),
        ]
        assert f"all accounts of {cast.units.high}" in rendering.write(rows[0]).text


def test_a_poster_is_of_an_account_or_a_unit_never_both(cast, account):
    row = designated(cast, account)
    with pytest.raises(IntegrityError, match="poster_of_an_account_or_a_unit"), transaction.atomic():
        Poster.objects.filter(pk=row.pk).update(unit=cast.units.high)
