"""The district's Markdown as HTML that can do no harm: raw HTML is shown as text, the rest is sanitized once more."""

from dataclasses import dataclass, field

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class Sanitized(str):
    """HTML that nh3 has cleaned, which templates show as it is. Made in this file only."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass
class Rendered:
    """A text as HTML, and its main headings (id, words) for the list beside it."""

    html: Sanitized
    headings: list[tuple[str, str]] = field(default_factory=list)


def is_nested_too_deep(markdown: str) -> bool:
    """Whether lists and quotations lie so deep in each other that the innermost words would not be shown."""
    deepest = int(MARKDOWN.options["maxNesting"])
    return any(token.level >= deepest - 1 for token in MARKDOWN.parse(markdown))


def render(markdown: str, *, prefix: str = "part") -> Rendered:
    """The text as HTML with an id on each heading; its first level is h2, because the page has the h1."""
    tokens = MARKDOWN.parse(markdown)
    headings = [_settle(tokens, index, f"{prefix}-{index}") for index, token in enumerate(tokens) if _opens(token)]
    dirty = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    clean = nh3.clean(dirty, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return Rendered(Sanitized(clean), [(name, words) for level, name, words in headings if level == "h2"])


def _opens(token: Token) -> bool:
    return token.type == "heading_open"


def _settle(tokens: list[Token], index: int, fallback: str) -> tuple[str, str, str]:
    opening, words = tokens[index], tokens[index + 1].content
    level = f"h{min(int(opening.tag[1]) + (0 if opening.tag != 'h1' else 1), 4)}"
    name = f"{fallback}-{slugify(words)}".rstrip("-")
    opening.attrSet("id", name)
    opening.tag = tokens[index + 2].tag = level
    return level, name, words
