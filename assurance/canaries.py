"""D8: canaries, one for each kind of secret, live through all that a secret lives through on a real server; then every
place it could have gone is searched for them, however they are written down. They are in the answers that are there to
show them, each named, and nowhere else.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from assurance import canary_control, canary_values, world
from assurance.canary_crawl import PARTS, crawl
from assurance.canary_read import Part, together
from assurance.canary_scenario import Script
from assurance.canary_search import Search
from assurance.canary_sinks import SECRET_KEY, Sinks, collected
from assurance.canary_stage import Stage
from assurance.canary_upkeep import keep_up, loud_server
from assurance.figure import Figure
from tests.cast import gather

#: Where a secret is because it must be, beside the answers and letters that show it.
EXCEPTIONS = "excepted: every key in the file of KEYRING_FILE, SECRET_KEY in the environment, a link in its own letter"
#: Shown as a picture, which nothing here can read.
PICTURE = "authenticator seed"
SHOWING = ("pages", "downloads and JSON", "mails", "mails, decoded")


def main(*, full: bool) -> None:
    """Play, keep up, walk, search; then the control: a canary in each place and each way of writing it is found."""
    world.begin()
    loud_server()
    stage = Stage(gather(), {one.kind: one for one in canary_values.to_type()}, Path(os.environ["KEYRING_FILE"]).parent)
    hung = played(stage, full=full)
    measured(stage, hung).tell()


def played(stage: Stage, *, full: bool) -> list[str]:
    """Everything that happens; which pages gave no answer."""
    script = Script(stage)
    with stage.served():
        script.play()
    keep_up(stage)
    for key in (
        *canary_values.keys(stage.keyring.read_text(encoding="utf-8")),
        canary_values.given(SECRET_KEY, settings.SECRET_KEY),
    ):
        stage.learn(key)
    with stage.served():
        script.look_again()
        walked, hung, stage.cut_short = crawl(stage, each=8 if full else 2, most=800 if full else 80)
    stage.walked = len(walked)
    stage.answers += walked
    return hung


def measured(stage: Stage, hung: list[str]) -> Figure:
    """The figure: each canary in each place, less those that are where they must not be."""
    search, sinks = Search(stage.canaries.values()), collected(stage)
    found = list(leaks(search, sinks))
    wrong = [*hung, *found, *unseen(search, sinks), *missing_keys(stage, search)]
    seen, planted, missed = canary_control.found_again(stage)
    pairs = len(sinks) * len(stage.canaries)
    return Figure(
        "D8", "no secret is anywhere but where it is shown", pairs - len(found), pairs, seen == planted,
        f"{seen} of {planted} planted canaries found{''.join(f'; not {one}' for one in missed[:5])}",
        f"{len(stage.canaries)} canaries in {len(sinks)} places: {', '.join(sinks)}; {stage.steps} steps, {stage.walked} pages "
        f"as {len(PARTS)} parts ({len(stage.cut_short)} of them cut short); shown on purpose: {shown(stage)}; {EXCEPTIONS}",
        tuple(wrong),
    )  # fmt: skip


def leaks(search: Search, sinks: Sinks) -> Iterator[str]:
    """Which canary is where it must not be, and how it is written there."""
    for name, parts in sinks.items():
        plain = [part for part in parts if not part.may_show]
        if search.found(together(plain)):
            yield from (line for part in plain for line in _said(name, part, search))
        yield from (line for part in parts if part.may_show for line in _said(name, part, search))


def _said(name: str, part: Part, search: Search) -> Iterator[str]:
    for kind, ways in search.found(part.content).items():
        if kind not in part.may_show:
            yield f"{name}: {kind} ({', '.join(sorted(ways))}) in {part.label}"


def unseen(search: Search, sinks: Sinks) -> Iterator[str]:
    """What was to be shown and was not: such a canary never went in, and not finding it says nothing."""
    for part in (part for name in SHOWING for part in sinks[name] if part.may_show):
        missing = part.may_show - set(search.found(part.content)) - {PICTURE}
        yield from (f"{kind} was not shown in {part.label}" for kind in sorted(missing))


def missing_keys(stage: Stage, search: Search) -> Iterator[str]:
    """Which keys were not even found in their own file."""
    found = search.found(stage.keyring.read_bytes())
    yield from (f"{kind} was not found in its file" for kind in stage.canaries if " key " in kind and kind not in found)


def shown(stage: Stage) -> str:
    """The answers that show something, by what it is."""
    count = Counter(kind for answer in stage.answers for kind in answer.may_show)
    return ", ".join(f"{kind} ×{number}" for kind, number in sorted(count.items()))
