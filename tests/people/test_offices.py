"""Who gives which office to whom, through the pages."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from registry import audit, clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions, powers
from registry.people.models import Appointment, Office, User
from registry.people.power import Power
from registry.people.refusal import Refused
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def boxes(name: str, day: date | None) -> dict[str, Any]:
    parts = (day.month, day.day, day.year) if day else ("", "", "")
    return {f"{name}_{part}": value for part, value in zip(("month", "day", "year"), parts, strict=True)}


def give(
    client: Client, person: User, office: str, *, unit: Any = "", first: date | None = None, last: date | None = None
) -> Any:
    dates = boxes("starts_on", first or clock.today()) | boxes("ends_on", last)
    return client.post(f"/people/{person.pk}/appoint/", {"office": office, "unit": getattr(unit, "pk", unit), **dates})


def box(name: str, day: date, page: str) -> bool:
    """Whether the page shows that day in the box of this date."""
    return bool(re.search(rf'name="{name}_day"[^>]*value="{day.day}"|value="{day.day}"[^>]*name="{name}_day"', page))


def held(person: User) -> list[str]:
    return [row.designation for row in powers.offices_of(person)]


def test_the_superintendent_appoints_an_administrator(cast: Cast) -> None:
    last = clock.today() + timedelta(days=30)
    answer = give(signed_in(cast.superintendent), cast.teacher, "administrator", unit=cast.units.middle, last=last)
    row = Appointment.objects.get(person=cast.teacher)
    assert (answer.status_code, answer.url) == (302, f"/people/{cast.teacher.pk}/")
    assert (row.unit, row.starts_on, row.ends_on, row.appointed_by) == (
        cast.units.middle,
        clock.today(),
        last,
        cast.superintendent,
    )
    assert [entry.action for entry in audit.entries_about(row)] == ["appointment.made"]
    assert Letter.objects.filter(to=cast.teacher, template="people/appointed").count() == 1


def test_only_the_communications_director_opens_the_vault_to_staff(cast: Cast) -> None:
    refused = give(signed_in(cast.superintendent), cast.teacher, "communications_staff")
    done = give(signed_in(cast.director), cast.teacher, "communications_staff")
    assert (refused.status_code, done.status_code, held(cast.teacher)) == (422, 302, ["Communications staff"])


@pytest.mark.parametrize("office", ["superintendent", "alternate", "system_administrator"])
@pytest.mark.parametrize("part", ["superintendent", "director", "alternate", "sysadmin"])
def test_nobody_alone_gives_an_office_that_two_give_together(cast: Cast, office: str, part: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.appoint(person=cast.teacher, office=office, starts_on=clock.today(), by=getattr(cast, part))
    assert "two people together" in str(refused.value)


@pytest.mark.parametrize("part", ["principal", "communications", "sysadmin", "requester", "designee", "alternate"])
def test_others_appoint_no_administrator(cast: Cast, part: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.appoint(
            person=cast.teacher,
            office=Office.ADMINISTRATOR,
            unit=cast.units.high,
            starts_on=clock.today(),
            by=getattr(cast, part),
        )
    assert str(refused.value) == "Only the superintendent can make this appointment."


def test_a_principal_names_a_designee_for_their_own_office(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.principal)
    give(signed_in(cast.principal), cast.teacher, f"for-{own.pk}", last=clock.today() + timedelta(days=7))
    assert held(cast.teacher) == [f"Administrator, Harbor High School (designee of {cast.principal.name})"]
    assert powers.holds(cast.teacher, Office.ADMINISTRATOR, cast.units.athletics).on_behalf_of == own
    assert powers.holds(cast.teacher, Office.ADMINISTRATOR, cast.units.middle) is None


def test_a_designee_cannot_pass_it_on(cast: Cast) -> None:
    designation = Appointment.objects.get(person=cast.designee)
    with pytest.raises(Refused) as refused:
        actions.appoint(
            person=cast.teacher,
            office=Office.SUPERINTENDENT,
            starts_on=clock.today(),
            by=cast.designee,
            on_behalf_of=designation,
        )
    assert str(refused.value) == "You act as a designee yourself, and cannot pass that on."
    assert give(signed_in(cast.designee), cast.teacher, "superintendent").status_code == 403


def test_nobody_gives_what_they_do_not_hold(cast: Cast) -> None:
    other = Appointment.objects.get(person=cast.other_principal)
    own = Appointment.objects.get(person=cast.principal)
    facts = {"person": cast.teacher, "office": Office.ADMINISTRATOR, "starts_on": clock.today(), "by": cast.principal}
    said = []
    for unit, behalf in ((cast.units.middle, other), (cast.units.district, own)):
        with pytest.raises(Refused) as refused:
            actions.appoint(**facts, unit=unit, on_behalf_of=behalf)
        said.append(str(refused.value))
    assert said == [
        "You can only name a designee for an office you hold.",
        "A designee gets the same office and unit, no more.",
    ]


def test_a_designee_does_not_outlast_the_principal(cast: Cast) -> None:
    actions.end_appointment(Appointment.objects.get(person=cast.other_principal), by=cast.superintendent)
    last = clock.today() + timedelta(days=10)
    own = actions.appoint(
        person=cast.other_principal, office="administrator", unit=cast.units.middle,
        starts_on=clock.today(), ends_on=last, by=cast.superintendent,
    )  # fmt: skip
    answer = give(signed_in(cast.other_principal), cast.teacher, f"for-{own.pk}", last=last + timedelta(days=1))
    assert (answer.status_code, "A designee cannot hold it longer" in answer.text, held(cast.teacher)) == (
        422,
        True,
        [],
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (-1, None, "An appointment cannot begin in the past"),
        (5, 4, "The last day comes before the first"),
    ],
)
def test_dates_that_make_no_sense_are_refused_in_words(cast: Cast, first: int, last: int | None, words: str) -> None:
    today = clock.today()
    answer = give(
        signed_in(cast.superintendent), cast.teacher, "administrator", unit=cast.units.middle,
        first=today + timedelta(days=first), last=None if last is None else today + timedelta(days=last),
    )  # fmt: skip
    assert (answer.status_code, words in answer.text, held(cast.teacher)) == (422, True, [])


def test_the_same_office_twice_at_once_is_refused(cast: Cast) -> None:
    client = signed_in(cast.superintendent)
    answer = give(
        client, cast.principal, "administrator", unit=cast.units.high, first=clock.today() + timedelta(days=3)
    )
    assert "holds this office on some of these days already" in answer.text
    assert Appointment.objects.filter(person=cast.principal).count() == 1


def test_there_is_one_communications_director_at_a_time(cast: Cast) -> None:
    answer = give(signed_in(cast.superintendent), cast.teacher, "communications_director")
    assert f"{cast.director.name} holds this office" in answer.text


def test_an_administrator_needs_a_unit(cast: Cast) -> None:
    assert "An administrator needs a unit." in give(signed_in(cast.superintendent), cast.teacher, "administrator").text


def test_a_system_administrator_gets_no_office_that_reads_or_decides(cast: Cast) -> None:
    answer = give(signed_in(cast.director), cast.sysadmin, "communications_staff")
    assert (answer.status_code, held(cast.sysadmin)) == (422, ["System administrator"])


def test_nobody_appoints_themselves(cast: Cast) -> None:
    assert signed_in(cast.superintendent).get(f"/people/{cast.superintendent.pk}/appoint/").status_code == 403


def test_an_end_holds_at_once_and_for_designees_too(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.principal)
    actions.appoint(
        person=cast.teacher,
        office="administrator",
        unit=cast.units.high,
        starts_on=clock.today(),
        by=cast.principal,
        on_behalf_of=own,
    )
    client = signed_in(cast.superintendent)
    asked = client.get(f"/people/appointments/{own.pk}/end/")
    answer = client.post(f"/people/appointments/{own.pk}/end/")
    assert (asked.status_code, answer.status_code) == (200, 302)
    assert (held(cast.principal), held(cast.teacher)) == ([], [])
    assert Letter.objects.filter(template="people/appointment_ended").count() == 2


def test_an_end_is_not_for_anybody(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.principal)
    codes = [
        signed_in(user).post(f"/people/appointments/{own.pk}/end/").status_code
        for user in (cast.principal, cast.director, cast.teacher)
    ]
    missing = signed_in(cast.superintendent).post("/people/appointments/999999/end/").status_code
    assert (codes, missing, held(cast.principal)) == ([403] * 3, 404, ["Administrator, Harbor High School"])


def test_a_refusal_is_written_down(cast: Cast) -> None:
    signed_in(cast.teacher).post(f"/people/{cast.coach.pk}/appoint/")
    entry = audit_entries("access.denied")[0]
    assert (entry.outcome, entry.actor_id, entry.reference) == ("denied", cast.teacher.trail_id, "people:appoint")


def audit_entries(action: str) -> list[Any]:
    return list(Entry.objects.filter(action=action))


def test_the_help_page_is_printed_from_the_table(cast: Cast) -> None:
    page = signed_in(cast.teacher).get("/people/powers/").text
    missing = [power for power in Power if str(power.label) not in page.replace("&#x27;", "'")]
    assert (missing, [office.label for office in Office if str(office.label) not in page]) == ([], [])


def test_every_power_is_given_by_some_office() -> None:
    assert set().union(*powers.POWERS.values()) == set(Power)


def test_a_designee_reveals_and_appoints_nothing(cast: Cast) -> None:
    assert powers.powers_of(cast.designee) == {
        Power.DECIDE_SUPERINTENDENT,
        Power.SEE_ALL_REQUESTS,
        Power.SEE_LEAD_TIMES,
        Power.KIT_FOR_SUPERINTENDENT,  # half of a passphrase, and the other half is not theirs
    }
    assert [
        powers.is_communications(user) for user in (cast.director, cast.communications, cast.sysadmin, cast.designee)
    ] == [True, True, False, False]
