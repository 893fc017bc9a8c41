"""The pages about people: who sees what, who may change what."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.actions import details
from registry.people.models import Appointment, User
from tests.cast import DOMAIN, Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_language")]


def test_everyone_signed_in_finds_people_with_unit_address_and_offices(cast: Cast) -> None:
    page = (
        signed_in(cast.stranger).get("/people/", {"q": cast.principal.name.split()[0], "unit": cast.units.high.pk}).text
    )
    expected = (cast.principal.name, cast.principal.title, cast.principal.email, "Administrator, Harbor High School")
    assert [text for text in expected if text not in page] == []
    assert cast.other_principal.email not in page


def test_nobody_signed_out_sees_people(client, cast: Cast) -> None:
    answers = [
        client.get(path)
        for path in ("/people/", f"/people/{cast.coach.pk}/", "/people/me/", "/people/powers/", "/policy/")
    ]
    assert [(answer.status_code, answer.url.split("?")[0]) for answer in answers] == [(302, "/sign-in/login/")] * 5


def test_a_search_that_finds_nobody_says_so(cast: Cast) -> None:
    assert "Nobody matches" in signed_in(cast.coach).get("/people/", {"q": "zzz"}).text


def test_an_unknown_person_is_404(cast: Cast) -> None:
    client = signed_in(cast.sysadmin)
    pages = ["", "edit/", "appoint/", "deactivate/", "reactivate/", "sign-out/", "invite-again/"]
    assert {client.get(f"/people/{uuid4()}/{page}").status_code for page in pages} == {404}


def test_buttons_are_those_that_would_not_be_refused(cast: Cast) -> None:
    pages = ["edit", "appoint", "deactivate", "reactivate", "sign-out", "invite-again"]
    for viewer in (cast.sysadmin, cast.superintendent, cast.principal, cast.teacher):
        for person in (cast.coach, cast.principal, cast.disabled, cast.superintendent):
            client = signed_in(viewer)
            text = client.get(f"/people/{person.pk}/").text
            shown = [page for page in pages if f"/people/{person.pk}/{page}/" in text]
            opens = [page for page in pages if client.get(f"/people/{person.pk}/{page}/").status_code == 200]
            assert (viewer.name, person.name, shown) == (viewer.name, person.name, opens)


def test_the_list_asks_the_database_no_more_for_more_people(cast: Cast) -> None:
    client = signed_in(cast.teacher)
    counts = []
    for more in (1, 3, 30):
        for number in range(more):
            user = User.objects.create_user(f"p{more}.{number}@{DOMAIN}", name=f"Aa {number}", unit=cast.units.high)
            Appointment.objects.create(
                person=user, office="administrator", unit=cast.units.high, starts_on=clock.today()
            )
        client.get("/people/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


@pytest.mark.counts
def test_a_person_page_asks_no_more_for_more_offices(cast: Cast) -> None:
    client = signed_in(cast.superintendent)
    counts = []
    for person in (cast.principal, cast.teacher):
        client.get(f"/people/{person.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/people/{person.pk}/")
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 4


def invited(cast: Cast, **changes: object):
    facts = {
        "email": f"New.Person@{DOMAIN.title()}",
        "name": "New Person",
        "title": "Coach",
        "unit": cast.units.high.pk,
        "language": "es",
    }
    return signed_in(cast.sysadmin).post("/people/invite/", facts | changes)


def test_an_invitation_makes_a_verified_user_and_a_letter(cast: Cast) -> None:
    answer = invited(cast)
    user = User.objects.get(email=f"new.person@{DOMAIN}")
    address = user.emailaddress_set.get()
    assert (answer.status_code, user.language, user.unit, user.invited_by) == (
        302,
        "es",
        cast.units.high,
        cast.sysadmin,
    )
    assert (address.verified, address.primary, user.has_usable_password()) == (True, True, False)
    assert [letter.template for letter in Letter.objects.filter(to=user)] == ["people/invitation"]
    assert [entry.action for entry in audit.entries_about(user)] == ["person.invited"]


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("new@gmail.example", "Enter an address of the district: it ends in"),
        ("not an address", "Enter an email address in full"),
    ],
)
def test_an_address_that_is_not_the_districts_is_refused_and_what_was_typed_is_kept(
    cast: Cast, email: str, words: str
) -> None:
    answer = invited(cast, email=email)
    assert (answer.status_code, words in answer.text, "New Person" in answer.text) == (422, True, True)
    assert User.objects.filter(name="New Person").count() == 0


def test_an_address_that_is_here_already_is_refused(cast: Cast) -> None:
    assert "Somebody with this address is here already." in invited(cast, email=cast.coach.email.upper()).text


def test_only_those_who_invite_may_invite(cast: Cast) -> None:
    parts = {
        name: signed_in(user).get("/people/invite/").status_code
        for name, user in cast.people.items()
        if name != "disabled"
    }
    assert {name for name, status in parts.items() if status == 200} == {"superintendent", "director", "sysadmin"}
    assert set(parts.values()) == {200, 403}


def test_a_correction_is_kept_with_what_was_there_before(cast: Cast) -> None:
    facts = {"name": cast.coach.name, "title": "Head coach", "unit": cast.units.athletics.pk}
    signed_in(cast.sysadmin).post(f"/people/{cast.coach.pk}/edit/", facts)
    cast.coach.refresh_from_db()
    entry = audit.entries_about(cast.coach)[0]
    assert (cast.coach.title, entry.action, entry.after["title"]) == ("Head coach", "person.changed", "Head coach")


def test_a_person_changes_their_own_language_and_not_their_name(cast: Cast) -> None:
    client = signed_in(cast.coach)
    client.post("/people/me/", {"name": "Helen Strand", "language": "vi"})
    cast.coach.refresh_from_db()
    assert (cast.coach.name, cast.coach.language) == ("Erik Solberg", "vi")
    assert '<html lang="vi"' in client.get("/people/me/").text


def test_a_name_that_is_empty_is_refused(cast: Cast) -> None:
    facts = {"name": " \u3164", "title": "", "unit": cast.units.high.pk}
    answer = signed_in(cast.sysadmin).post(f"/people/{cast.coach.pk}/edit/", facts)
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)


def happened(viewer: User, person: User) -> list[str]:
    return [entry.action for entry in signed_in(viewer).get(f"/people/{person.pk}/").context["history"]]


def test_what_happened_to_a_person_includes_their_offices(cast: Cast) -> None:
    made = people.appoint(
        person=cast.coach,
        office="administrator",
        unit=cast.units.athletics,
        starts_on=clock.today(),
        by=cast.superintendent,
    )
    people.end_appointment(made, by=cast.superintendent)
    assert happened(cast.superintendent, cast.coach)[:2] == ["appointment.ended", "appointment.made"]
    assert happened(cast.coach, cast.coach)[:2] == ["appointment.ended", "appointment.made"]
    assert happened(cast.sysadmin, cast.coach)[:2] == ["appointment.ended", "appointment.made"]
    assert happened(cast.stranger, cast.coach) == []
    assert "appointment.made" not in happened(cast.superintendent, cast.teacher)


def test_a_designee_reads_that_they_were_named_in_the_trail_too(cast: Cast) -> None:
    assert "appointment.designee" in happened(cast.designee, cast.designee)
    page = signed_in(cast.designee).get("/trail/", {"what": "appointment.designee"}).text
    assert "named a designee:" in page


def test_only_those_who_may_read_it_see_what_happened_to_a_person(cast: Cast) -> None:
    pages = {
        name: signed_in(cast.people[name]).get(f"/people/{cast.coach.pk}/").text
        for name in ("teacher", "coach", "sysadmin", "director")
    }
    assert {name for name, page in pages.items() if "What happened" in page} == {"coach", "sysadmin", "director"}


def test_a_namesake_is_said_before_it_is_taken_for_another(cast: Cast) -> None:
    first = invited(cast, name=" erik  SOLBERG")
    words = f"{cast.coach.name} is here already: {cast.coach.email}"
    assert (first.status_code, words in first.text, 'name="another"' in first.text) == (422, True, True)
    assert User.objects.filter(name__iexact=cast.coach.name).count() == 1
    assert invited(cast, name="Erik Solberg", another="on").status_code == 302
    assert 'name="another"' not in signed_in(cast.sysadmin).get("/people/invite/").text


def test_a_correction_to_anothers_name_is_said_too_and_ones_own_is_no_namesake(cast: Cast) -> None:
    client, path = signed_in(cast.sysadmin), f"/people/{cast.coach.pk}/edit/"
    facts = {"title": "", "unit": cast.units.high.pk}
    assert client.post(path, facts | {"name": cast.backup.name}).status_code == 422
    assert client.post(path, facts | {"name": cast.coach.name}).status_code == 302


def test_an_address_given_twice_at_once_is_one_person_and_a_sentence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        details.rules, "district_address", lambda email: cast.coach.email
    )  # both have looked, neither wrote
    answer = invited(cast)
    assert (answer.status_code, "Somebody with this address is here already." in answer.text) == (422, True)
