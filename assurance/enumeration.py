"""D17: known and unknown addresses look and take the same: signing in, and asking for a new password."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter_ns
from unittest import mock

from django.conf import settings
from django.test import Client

from assurance import world
from assurance.figure import Figure
from assurance.surroundings import HOST
from registry.people.models import User

MOST_MS = 2.0
LOGIN, RESET = "/sign-in/login/", "/sign-in/password/reset/"
Answer = tuple[int, str, int]


def main(*, full: bool) -> None:
    """Measure interleaved pairs; the control answers at once where nobody has the address."""
    pairs = 2000 if full else 250
    world.begin()
    people = world.many_people(20)
    settings.ACCOUNT_RATE_LIMITS = False
    wrong, told = [], []
    for page, ask in (("sign-in", _sign_in), ("reset", _reset)):
        apart, same = _compare(ask, [person.email for person in people], pairs)
        told.append(f"{page} {apart:+.2f} ms")
        wrong += (
            [f"{page}: medians are {apart:+.2f} ms apart, at most {MOST_MS} may be"] if abs(apart) > MOST_MS else []
        )
        wrong += [] if same else [f"{page}: known and unknown get different answers"]
    with _answers_the_unknown_at_once():
        apart, _ = _compare(_sign_in, [person.email for person in people], 40)
    Figure(
        "D17", "known and unknown addresses look alike", 2 * pairs, 2 * pairs, abs(apart) > MOST_MS,
        f"an early answer is {apart:+.0f} ms off", f"pairs; medians apart: {', '.join(told)}", tuple(wrong),
    ).tell()  # fmt: skip


def _compare(ask: Callable[[str], Answer], known: list[str], pairs: int) -> tuple[float, bool]:
    """How many milliseconds the medians of known and unknown are apart, and whether the answers are of one class."""
    took: dict[bool, list[float]] = {True: [], False: []}
    looks: dict[bool, set[Answer]] = {True: set(), False: set()}
    for number in range(pairs + 10):
        order = (True, False) if number % 2 else (False, True)
        for is_known in order:
            email = known[number % len(known)] if is_known else f"nobody.{number % len(known)}@assurance.example"
            begun = perf_counter_ns()
            look = ask(email)
            if number >= 10:
                took[is_known].append((perf_counter_ns() - begun) / 1e6)
                looks[is_known].add(look)
    return median(took[True]) - median(took[False]), looks[True] == looks[False]


def _client() -> Client:
    return Client(headers={"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"})


def _sign_in(email: str) -> Answer:
    return _asked(LOGIN, login=email, password="one wrong password here")


def _reset(email: str) -> Answer:
    return _asked(RESET, email=email)


def _asked(path: str, **form: str) -> Answer:
    answer = _client().post(path, form)
    typed = len(max(form.values(), key=lambda text: "@" in text))
    return answer.status_code, answer.headers.get("Location", ""), (len(answer.content) - typed) // 16


@contextmanager
def _answers_the_unknown_at_once() -> Iterator[None]:
    """The broken variant: no password is hashed for an address nobody has."""
    with mock.patch.object(User, "set_password", lambda user, password: None):
        yield
