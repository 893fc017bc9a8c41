"""Every letter that time and talk send: what it says, to whom it leads, and what it never carries."""

import pytest
from django.conf import settings
from django.utils import translation

from approvals import actions
from approvals.models import Request
from registry import clock, outbox
from registry.outbox.models import Letter
from registry.outbox.registered import can_wait
from registry.outbox.rendering import Written, write
from registry.people import actions as people
from registry.people.models import Office, User
from tests.approvals.days import FRIDAY, NEXT_THURSDAY, NEXT_WEDNESDAY, TUESDAY, chased, daily, on
from tests.cast import Cast
from tests.makers import make_request

WORDS = "Who reads the comments on Sundays?"
SUBJECTS = {
    "reminder": "Reminder, decision needed by ",
    "next_up": "Late, decision needed by Thu, Nov 20: ",
    "escalated": "Chris Yoder is asked now: ",
    "stuck": "Late, and nobody further up: ",
    "expires_soon": "Expires on Sun, Jan 11: ",
    "commented": "Maya Lind wrote about ",
    "mentioned": "Maya Lind asks you about ",
    "conferred": "Between the offices, Marcus Bell wrote about ",
    "news": "Withdrawn: ",
}
WAIT = {"commented", "mentioned", "conferred", "news"}


@pytest.fixture
def written(cast: Cast) -> dict[str, tuple[Letter, Written]]:
    """One letter of each kind, written while it still made sense."""
    people.appoint(
        person=cast.teacher, office=Office.ADMINISTRATOR, unit=cast.units.district, starts_on=clock.today(), by=cast.superintendent
    )  # fmt: skip
    request = make_request(cast, "with_administrator")
    actions.comment(request, text=WORDS, by=cast.requester, mentions=[cast.director])
    actions.confer(request, text=WORDS, by=cast.principal)
    actions.follow(request, by=cast.communications)
    found: dict[str, tuple[Letter, Written]] = {}
    for day in (FRIDAY, TUESDAY, NEXT_WEDNESDAY, NEXT_THURSDAY, NEXT_THURSDAY.replace(day=21)):
        chased(day)
        _read(found, day)
    actions.withdraw(request, by=cast.requester)
    make_request(cast, "setting_up")
    late = FRIDAY.replace(year=2026, month=1, day=5)
    daily(late)
    _read(found, late)
    return found


def _read(found: dict[str, tuple[Letter, Written]], day: object) -> None:
    for letter in Letter.objects.select_related("to").order_by("created_at"):
        name = letter.template.partition("/")[2]
        with on(day):  # type: ignore[arg-type]
            said = write(letter) if letter.template.startswith("approvals/") and name in SUBJECTS else None
        if said:
            found.setdefault(name, (letter, said))


def test_each_says_what_it_is_about_and_leads_to_a_page_of_ours(written: dict[str, tuple[Letter, Written]]) -> None:
    assert set(written) == set(SUBJECTS)
    for name, (letter, said) in written.items():
        assert said.subject.startswith(SUBJECTS[name])
        assert said.subject.endswith(f"({letter.about_id})")
        assert (settings.SITE_URL in said.text, f'href="{settings.SITE_URL}' in said.html) == (True, True)
        assert "Nothing can be decided by replying." in said.text


def test_none_carries_the_words_of_the_discussion_or_a_decision(written: dict[str, tuple[Letter, Written]]) -> None:
    for _letter, said in written.values():
        assert [WORDS in text for text in (said.subject, said.text, said.html)] == [False] * 3
        assert [verb in said.html for verb in ("<form", "/decide/", "<input")] == [False] * 3


def test_lines_are_short_enough_for_any_mail_program(written: dict[str, tuple[Letter, Written]]) -> None:
    long = [line for _letter, said in written.values() for line in said.text.splitlines() if len(line) > 71]
    assert [line for line in long if "http" not in line] == []


def test_exactly_the_letters_of_the_discussion_of_the_weeks_health_and_of_reports_can_wait() -> None:
    weekly = {"accounts/care_week", "accounts/care_worse", "desk/report"}
    assert {name for name in outbox.templates() if can_wait(name)} == {f"approvals/{name}" for name in WAIT} | weekly


def test_a_letter_is_in_its_readers_language_or_falls_back(cast: Cast, every_language: None) -> None:
    User.objects.filter(pk=cast.principal.pk).update(language="es")
    request = make_request(cast, "with_administrator")
    chased(FRIDAY)
    letter = Letter.objects.get(template="approvals/reminder", about_id=request.reference)
    with on(FRIDAY), translation.override("en"):
        said = write(letter)
    assert said
    assert (letter.language, 'lang="es"' in said.html) == ("es", True)


def test_a_letter_about_what_is_decided_meanwhile_is_dropped(cast: Cast) -> None:
    request: Request = make_request(cast, "with_administrator")
    chased(FRIDAY)
    actions.withdraw(request, by=cast.requester)
    letter = Letter.objects.get(template="approvals/reminder", about_id=request.reference)
    with on(FRIDAY):
        assert write(letter) is None
