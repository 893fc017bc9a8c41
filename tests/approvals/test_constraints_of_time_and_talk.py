"""What the database itself refuses, whatever the Python above it does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from approvals import actions
from approvals.models import Follow, Mention, Seat
from registry import clock
from registry.outbox.models import Letter
from tests.cast import Cast
from tests.makers import make_request


def refused(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_a_seat_that_went_up_keeps_who_was_first(cast: Cast) -> None:
    seats = Seat.objects.filter(round__request=make_request(cast, "with_administrator"))
    today = clock.today()
    assert refused(lambda: seats.update(escalated_on=today))
    assert not refused(lambda: seats.update(escalated_on=today, first_asked=cast.principal))


def test_a_person_is_named_once_in_a_comment_and_says_once_whether_they_follow(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    said = actions.comment(request, text="Look.", by=cast.requester, mentions=[cast.coach, cast.coach])
    assert said.mentions.count() == 1
    assert refused(lambda: Mention.objects.create(comment=said, person=cast.coach))
    actions.unfollow(request, by=cast.coach)
    assert refused(lambda: Follow.objects.create(request=request, person=cast.coach, on=True))


@pytest.mark.parametrize("state", ["gathered", "held", "waiting"])
def test_a_gathered_letter_names_the_daily_one_and_no_other_does(cast: Cast, state: str) -> None:
    make_request(cast, "with_administrator")
    letter, daily = Letter.objects.order_by("created_at")[:2]
    rows = Letter.objects.filter(pk=letter.pk)
    assert refused(lambda: rows.update(state=state, gathered_into=None)) == (state == "gathered")
    assert refused(lambda: rows.update(state=state, gathered_into=daily)) == (state != "gathered")
