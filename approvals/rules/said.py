"""May an office say this: an answer, its reason, a yes or no to each item, its conditions (E1.15, E1.16, E1.18)?"""

from django.utils.translation import gettext as _

from approvals import conditions, items
from approvals.models import Answer, Seat
from approvals.said import ItemSaid, Said
from registry.people.refusal import Refused


def check_said(seat: Seat, said: Said) -> list[ItemSaid]:
    """What the words come to for each item; raises `Refused` where they are no answer to the request of the seat.

    A decline and asking for changes give a reason, and so does each no to an item. Asked before anything is written.
    """
    if said.answer not in Answer.values:
        raise Refused(_("Choose approve, ask for changes, or decline."))
    items.check_answer_stands(seat.round.request, said.answer)
    if said.answer != Answer.YES:
        if not said.note.strip():
            raise Refused(
                _("Say why: the person who asked will read it."), rule="domain.md: a decline gives its reason"
            )
        return [] if said.answer == Answer.CHANGES else _answers(seat, said)
    answers = _answers(seat, said)
    _check_yes(seat, said, answers)
    return answers


def _answers(seat: Seat, said: Said) -> list[ItemSaid]:
    """A yes or no to each item; one that another office has refused already needs no second no (E1.15)."""
    refused, found = items.refused_in(seat.round), []
    for item in seat.round.request.items.select_related("platform"):
        if item.pk in refused and item.pk not in said.item_answers:
            continue
        approved = said.answer == Answer.YES and said.item_answers.get(item.pk, True)
        found.append(ItemSaid(item, approved, "" if approved else said.item_notes.get(item.pk, "").strip()[:300]))
    return found


def _check_yes(seat: Seat, said: Said, answers: list[ItemSaid]) -> None:
    refused = [one for one in answers if not one.approved]
    for one in refused:
        if not one.note:
            raise Refused(_("Say why not %(item)s.") % {"item": items.name(one.item)}, rule="E1.15")
    if refused and items.is_whole(seat.round.request):
        raise Refused(_("After an emergency approval, answer for the whole request."), rule="E1.16")
    if len(refused) == len(answers):
        raise Refused(_("Approve at least one item, or decline the request with your reason."))
    conditions.check_may_state(seat.round.request, said.conditions)
