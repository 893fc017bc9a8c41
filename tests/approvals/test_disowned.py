"""“This was not me” (E1.19): it holds the request back until somebody without a hand in it has settled it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from approvals import actions, waiting
from approvals.models import Decision, Request, Scan
from approvals.said import Said
from approvals.workflow import Status
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office, User
from registry.people.refusal import Refused
from tests.approvals.papers import PDF
from tests.approvals.test_pages import decide_as, errors_of
from tests.cast import Cast, signed_in
from tests.makers import account_of, bring_to, decide, make_request, proof_of, seat_of

S, C = Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
SAYS = "Helen Strand says that the approval recorded in their name was not theirs. It has to be settled first."


def recorded(cast: Cast, request: Request) -> Decision:
    """A yes of the superintendent's, recorded from a paper by a member of Communications."""
    seat = seat_of(request, S)
    how: dict[str, Any] = {"decider": cast.superintendent, "decided_on": clock.today(), "scan": PDF}
    seen = {"seen_hash": seat.round.text_hash, "proof": proof_of(cast.communications)}
    return actions.record_on_paper(seat, Said("yes"), by=cast.communications, **how, **seen)


def disowned(cast: Cast, story: str = "with_both") -> Request:
    """A request that rests on a yes its maker disowns."""
    request = make_request(cast, "with_both")
    decision = recorded(cast, request)
    if story == "setting_up":
        decide(request, C, cast.director)
    actions.object_to(decision, why="I was abroad.", by=cast.superintendent)
    return Request.objects.get(pk=request.pk)


def address(request: Request) -> str:
    return f"/requests/{request.reference}/settle/{Decision.objects.get(round__request=request, offline=True).pk}/"


def settle(user: User, request: Request, stands: str, why: str = "I asked both.") -> Any:
    return signed_in(user).post(address(request), {"stands": stands, "why": why})


def test_e1_19_nobody_approves_while_a_yes_is_disowned(cast: Cast) -> None:
    request = disowned(cast)
    page = signed_in(cast.director).get(request.get_absolute_url()).content.decode()
    shown = ("Helen Strand says: this decision was not mine", SAYS, 'value="no"', 'value="yes"')
    assert [words in page for words in shown] == [True, True, True, False]
    assert decide_as(cast.director, request, C, answer="yes").status_code in (409, 422)
    with pytest.raises(Refused, match="has to be settled first"):
        decide(request, C, cast.director)


def test_e1_19_the_set_up_is_not_finished_while_a_yes_is_disowned(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    decision = recorded(cast, request)
    decide(request, C, cast.director)
    bring_to(cast, account_of(request), "ready")
    finish = f"Finish the set-up: {request.title}"
    there = [any(task.title.startswith("Finish") for task in waiting.tasks_for(cast.communications))]
    actions.object_to(decision, why="I was abroad.", by=cast.superintendent)
    there += [any(task.title.startswith("Finish") for task in waiting.tasks_for(cast.communications))]
    client, url = signed_in(cast.communications), f"/requests/{request.reference}/finish/"
    response = client.post(url)
    assert (there, response.status_code, SAYS in response.content.decode(), finish) == (
        [True, False],
        403,
        True,
        finish,
    )
    assert settle(cast.second_communications, request, "yes").url == request.get_absolute_url()
    assert client.post(url).status_code == 302
    request.refresh_from_db()
    assert request.status == Status.COMPLETED


def test_what_stands_goes_on_and_both_are_told(cast: Cast) -> None:
    request = disowned(cast)
    assert "Settle this" in signed_in(cast.designee).get(request.get_absolute_url()).content.decode()
    assert settle(cast.designee, request, "yes").status_code == 302
    letters = Letter.objects.filter(template="approvals/settled")
    assert {letter.to for letter in letters} == {cast.superintendent, cast.communications, cast.director}
    said = write(letters.get(to=cast.communications))
    assert said
    assert ("The disputed decision stands" in said.subject, "I asked both." in said.text) == (True, True)
    entry = Entry.objects.get(action="decision.settled")
    assert (entry.actor_label, entry.after["stands"], entry.reason_text) == ("Priya Noor", True, "I asked both.")
    page = signed_in(cast.requester).get(request.get_absolute_url()).content.decode()
    assert ("Priya Noor found that it stands: I asked both." in page, "this decision was not mine" in page) == (
        True, False,
    )  # fmt: skip
    decide(request, C, cast.director)


@pytest.mark.parametrize("story", ["with_both", "setting_up"])
def test_what_does_not_count_ends_the_request_which_may_be_asked_for_again(cast: Cast, story: str) -> None:
    request = disowned(cast, story)
    assert settle(cast.second_communications, request, "no", "It is another signature.").status_code == 302
    request.refresh_from_db()
    why = "The approval recorded in the name of Helen Strand was not theirs. It is another signature."
    assert (request.status, request.closed_why, request.items.get().live) == (Status.DECLINED, why, False)
    if story == "setting_up":
        assert account_of(request).state == "retired"
    said = write(Letter.objects.get(template="approvals/annulled", to=cast.requester))
    assert said
    assert why in " ".join(said.text.split())
    assert signed_in(cast.requester).post(f"/requests/{request.reference}/again/").status_code == 302


#: Nobody with a hand in it: its maker and its recorder, who decided beside them, whoever has a part in the request.
TRIES = [
    ("superintendent", 403), ("communications", 403), ("principal", 403), ("requester", 403), ("coach", 403),
    ("sysadmin", 404), ("stranger", 404), ("director", 200), ("second_communications", 200), ("designee", 200),
]  # fmt: skip


def test_who_may_settle_it(cast: Cast) -> None:
    url = address(disowned(cast))
    assert [(part, signed_in(getattr(cast, part)).get(url).status_code) for part, _code in TRIES] == TRIES


def test_who_decided_beside_it_does_not_settle_it(cast: Cast) -> None:
    assert signed_in(cast.director).get(address(disowned(cast, "setting_up"))).status_code == 403


def test_it_is_settled_with_a_fresh_factor_and_words_and_once(cast: Cast) -> None:
    request = disowned(cast)
    bare = signed_in(cast.designee, factor=False)
    assert (bare.get(address(request)).status_code, bare.post(address(request), {"stands": "yes"}).status_code) == (
        302, 302,
    )  # fmt: skip
    assert list(errors_of(settle(cast.designee, request, "perhaps", " "))) == ["stands", "why"]
    assert Scan.objects.get().settled_at is None
    assert [settle(cast.designee, request, "yes").status_code for _ in range(2)] == [302, 409]


def test_the_database_refuses_what_was_settled_without_an_objection_or_a_reason(cast: Cast) -> None:
    recorded(cast, make_request(cast, "with_both"))
    facts = {"settled_at": clock.now(), "settled_by": cast.director, "stands": True, "settled_why": "Because."}
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.update(**facts)


def test_one_paper_stands_for_one_decision_whoever_is_faster(cast: Cast) -> None:
    """The check runs before the other's paper is there: the database has the last word."""
    first, second = make_request(cast, "with_both"), make_request(cast, "with_both")
    made = Scan.objects.get(decision=recorded(cast, first))
    other = decide(second, C, cast.director)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(decision=other, content=PDF, kind="pdf", sha256=made.sha256, decided_on=made.decided_on)
    with pytest.raises(Refused, match="recorded for another decision already"):
        recorded(cast, second)
    assert Scan.objects.count() == 1
