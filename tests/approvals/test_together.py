"""Every change commits with its events and letters or not at all (invariant 3), and who sees what."""

from datetime import timedelta
from typing import Any

import pytest

from approvals import actions
from approvals.models import Answer, Decision, Request
from approvals.workflow import Status
from registry import clock, outbox
from registry.audit import chain
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office
from registry.people.proof import Proof
from registry.people.refusal import Refused, Stale
from tests.cast import Cast, signed_in
from tests.makers import account_of, bring_to, decide, make_request, proof_of, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


def break_it(*_args: Any, **_more: Any) -> None:
    raise RuntimeError("the disk is full")


def footprint() -> tuple[int, ...]:
    return (
        Entry.objects.count(),
        Letter.objects.count(),
        Decision.objects.count(),
        Request.objects.filter(status="deciding").count(),
    )


@pytest.mark.parametrize("where", [(outbox, "post"), (chain, "append")])
def test_a_letter_or_event_that_cannot_be_written_undoes_the_decision(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str]
) -> None:
    request = make_request(cast, "with_both")
    decide(request, S, cast.superintendent)
    before = footprint()
    monkeypatch.setattr(*where, break_it)
    with pytest.raises(RuntimeError):
        decide(request, C, cast.director)
    monkeypatch.undo()
    request.refresh_from_db()
    assert (footprint(), request.status, request.items.get().account) == (before, Status.DECIDING, None)


@pytest.mark.parametrize("where", [(outbox, "post"), (chain, "append")])
def test_a_letter_or_event_that_cannot_be_written_undoes_the_sending(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str]
) -> None:
    request = make_request(cast)
    monkeypatch.setattr(*where, break_it)
    with pytest.raises(RuntimeError):
        actions.submit(request, by=cast.requester)
    monkeypatch.undo()
    request.refresh_from_db()
    assert (request.status, request.rounds.count(), request.items.get().live) == (Status.DRAFT, 0, False)


def events_about(request: Request) -> list[str]:
    return list(Entry.objects.filter(object_id=request.reference).order_by("seq").values_list("action", flat=True))


def letters_about(request: Request, cast: Cast) -> list[tuple[str, str]]:
    parts = {person.pk: part for part, person in cast.people.items()}
    rows = Letter.objects.filter(template__startswith="approvals/", about_id=request.reference)
    return sorted((letter.template.removeprefix("approvals/"), parts[letter.to_id]) for letter in rows)


def test_the_whole_way_leaves_these_events_and_letters(cast: Cast) -> None:
    request = make_request(cast, "completed")
    assert events_about(request) == [
        "request.drafted", "round.opened", "seat.asked", "request.submitted",
        "decision.recorded", "seat.asked", "seat.asked",
        "decision.recorded", "decision.recorded", "round.closed", "request.approved", "request.set_up_finished",
    ]  # fmt: skip
    staff = ("communications", "director", "newcomer", "second_communications")
    assert letters_about(request, cast) == sorted([
        ("request_received", "requester"), ("decision_needed", "principal"), ("decision_needed", "superintendent"),
        ("decision_needed", "director"), ("approved", "requester"), ("approved", "coach"),
        *(("setup_needed", part) for part in staff),
        ("completed", "requester"), ("completed", "coach"), ("completed", "backup"),
    ])  # fmt: skip


def test_a_decline_is_told_to_everyone_named_and_heard(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    decide(request, S, cast.superintendent, Answer.NO, "Not this year.")
    told = [part for template, part in letters_about(request, cast) if template == "declined"]
    assert told == ["coach", "director", "principal", "requester"]  # nobody gets a letter about their own move


def test_a_comment_is_told_to_everyone_involved_but_its_writer(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    actions.comment(request, text="When?", by=cast.superintendent)
    told = [part for template, part in letters_about(request, cast) if template == "commented"]
    assert told == ["backup", "coach", "director", "principal", "requester"]


STORIES = ["with_administrator", "with_director", "returned", "declined", "withdrawn", "setting_up", "completed"]


@pytest.mark.parametrize("story", STORIES)
def test_every_letter_can_be_written_and_says_what_it_is_about(cast: Cast, story: str) -> None:
    request = make_request(cast, story)
    written = [one for letter in Letter.objects.filter(about_id=request.reference) if (one := write(letter))]
    assert written
    assert [one.subject for one in written if request.reference not in one.subject] == []
    assert [one.text for one in written if "{%" in one.text or "{{" in one.text] == []


def test_the_letter_to_whoever_decides_says_by_when_first(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    letter = Letter.objects.get(template="approvals/decision_needed", to=cast.director)
    said = write(letter)
    assert said
    assert said.subject == f"Decision needed by Mon, Nov 17: Instagram for Girls Nordic Ski ({request.reference})"
    assert said.text.startswith("Please decide by Monday, November 17.")


def test_a_designee_reads_on_whose_behalf(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    seat = seat_of(request, S)
    row = cast.designee.appointments.get(office=S)
    seat.asked, seat.appointment = cast.designee, row
    seat.save()
    letter = Letter.objects.filter(template="approvals/decision_needed", ids__seat=seat.pk).get()
    letter.to = cast.designee
    said = write(letter)
    assert said
    assert f"You are asked on behalf of {cast.superintendent.name}." in said.text


def test_a_letter_about_a_filled_seat_is_not_sent(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    decide(request, S, cast.superintendent)
    assert write(Letter.objects.get(template="approvals/decision_needed", to=cast.superintendent)) is None


@pytest.mark.parametrize(
    ("story", "who_sees"),
    [
        ("draft", {"requester"}),
        (
            "with_both",
            {
                "requester", "coach", "backup", "principal", "superintendent", "designee", "director", "communications",
                "second_communications", "newcomer",
            },
        ),
    ],
)  # fmt: skip
def test_who_sees_a_request(cast: Cast, story: str, who_sees: set[str]) -> None:
    request = make_request(cast, story)
    seen = {
        part
        for part, person in cast.people.items()
        if person.is_active and signed_in(person).get(request.get_absolute_url()).status_code in (200, 302)
    }
    assert seen == who_sees


def test_a_decision_needs_a_factor_of_this_person_at_most_twelve_hours_old(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    seat = seat_of(request, A)
    given: dict[str, Any] = {"answer": "yes", "seen_hash": seat.round.text_hash, "by": cast.principal}
    old = Proof(cast.principal, clock.now() - timedelta(hours=12, minutes=1))
    for proof in (None, proof_of(cast.director), old):
        with pytest.raises(Refused, match="Confirm it is you"):
            actions.decide(seat, proof=proof, **given)
    actions.decide(seat, proof=proof_of(cast.principal), **given)
    assert Decision.objects.count() == 1


def test_a_decision_counts_only_for_the_text_its_maker_saw(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    given: dict[str, Any] = {"by": cast.principal, "proof": proof_of(cast.principal)}
    with pytest.raises(Stale, match="The text has changed since you opened the page"):
        actions.decide(seat_of(request, A), answer="yes", seen_hash="0" * 64, **given)
    assert Decision.objects.count() == 0


def test_only_communications_finishes_a_set_up_and_only_when_nothing_is_missing(cast: Cast) -> None:
    request = make_request(cast, "setting_up")
    with pytest.raises(Refused, match="Only Communications"):
        actions.finish_setup(request, by=cast.principal)
    with pytest.raises(Refused, match="Not ticked yet"):
        actions.finish_setup(request, by=cast.communications)
    bring_to(cast, account_of(request), "ready")
    assert actions.finish_setup(request, by=cast.communications).status == Status.COMPLETED


def test_the_button_to_finish_is_shown_only_when_it_would_work(cast: Cast) -> None:
    request = make_request(cast, "setting_up")
    client, button = signed_in(cast.communications), "Finish set-up</button>"
    assert button not in client.get(request.get_absolute_url()).content.decode()
    bring_to(cast, account_of(request), "ready")
    assert button in client.get(request.get_absolute_url()).content.decode()
    assert client.post(f"/requests/{request.reference}/finish/").url == request.get_absolute_url()
    request.refresh_from_db()
    assert request.status == Status.COMPLETED
