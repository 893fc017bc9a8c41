"""Many stories told in order of time: each waits for its next moment, and the earliest goes first."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import count

from registry import clock

#: A story yields the moment at which it wants to go on.
Story = Iterator[datetime]


def tell(stories: Iterable[Story], *, until: datetime, said: Callable[[], None] = lambda: None) -> None:
    """Advance every story, earliest moment first, with the clock standing at that moment; stop at ``until``.

    A story whose next moment lies after ``until`` rests there: it has come as far as it has today.
    """
    order = count()
    waiting: list[tuple[datetime, int, Story]] = []

    def put(story: Story) -> None:
        moment = next(story, None)
        if moment is not None and moment <= until:
            heapq.heappush(waiting, (moment, next(order), story))

    for story in stories:
        put(story)
    while waiting:
        moment, _turn, story = heapq.heappop(waiting)
        with clock.at(moment):
            put(story)
        said()
