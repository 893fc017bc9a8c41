"""What a worker does beside its letters: rooms that know more than this one hand it in when the application starts."""

from collections.abc import Callable

Chore = Callable[[], object]
_each, _end = list[Chore](), list[Chore]()


def each_round(chore: Chore) -> None:
    """Have `chore` done at the beginning of each round of a worker that runs on."""
    _each.append(chore)


def at_the_end(chore: Chore) -> None:
    """Have `chore` done when such a worker stops."""
    _end.append(chore)


def begin_round() -> None:
    """Do what each round begins with."""
    for chore in _each:
        chore()


def end() -> None:
    """Do what a worker ends with."""
    for chore in _end:
        chore()
