"""The items of a request in a round: which are still to be answered, which were refused by whom and why (E1.15)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from approvals import showing
from approvals.models import Answer, Item, ItemAnswer, Request, Round
from registry.people.refusal import Refused

#: So many platforms and handles one request may ask for.
MOST = 5


def refusals(round_: Round) -> list[ItemAnswer]:
    """The refusals to single items, in the order they were given; a decline of the whole request is none of them."""
    rows = ItemAnswer.objects.filter(decision__round=round_, decision__answer=Answer.YES, approved=False)
    people = ("item__platform", "decision__by", "decision__on_behalf_of", "decision__seat")
    return list(rows.select_related(*people).order_by("pk"))


def refused_in(round_: Round) -> set[int]:
    """The ids of the items that some office of the round has refused."""
    return {answer.item_id for answer in refusals(round_)}


def left_in(request: Request, round_: Round) -> list[Item]:
    """The items that no office of the round has refused yet: what its offices can still approve."""
    refused = refused_in(round_)
    return [item for item in request.items.select_related("platform") if item.pk not in refused]


def to_answer(request: Request, round_: Round) -> list[Item]:
    """The items that the next office answers one by one; empty where there is but one left, the request itself."""
    left = left_in(request, round_)
    return left if len(left) > 1 and not is_whole(request) else []


def is_whole(request: Request) -> bool:
    """Whether it is answered as one: what was approved in an emergency has its account already (E1.16)."""
    return request.items.filter(account__isnull=False).exists()


def no_changes(request: Request) -> str:
    """Why no office can ask for changes, in a sentence: what is edited would not reach the account that exists."""
    if not is_whole(request):
        return ""
    return _("Approved in an emergency, it has its account already: it can only be approved or declined as it stands.")


def check_answer_stands(request: Request, answer: str) -> None:
    """Raise `Refused` for changes to what was approved in an emergency (E1.16)."""
    said = no_changes(request) if answer == Answer.CHANGES else ""
    if said:
        raise Refused(said, rule="E1.16")


def line(answer: ItemAnswer) -> str:
    """“TikTok, harborski: not approved by Helen Strand (Superintendent). Reason: …”."""
    words = {
        "item": name(answer.item),
        "who": showing.who_decided(answer.decision),
        "office": answer.decision.seat.get_office_display(),
        "why": answer.note,
    }
    return _("%(item)s: not approved by %(who)s (%(office)s). Reason: %(why)s") % words


def name(item: Item) -> str:
    """“TikTok, harborski”, or “Logo”, or “Classroom or activity use, YouTube”."""
    platform = item.platform.name if item.platform else ""
    parts = [item.get_authorization_display(), platform] if item.authorization else [platform, item.written]
    return ", ".join(str(part) for part in parts if part)


def reasons(answers: Sequence[ItemAnswer]) -> str:
    """All lines together, as the reason why nothing is left."""
    return "\n".join(line(answer) for answer in answers)
