"""Following: whoever is involved does, anybody who can see it may, and losing sight ends it without a word."""

from datetime import timedelta

import pytest

from approvals import actions, telling
from approvals.models import Follow, Request
from registry import clock
from registry.audit.models import Entry
from registry.people import actions as people
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused
from tests.approvals.days import FRIDAY, letters, text_of
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_administrator")


def press(who: User, request: Request, verb: str) -> int:
    return signed_in(who).post(f"{request.get_absolute_url()}{verb}/").status_code


def test_those_involved_follow_by_themselves(cast: Cast, request_: Request) -> None:
    assert telling.followers(request_) == [cast.requester, cast.coach, cast.backup, cast.principal]
    page = signed_in(cast.coach).get(request_.get_absolute_url()).text
    assert ("You follow this request" in page, "unfollow/" in page) == (True, True)


def test_anybody_who_sees_it_may_follow_and_stop_and_two_clicks_are_one(cast: Cast, request_: Request) -> None:
    assert (
        "You get no letters about this discussion"
        in signed_in(cast.communications).get(request_.get_absolute_url()).text
    )
    assert [press(cast.communications, request_, "follow") for _click in range(2)] == [302, 302]
    assert telling.followers(request_)[-1] == cast.communications
    assert [press(cast.communications, request_, "unfollow") for _click in range(2)] == [302, 302]
    assert cast.communications not in telling.followers(request_)
    said = Entry.objects.filter(object_id=request_.reference, action__contains="follow").values_list(
        "action", flat=True
    )
    assert (list(said.order_by("seq")), Follow.objects.count()) == (["request.followed", "request.unfollowed"], 1)


def test_somebody_involved_may_stop_the_letters_of_the_discussion(cast: Cast, request_: Request) -> None:
    press(cast.backup, request_, "unfollow")
    actions.comment(request_, text="Who posts on weekends?", by=cast.requester)
    assert letters(request_, "commented") == {("commented", cast.coach.name): 1, ("commented", cast.principal.name): 1}


def test_who_cannot_see_it_cannot_follow(cast: Cast, request_: Request) -> None:
    assert [press(who, request_, "follow") for who in (cast.stranger, cast.teacher, cast.sysadmin)] == [404, 404, 404]
    with pytest.raises(Refused, match="may follow it"):
        actions.follow(request_, by=cast.stranger)
    with pytest.raises(Refused, match="may follow it"):
        actions.follow(make_request(cast, "draft"), by=cast.requester)


def test_a_follower_hears_of_every_turn_once(cast: Cast, request_: Request) -> None:
    press(cast.second_communications, request_, "follow")
    press(cast.coach, request_, "follow")
    decide(request_, Office.ADMINISTRATOR, cast.principal, "changes", "Name a second coach.")
    assert letters(request_, "news") == {("news", cast.second_communications.name): 1}
    said = text_of(request_, "news", FRIDAY)
    assert said
    assert said.subject.startswith("Changes asked for: Instagram for")


def test_two_turns_of_one_round_are_two_letters(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    actions.unfollow(request, by=cast.principal)
    actions.follow(request, by=cast.principal)
    decide(request, Office.SUPERINTENDENT, cast.superintendent)
    decide(request, Office.COMMUNICATIONS_DIRECTOR, cast.director)
    with clock.at(clock.now() + timedelta(days=60)):
        actions.expire_due()
    assert letters(request, "news") == {("news", cast.principal.name): 2}


def test_whoever_is_told_otherwise_gets_no_second_letter(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    for person in (cast.communications, cast.requester):
        actions.unfollow(request, by=person)
        actions.follow(request, by=person)
    decide(request, Office.SUPERINTENDENT, cast.superintendent)
    decide(request, Office.COMMUNICATIONS_DIRECTOR, cast.director)
    assert letters(request, "news", "approved") == {
        ("approved", cast.requester.name): 1,
        ("approved", cast.coach.name): 1,
    }


def test_losing_sight_ends_it_silently(cast: Cast, request_: Request) -> None:
    actions.unfollow(request_, by=cast.principal)
    actions.follow(request_, by=cast.principal)
    actions.comment(request_, text="One.", by=cast.requester)
    before = letters(request_, "commented")
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    actions.comment(request_, text="Two.", by=cast.requester)
    after = letters(request_, "commented")
    assert (before[("commented", cast.principal.name)], after[("commented", cast.principal.name)]) == (1, 1)
    assert cast.principal not in telling.followers(request_)
