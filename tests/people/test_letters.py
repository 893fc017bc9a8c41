"""The letters about absences and about offices that two give: what each says, and when it is dropped."""

from datetime import timedelta

import pytest

from registry import clock
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions
from registry.people.models import Absence, Appointment, Proposal, User
from tests.cast import Cast
from tests.makers import proof_of

pytestmark = pytest.mark.django_db


def letter_to(person: User, template: str) -> Letter:
    found: Letter = Letter.objects.get(to=person, template=f"people/{template}")
    return found


def said(person: User, template: str) -> tuple[str, str]:
    """Subject and text of the one letter of that name to this person, as it is sent."""
    written = write(letter_to(person, template))
    assert written is not None
    assert [mark for mark in ("{%", "{{", "&#") if mark in written.text] == []
    return written.subject, " ".join(written.text.split())


def away(cast: Cast, person: User, by: User) -> Absence:
    today = clock.today()
    return actions.record_absence(
        person=person, starts_on=today, ends_on=today + timedelta(days=9), by=by, proof=proof_of(by)
    )


def proposed(cast: Cast, by: User) -> Proposal:
    return actions.propose(
        person=cast.teacher, office="alternate", starts_on=clock.today(), by=by, proof=proof_of(by)
    )  # fmt: skip


def test_whoever_is_said_to_be_away_reads_by_whom_and_how_to_end_it(cast: Cast) -> None:
    away(cast, cast.principal, cast.superintendent)
    subject, text = said(cast.principal, "absence_recorded")
    assert subject == "You are out of office until November 21"
    assert "Helen Strand recorded that you are away from November 12, 2025 until November 21, 2025." in text
    assert f"/people/{cast.principal.pk}/" in text


def test_whoever_is_said_to_be_back_reads_by_whom(cast: Cast) -> None:
    actions.end_absence(
        away(cast, cast.principal, cast.principal), by=cast.superintendent, proof=proof_of(cast.superintendent)
    )
    subject, text = said(cast.principal, "absence_ended")
    assert (subject, "Helen Strand ended your absence" in text) == ("You are no longer out of office", True)


def test_a_designee_reads_for_whom_until_when_and_under_which_appointment(cast: Cast) -> None:
    row = Appointment.objects.get(person=cast.designee)
    away(cast, cast.superintendent, cast.superintendent)
    subject, text = said(cast.designee, "standing_in")
    assert subject == "You stand in for Helen Strand until November 21"
    assert f"Under appointment {row.pk} you are asked first" in text
    assert f"/people/appointments/{row.pk}/" in text


def test_letters_about_an_absence_that_was_called_off_are_dropped(cast: Cast) -> None:
    row = away(cast, cast.superintendent, cast.alternate)
    actions.end_absence(row, by=cast.superintendent, proof=proof_of(cast.superintendent))
    dropped = [
        write(letter_to(who, what))
        for who, what in ((cast.superintendent, "absence_recorded"), (cast.designee, "standing_in"))
    ]
    assert dropped == [None, None]


def test_whoever_may_sign_reads_what_and_by_when_and_nothing_once_it_is_settled(cast: Cast) -> None:
    row = proposed(cast, cast.superintendent)
    subject, text = said(cast.director, "signature_needed")
    assert subject == "Your signature by Wed, Nov 19: Chris Yoder: Alternate"
    assert ("Helen Strand proposes: Chris Yoder: Alternate." in text, f"/people/proposals/{row.pk}/" in text) == (
        True,
        True,
    )
    actions.sign(row, by=cast.alternate, proof=proof_of(cast.alternate))
    assert write(letter_to(cast.director, "signature_needed")) is None


def test_a_prepared_proposal_says_that_it_takes_two(cast: Cast) -> None:
    proposed(cast, cast.sysadmin)
    _subject, text = said(cast.superintendent, "signature_needed")
    assert ("Dana Weir prepared: Chris Yoder: Alternate." in text, "It takes two signatures." in text) == (True, True)


def test_who_proposed_reads_what_became_of_it(cast: Cast) -> None:
    row = proposed(cast, cast.sysadmin)
    actions.sign(row, by=cast.superintendent, proof=proof_of(cast.superintendent))
    row.refresh_from_db()
    actions.withdraw_proposal(row, by=cast.superintendent)
    subject, text = said(cast.sysadmin, "proposal_closed")
    assert (subject, "Helen Strand withdrew this. Nothing changes." in text) == (
        "Withdrawn: Chris Yoder: Alternate",
        True,
    )


def test_a_lapse_says_that_nothing_changes(cast: Cast) -> None:
    proposed(cast, cast.superintendent)
    with clock.at(clock.now() + timedelta(days=8)):
        actions.lapse_due(by=None)
    subject, text = said(cast.superintendent, "proposal_closed")
    assert (subject, "so it lapsed. Nothing changes." in text) == ("Lapsed: Chris Yoder: Alternate", True)
