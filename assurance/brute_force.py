"""D16: guessing against four real processes that share one cache: passwords, codes, recovery codes, and used codes."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from assurance import world
from assurance.browser import Browser
from assurance.figure import Figure
from assurance.server import serving

LIMIT = 5
PROBLEM = re.compile(r'<ul role="list"><li>.*?</ul>', re.DOTALL)
_networks = count()
LOGIN, CODE = "/sign-in/login/", "/sign-in/2fa/authenticate/"


def main(*, full: bool) -> None:
    """Measure, with a control whose limits count in each process alone and whose codes are good twice."""
    world.begin()
    tries, races = (400, 500) if full else (120, 60)
    people = world.many_people(4 + races)
    world.part()
    with serving() as port:
        found = _guessed(port, people[:4], tries)
        once = sum(_accepted(port, person) == 1 for person in people[4:])
    wrong = [f"{what}: {number} tries were let through, {most} may be" for what, number, most in found if number > most]
    wrong += [f"a code was accepted once in {once} of {races} races"] if once != races else []
    bit, control = _controls(world.many_people(4, "broken"), tries)
    done = sum(number <= most for _, number, most in found) * tries + once
    Figure(
        "D16", "guessing is stopped, whatever process and address", done, len(found) * tries + races, bit, control,
        f"4 processes; let through: {', '.join(f'{what} {number}' for what, number, _ in found)}; codes once in {once}/{races} races",
        tuple(wrong),
    ).tell()  # fmt: skip


Found = list[tuple[str, int, int]]


def _guessed(port: int, people: list[world.Person], tries: int) -> Found:
    by_password, by_code, by_recovery, by_address = people
    return [
        ("passwords", _storm(tries, lambda n: _guess_password(port, by_password.email, n)), LIMIT),
        ("codes", _storm(tries, _guess_code(port, by_code, "000000", "203.0.113")), LIMIT),
        ("recovery codes", _storm(tries, _guess_code(port, by_recovery, "abcd1234", "192.0.2")), LIMIT),
        ("spoofed addresses", _storm(tries, lambda n: _spray(port, by_address.email, n)), 10),
    ]


def _storm(tries: int, guess: Callable[[int], bool]) -> int:
    """How many of the guesses, eight at a time, were looked at rather than turned away."""
    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(guess, range(tries)))


def _guess_password(port: int, email: str, number: int) -> bool:
    browser = Browser(port, address=f"198.51.100.{number % 50}", spoofed=f"203.0.113.{number}")
    browser.get(LOGIN)
    return _looked_at(browser.post(LOGIN, login=email, password=f"wrong {number} wrong {number}"))


def _spray(port: int, email: str, number: int) -> bool:
    browser = Browser(port, address="192.0.2.77", spoofed=f"203.0.113.{number}")
    browser.get(LOGIN)
    return _looked_at(browser.post(LOGIN, login=f"{number}.{email}", password=f"wrong {number} wrong {number}"))


def _guess_code(port: int, person: world.Person, code: str, network: str) -> Callable[[int], bool]:
    inside = [_with_password(port, person, f"{network}.{100 + number}") for number in range(8)]

    def guess(number: int) -> bool:
        return _looked_at(inside[number % 8].post(CODE, code=code))

    return guess


def _with_password(port: int, person: world.Person, address: str) -> Browser:
    browser = Browser(port, address=address)
    browser.get(LOGIN)
    status, to = browser.post(LOGIN, login=person.email, password=person.password)
    if status != 302 or CODE not in to:
        raise RuntimeError(f"The password did not lead to the second factor: {status} {PROBLEM.findall(to)}")
    browser.get(CODE)
    return browser


def _looked_at(answer: tuple[int, str]) -> bool:
    status, text = answer
    if status >= 500:
        raise RuntimeError(f"The site failed: {status}")
    return status == 302 or "too many" not in text.lower()


def _accepted(port: int, person: world.Person) -> int:
    """How many of four sessions one code let in at the same moment."""
    inside = [_with_password(port, person, f"198.18.{next(_networks) % 250}.{number}") for number in range(4)]
    code = world.code_from(person.seed)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: browser.post(CODE, code=code), inside))
    return sum(status == 302 and "login" not in to for status, to in answers)


def _controls(people: list[world.Person], tries: int) -> tuple[bool, str]:
    world.part()
    with serving(ASSURANCE_BROKEN="cache for each process") as port:
        let = _storm(tries, lambda n: _guess_password(port, people[0].email, n))
    with serving(ASSURANCE_BROKEN="codes accepted again") as port:
        twice = _accepted(port, people[1])
    return (
        let > LIMIT and twice > 1,
        f"a cache for each process let {let} through; without memory one code let {twice} in",
    )
