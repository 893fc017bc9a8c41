"""What a designee reads: that it waits for them, on whose behalf, on the page and in the work that waits (E1.5)."""

from approvals import waiting
from approvals.models import Request
from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.makers import make_request


def words_of(request: Request, user: User) -> tuple[str, list[str]]:
    """The tag of the status, and what the two seats that are heard side by side say."""
    context = signed_in(user).get(request.get_absolute_url()).context
    pair = next(step["pair"] for step in context["steps"] if "pair" in step)
    return str(context["status"]["word"]), [seat["text"].partition(", due")[0] for seat in pair]


def test_a_designee_reads_that_it_waits_for_them_and_on_whose_behalf(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    name, director = cast.superintendent.name, cast.director.name
    assert words_of(request, cast.designee) == (
        f"Waiting for you, on behalf of {name}",
        [f"Waiting for you, on behalf of {name}", f"{director} has not decided yet"],
    )


def test_the_seat_of_a_designee_is_marked_as_theirs(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    context = signed_in(cast.designee).get(request.get_absolute_url()).context
    pair = next(step["pair"] for step in context["steps"] if "pair" in step)
    assert [seat["mine"] for seat in pair] == [True, False]


def test_whoever_holds_the_office_reads_of_nobody_else(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    assert words_of(request, cast.superintendent) == (
        "Waiting for your decision",
        ["Waiting for you", f"{cast.director.name} has not decided yet"],
    )


def test_whoever_asked_reads_who_was_asked(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    assert words_of(request, cast.requester) == (
        "With the superintendent and Communications",
        [f"{person.name} has not decided yet" for person in (cast.superintendent, cast.director)],
    )


def test_the_work_that_waits_says_on_whose_behalf(cast: Cast) -> None:
    make_request(cast, "with_both")
    details = {part: waiting.tasks_for(getattr(cast, part))[0].detail for part in ("designee", "superintendent")}
    said = f"On behalf of {cast.superintendent.name} · "
    assert {part: detail.startswith(said) for part, detail in details.items()} == {
        "designee": True,
        "superintendent": False,
    }
    assert said in signed_in(cast.designee).get("/").content.decode()
