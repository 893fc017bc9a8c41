"""What changed between two texts, sentence by sentence: a new version shows it before anybody is asked again.

Sentences, not lines, because a text that was only wrapped anew has not changed. Emphasis is layout and no difference;
the address behind a link is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from markdown_it.token import Token

from registry.policy.models import PolicyVersion
from registry.policy.rendering import MARKDOWN

#: Sentences in a row that stayed: more than this many are counted, not shown, apart from those beside a change.
QUIET = 3
#: More sentences than this are not compared: it would keep the page waiting.
MOST = 6000
END_OF_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


class Kind(StrEnum):
    """What became of a sentence."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Line:
    """One sentence and what became of it; or `count` sentences that stayed and are not shown."""

    kind: Kind
    text: str = ""
    count: int = 0


@dataclass(frozen=True)
class Section:
    """One part of the policy (its title, the policy, the guidelines) with its lines."""

    name: str
    lines: list[Line]

    @property
    def changed(self) -> int:
        """How many sentences are new or gone."""
        return sum(line.kind in (Kind.ADDED, Kind.REMOVED) for line in self.lines)


@dataclass(frozen=True)
class Difference:
    """Two versions compared. `sections` holds those in which words differ; `too_long` says that nobody looked."""

    sections: list[Section]
    too_long: bool = False

    @property
    def added(self) -> int:
        """How many sentences are new."""
        return self._count(Kind.ADDED)

    @property
    def removed(self) -> int:
        """How many sentences are gone."""
        return self._count(Kind.REMOVED)

    def _count(self, kind: Kind) -> int:
        return sum(line.kind == kind for section in self.sections for line in section.lines)


def compare(old: PolicyVersion, new: PolicyVersion) -> Difference:
    """What is new and what is gone in `new`, part by part; either may be a text that is not published yet."""
    pairs = {name: (sentences(getattr(old, name)), sentences(getattr(new, name))) for name in PARTS}
    if any(len(side) > MOST for pair in pairs.values() for side in pair):
        return Difference([], too_long=True)
    sections = [Section(name, _lines(before, after)) for name, (before, after) in pairs.items()]
    return Difference([section for section in sections if section.changed])


PARTS = ("title", "body", "guidelines")


def sentences(markdown: str) -> list[str]:
    """The text as plain sentences, one by one: of paragraphs, list items, headings and cells; code line by line."""
    found: list[str] = []
    for token in MARKDOWN.parse(markdown):
        if token.type == "inline":
            found += [part for part in END_OF_SENTENCE.split(_words(token.children or [])) if part]
        elif token.type in ("fence", "code_block"):
            found += [line for line in token.content.splitlines() if line.strip()]
    return found


def _words(children: list[Token]) -> str:
    """An inline text without its marks, with the address of each link behind its words."""
    words, addresses = [], []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type == "link_open":
            addresses.append(str(child.attrGet("href") or ""))
        elif child.type == "link_close" and addresses:
            words.append(f" ({addresses.pop()})")
        else:
            words.append(child.content)
    return " ".join("".join(words).split())


def _lines(before: list[str], after: list[str]) -> list[Line]:
    lines: list[Line] = []
    for tag, from_, to, start, stop in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            lines += _quietly(before[from_:to], first=from_ == 0, last=to == len(before))
            continue
        lines += [Line(Kind.REMOVED, text) for text in before[from_:to]]
        lines += [Line(Kind.ADDED, text) for text in after[start:stop]]
    return lines


def _quietly(same: list[str], *, first: bool, last: bool) -> Iterator[Line]:
    """Of a long run that stayed only the sentences beside a change; the rest as a number."""
    if len(same) <= QUIET:
        yield from (Line(Kind.SAME, text) for text in same)
        return
    ahead, behind = (0 if first else 1), (0 if last else 1)
    yield from (Line(Kind.SAME, text) for text in same[:ahead])
    yield Line(Kind.SKIPPED, count=len(same) - ahead - behind)
    yield from (Line(Kind.SAME, text) for text in same[len(same) - behind :])
