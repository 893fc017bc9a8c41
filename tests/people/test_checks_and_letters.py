"""What sign-in relies on in the settings; and the words of each letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as current
from django.template.loader import render_to_string

from registry import clock, outbox
from registry.outbox.models import Letter
from registry.people import actions
from registry.people.actions import factors
from registry.people.checks import sign_in_is_set_up
from registry.people.models import Appointment
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_settings_are_what_sign_in_relies_on() -> None:
    assert sign_in_is_set_up() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MFA_TOTP_TOLERANCE", 1),
        ("MFA_FORMS", {}),
        ("MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
        ("SESSION_SERIALIZER", "django.contrib.sessions.serializers.JSONSerializer"),
        ("MIDDLEWARE", []),
    ],
)
def test_a_setting_that_opens_a_hole_stops_the_start(settings: Any, name: str, value: Any) -> None:
    setattr(settings, name, value)
    assert {error.id for error in sign_in_is_set_up()} <= {"people.E001", "people.E002"}
    assert len(sign_in_is_set_up()) > 0


def told(letter: Letter) -> str:
    facts = outbox.registered.maker_of(letter.template)(letter)
    return render_to_string(f"mail/{letter.template}.txt", {**facts, "link": f"{current.SITE_URL}{facts['path']}"})


def test_every_letter_of_this_room_says_who_what_and_where(cast: Cast) -> None:
    last = clock.today() + timedelta(days=3)
    row = actions.appoint(
        person=cast.teacher, office="administrator", unit=cast.units.middle, starts_on=clock.today(), ends_on=last,
        by=cast.superintendent,
    )  # fmt: skip
    appointed = told(Letter.objects.get(to=cast.teacher, template="people/appointed"))
    actions.end_appointment(row, by=cast.superintendent)
    ended = told(Letter.objects.get(to=cast.teacher, template="people/appointment_ended"))
    factors.ask_for_reset(cast.coach, by=None)
    reset = told(Letter.objects.get(template="people/reset_password"))
    factors.tell_about_sign_in(cast.coach, "recovery_code_used", by=None)
    changed = told(Letter.objects.get(template="people/sign_in_changed", to=cast.coach))
    assert ["Lakes Middle School" in text for text in (appointed, ended)] == [True, True]
    assert f"/people/{cast.teacher.pk}/" in appointed
    assert "/sign-in/password/reset/key/" in reset
    assert "A recovery code was used to sign in as you." in changed
    texts = (appointed, ended, reset, changed)
    assert [line for text in texts for line in text.splitlines() if "&" in line or "{%" in line or "{{" in line] == []


def test_a_letter_about_an_office_that_ended_meanwhile_is_dropped(cast: Cast) -> None:
    row = Appointment.objects.get(person=cast.principal)
    letter = Letter.objects.get(to=cast.principal, template="people/appointed")
    actions.end_appointment(row, by=cast.superintendent)
    assert outbox.registered.maker_of("people/appointed")(letter) is None
