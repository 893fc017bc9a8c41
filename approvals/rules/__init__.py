"""May this person do this to this request, now? The rules answer, or raise `Refused` with a sentence for the person."""

from approvals.rules.moves import (
    can_move,
    can_see_setup,
    check_move,
    moves_open_to,
)
from approvals.rules.said import (
    check_said,
)
from approvals.rules.seats import (
    apart_from,
    check_can_decide,
    check_still_open,
    deciders_of,
    need_of,
    open_seats,
    seat_for,
    seats_of,
    seats_to_fill,
    the_request_to_decide,
)
from approvals.rules.seeing import (
    can_comment,
    can_see,
    check_can_comment,
    page_after,
    sees_earlier,
    the_condition,
    the_request,
    visible_to,
)
from approvals.rules.sending import (
    can_ask_again,
    can_edit,
    check_can_ask_again,
    check_can_become_an_account,
    check_can_edit,
    check_can_submit,
    what_is_missing,
    what_stops_a_yes,
)
from approvals.rules.setup import (
    check_conditions_are_met,
    setup_lacks,
)

__all__ = [
    "apart_from",
    "can_ask_again",
    "can_comment",
    "can_edit",
    "can_move",
    "can_see",
    "can_see_setup",
    "check_can_ask_again",
    "check_can_become_an_account",
    "check_can_comment",
    "check_can_decide",
    "check_can_edit",
    "check_can_submit",
    "check_conditions_are_met",
    "check_move",
    "check_said",
    "check_still_open",
    "deciders_of",
    "moves_open_to",
    "need_of",
    "open_seats",
    "page_after",
    "seat_for",
    "seats_of",
    "seats_to_fill",
    "sees_earlier",
    "setup_lacks",
    "the_condition",
    "the_request",
    "the_request_to_decide",
    "visible_to",
    "what_is_missing",
    "what_stops_a_yes",
]
