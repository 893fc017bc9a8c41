"""What goes with an office, said before it ends; and on a person's page, what they look after (E1.6, E3.46)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import person_panel
from accounts.actions.custody import end_backup_of
from accounts.actions.office_ends import follow_ended
from accounts.models import Custody, Handoff
from registry.people.models import Appointment
from tests.accounts.handing import hand_over, holder, post
from tests.accounts.test_office_ends import appoint, held_by_office, take_over
from tests.cast import signed_in
from tests.makers import make_account, make_designee

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def question(cast, office):
    return signed_in(cast.superintendent).get(f"/people/appointments/{office.pk}/end/")


def test_the_question_says_what_passes_on_and_to_whom_and_it_does(cast, account):
    office = held_by_office(cast, account)
    asked = question(cast, office).text
    assert ("They look after one account<" in asked, "back up" in asked) == (True, False)
    assert f"Tonight {cast.backup.name} is asked to take it over, if they can" in asked
    assert f"/people/{cast.deputy.pk}/leaving/" in asked
    said = signed_in(cast.superintendent).post(f"/people/appointments/{office.pk}/end/", follow=True)
    assert f"Office ended: {office.trail_label}." in said.text
    assert (follow_ended(), Handoff.objects.get().taker) == (1, cast.backup)


def test_the_question_says_who_finds_somebody_where_there_is_no_backup(cast, account):
    office = held_by_office(cast, account)
    end_backup_of(account, cast.backup, by=cast.communications)
    assert f"Tonight {cast.principal.name} is asked to find somebody" in question(cast, office).text


def test_the_question_says_who_has_next_what_is_held_meanwhile(cast, account):
    post(cast.principal, "custody-reassign", account, because="vacant")
    office = Appointment.objects.get(person=cast.principal)
    assert f"From tonight with {cast.director.name}" in question(cast, office).text
    signed_in(cast.superintendent).post(f"/people/appointments/{office.pk}/end/")
    assert (follow_ended(), holder(account).custodian) == (1, cast.director)


def test_the_question_says_that_nothing_passes_on(cast, account):
    assert "They look after" not in question(cast, Appointment.objects.get(person=cast.principal)).text
    office = appoint(cast, cast.coach, cast.units.athletics, first=1)
    assert "None of it follows this office: they keep it." in question(cast, office).text


def test_where_one_is_a_designee_there_nothing_is_held_by_that(cast, account):
    """They took it in an office; that the principal has them act beside changes nothing."""
    office = held_by_office(cast, account)
    make_designee(Appointment.objects.get(person=cast.principal), cast.deputy)
    assert f"Tonight {cast.backup.name} is asked to take it over" in question(cast, office).text
    signed_in(cast.superintendent).post(f"/people/appointments/{office.pk}/end/")
    assert follow_ended() == 1


@pytest.mark.counts
def test_the_question_asks_no_more_for_more(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine")
    office, asked = held_by_office(cast, account), []
    for count in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            assert question(cast, office).text.count("is asked to take it over") == count
        asked.append(len(queries))
        if count == 1:
            take_over(cast, other)
    assert asked[0] == asked[1]


def test_a_person_page_says_what_they_look_after_and_asks_no_more_for_more(cast, account):
    client, asked = signed_in(cast.stranger), []
    for handle in ("HarborAlpine", "HarborSki"):
        client.get(f"/people/{cast.coach.pk}/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/people/{cast.coach.pk}/").text
        asked.append(len(queries))
        make_account(cast, "active", handle=handle)
    assert ("Looks after" in page, "Custodian, " in page, account.get_absolute_url() in page) == (True, True, True)
    assert asked[0] == asked[1]
    assert "Backup, " in client.get(f"/people/{cast.backup.pk}/").text
    assert "Looks after" not in client.get(f"/people/{cast.stranger.pk}/").text


def part_of(viewer, person, account):
    """The words on a person's page about one of the accounts they look after."""
    page = signed_in(viewer).get(f"/people/{person.pk}/").text
    (said,) = re.findall(rf'href="{account.get_absolute_url()}">.*?<p class="meta">(.*?)</p>', page)
    return said


def test_a_person_page_says_what_they_are_as_the_account_page_says_it(cast, account):
    hand_over(account, cast.coach, cast.stranger)
    post(cast.stranger, "custody-accept", account)
    alpine = make_account(cast, "active", handle="HarborAlpine")
    post(cast.principal, "custody-reassign", alpine, because="vacant")
    listed = make_account(cast, "active", handle="HarborListed")
    Custody.objects.filter(pk=holder(listed).pk).update(unverified=True, accepted_at=None, accepted_text="")
    looks_after = {
        (cast.coach, account): f"Custodian, {holder(account).position}",
        (cast.stranger, account): "Takes it over",
        (cast.principal, alpine): "Interim custodian",
        (cast.coach, listed): "Custodian by an older list, not confirmed",
        (cast.backup, account): "Backup",
    }
    for (person, of), words in looks_after.items():
        assert part_of(cast.teacher, person, of) == f"{words}, {of.unit.name}"
        page = signed_in(cast.teacher).get(of.get_absolute_url()).text
        assert f"<strong>{person.name}</strong><small>{words}</small>" in page


def test_the_question_tells_what_they_take_over_from_what_they_look_after(cast, account):
    office = appoint(cast, cast.deputy, cast.units.athletics)
    hand_over(account, cast.coach, cast.deputy)
    post(cast.deputy, "custody-accept", account)
    assert "They take over one account<" in question(cast, office).text
    backs_up = make_account(cast, "active", handle="HarborAlpine", backup=cast.deputy)
    assert "They take over one account and back up one<" in question(cast, office).text
    post(cast.principal, "custody-reassign", backs_up, because="vacant", custodian=cast.deputy.email)
    post(cast.deputy, "custody-accept", backs_up)
    assert "They look after one account and take over one<" in question(cast, office).text


@pytest.mark.parametrize(
    ("held", "backed", "more", "linked"),
    [(1, 1, "", False), (1, 2, "And one more.", False), (3, 2, "And 3 more.", True)],
)
def test_a_person_page_says_how_many_more_they_look_after(cast, monkeypatch, held, backed, more, linked):
    monkeypatch.setattr(person_panel, "MOST", 2)
    for number in range(held):
        make_account(cast, "active", handle=f"held{number}", custodian=cast.coach, backup=cast.backup)
    for number in range(backed):
        make_account(cast, "active", handle=f"backed{number}", custodian=cast.teacher, backup=cast.coach)
    page = signed_in(cast.stranger).get(f"/people/{cast.coach.pk}/").text
    section = page.partition('id="looks-after"')[2].partition("</section>")[0]
    assert section.count("<li>") == 2
    assert (more in section, "more." in section) == (True, bool(more))
    assert (f"/accounts/?custodian={cast.coach.pk}" in section) == linked
