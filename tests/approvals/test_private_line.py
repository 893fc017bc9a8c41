"""The private line between the deciding offices: who is on it, and that nobody else finds a trace of it."""

import pytest

from approvals import actions, seeing, telling
from approvals.models import Comment, Request
from registry import clock
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused
from tests.approvals.days import FRIDAY, TUESDAY, chased, letters, on, text_of
from tests.cast import Cast, signed_in
from tests.makers import make_request

WROTE = "</strong> wrote to the other deciding offices"
WORDS = "Is the group large enough for an account of its own?"


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_both")


def parts(cast: Cast, people_: list[User]) -> set[str]:
    return {name for name, person in cast.people.items() if person in people_}


def test_who_is_on_the_private_line(cast: Cast, request_: Request) -> None:
    there = parts(cast, seeing.private_line(request_))
    assert there == {"superintendent", "designee", "director", "principal"}
    assert parts(cast, seeing.private_line(make_request(cast, "draft"))) == set()


@pytest.mark.parametrize(
    ("who", "gone"),
    [("superintendent", {"superintendent", "designee"}), ("director", {"director"}), ("principal", {"principal"})],
)
@pytest.mark.parametrize("part", ["requester", "custodian"])
def test_requester_and_custodian_are_never_on_it_nor_anybody_for_them(
    cast: Cast, who: str, gone: set[str], part: str
) -> None:
    them = getattr(cast, who)
    named = {"by": them} if part == "requester" else {"custodian": them}
    request = make_request(cast, "with_administrator" if who != "principal" else "draft", **named)
    if who == "principal":
        people.appoint(
            person=cast.teacher, office=Office.ADMINISTRATOR, unit=cast.units.district, starts_on=clock.today(), by=cast.superintendent
        )  # fmt: skip
        actions.submit(request, by=request.requester)
    assert parts(cast, seeing.private_line(request)) & gone == set()
    assert signed_in(them).post(f"{request.get_absolute_url()}offices/", {"text": WORDS}).status_code == 404


def test_an_administrator_is_on_it_where_seated_and_while_in_office(cast: Cast) -> None:
    people.appoint(
        person=cast.teacher, office=Office.ADMINISTRATOR, unit=cast.units.district, starts_on=clock.today(), by=cast.superintendent
    )  # fmt: skip
    request = make_request(cast, "with_administrator")
    assert [seeing.is_on_private_line(who, request) for who in (cast.principal, cast.teacher)] == [True, False]
    chased(FRIDAY, TUESDAY)
    assert [seeing.is_on_private_line(who, request) for who in (cast.principal, cast.teacher)] == [True, True]
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    assert not seeing.is_on_private_line(cast.principal, request)


def test_the_offices_write_and_read_there(cast: Cast, request_: Request) -> None:
    answer = signed_in(cast.superintendent).post(f"{request_.get_absolute_url()}offices/", {"text": WORDS})
    assert (answer.status_code, answer.url) == (302, f"{request_.get_absolute_url()}#offices")
    for person in (cast.superintendent, cast.designee, cast.director, cast.principal):
        page = signed_in(person).get(request_.get_absolute_url()).text
        assert (WORDS in page, "Between the offices" in page) == (True, True)
    assert letters(request_, "conferred", "commented") == {
        ("conferred", name): 1 for name in (cast.designee.name, cast.director.name, cast.principal.name)
    }
    said = text_of(request_, "conferred", FRIDAY)
    assert said
    assert (WORDS in said.text, said.subject.startswith("Between the offices, ")) == (False, True)


EXCLUDED = ["requester", "coach", "backup", "communications", "second_communications", "sysadmin", "alternate"]


@pytest.mark.parametrize("who", EXCLUDED)
def test_nobody_else_finds_a_trace(cast: Cast, request_: Request, who: str) -> None:
    person: User = getattr(cast, who)
    client, pages = signed_in(person), (request_.get_absolute_url(), "/", "/requests/?view=all")
    before = {path: _plain(client.get(path).text) for path in pages}
    actions.confer(request_, text=WORDS, by=cast.director)
    assert {path: _plain(client.get(path).text) for path in pages} == before
    assert WROTE not in client.get("/trail/").text
    assert not Letter.objects.filter(to=person, template="approvals/conferred").exists()
    assert client.post(f"{request_.get_absolute_url()}offices/", {"text": "Let me in"}).status_code == 404
    with pytest.raises(Refused, match="Only the offices that decide"):
        actions.confer(request_, text="Let me in", by=person)
    assert Comment.objects.filter(private=True).count() == 1


def _plain(page: str) -> str:
    """The page without the token that changes with each answer."""
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_writing_there_makes_nobody_take_part_in_the_discussion(cast: Cast, request_: Request) -> None:
    before = telling.involved(request_), telling.followers(request_)
    actions.confer(request_, text=WORDS, by=cast.designee)
    assert (telling.involved(request_), telling.followers(request_)) == before
    assert cast.designee not in before[0]


def test_the_trail_keeps_it_for_those_on_the_line(cast: Cast, request_: Request) -> None:
    actions.confer(request_, text=WORDS, by=cast.director)
    people_ = ("director", "superintendent", "designee", "communications", "principal", "requester")
    read = {who: WROTE in signed_in(getattr(cast, who)).get("/trail/").text for who in people_}
    assert [who for who, found in read.items() if found] == ["director", "superintendent"]


def test_a_letter_is_dropped_when_its_reader_has_left_the_line(cast: Cast, request_: Request) -> None:
    actions.confer(request_, text=WORDS, by=cast.director)
    Letter.objects.filter(template="approvals/conferred").exclude(to=cast.principal).delete()
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    assert text_of(request_, "conferred", FRIDAY) is None


def test_who_takes_part_is_asked_again_under_lock(cast: Cast, request_: Request) -> None:
    with on(TUESDAY):
        people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
        with pytest.raises(Refused, match="Only the offices"):
            actions.confer(request_, text=WORDS, by=cast.principal)
