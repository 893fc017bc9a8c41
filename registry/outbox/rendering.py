"""A letter as a mail: facts and absolute links are made now, in the reader's language (ux section 7)."""

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template, render_to_string
from django.utils import translation

from registry.outbox.models import Letter
from registry.outbox.registered import Facts, maker_of

WIDTH = 71
_FACT = re.compile(r"([^\s:-][^:]{0,30}):\s+(\S.*)")
_ENDS = (".", ":", "?", "!", ",", "”")
_STANDS_ALONE = re.compile(r"- |--$|https?://|[^\s:-][^:]{0,30}:\s+\S")
#: No text of ours holds it: forms refuse control characters.
END_OF_SUBJECT = "\x1e"


@dataclass(frozen=True)
class Written:
    """What a letter says at this moment."""

    subject: str
    text: str
    html: str


def write(letter: Letter) -> Written | None:
    """The letter in its reader's language, or None where it no longer makes sense.

    `<template>.txt` has the subject in its first line, then a blank one, then the body. `<template>.html` may extend
    "mail/base.html"; without it the text is set in that frame. Both see the maker's facts and `link`, `reason`,
    `letter`.
    """
    with translation.override(letter.spoken):
        facts = maker_of(letter.template)(letter)
        if facts is None:
            return None
        context = _context(letter, facts)
        subject, body = _rendered(letter, context)
        context |= {"subject": subject, "blocks": _blocks(body, context["link"])}
        foot = render_to_string("mail/base.txt", context)
        return Written(context["subject"], f"{_wrapped(body)}\n\n{_wrapped(foot)}\n", _html(letter.template, context))


def headline(letter: Letter) -> tuple[str, str] | None:
    """A letter's subject and link, in the language in force; None where it no longer makes sense."""
    facts = maker_of(letter.template)(letter)
    if facts is None:
        return None
    context = _context(letter, facts)
    return _rendered(letter, context)[0], context["link"]


def _rendered(letter: Letter, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body. The subject ends where the template's first line does: a name with a line break in it stays a
    name, and begins no paragraph of ours.
    """
    subject, _end, body = _marked(letter.template).render(context).strip().partition(END_OF_SUBJECT)
    return " ".join(subject.split()), body


@lru_cache(maxsize=200)
def _marked(name: str) -> Any:
    source = get_template(f"mail/{name}.txt").template.source  # type: ignore[attr-defined]
    return engines["django"].from_string(source.replace("\n", f"{END_OF_SUBJECT}\n", 1))


def _context(letter: Letter, facts: Facts) -> dict[str, Any]:
    path = facts.get("path", "")
    return {
        "reason": "",
        **facts,
        "letter": letter,
        "link": f"{settings.SITE_URL}{path}" if path else "",
        "site": settings.SITE_URL,
        "district_name": getattr(settings, "DISTRICT_NAME", ""),
        "language": letter.spoken,
    }


def _html(template: str, context: dict[str, Any]) -> str:
    try:
        found = get_template(f"mail/{template}.html")
    except TemplateDoesNotExist:
        found = get_template("mail/base.html")
    return str(found.render(context))


def _blocks(body: str, link: str) -> list[dict[str, Any]]:
    """The body's paragraphs as lines; where the link stood alone on a line, a button comes."""
    blocks: list[dict[str, Any]] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines = _joined(paragraph.splitlines())
        words = [line for line in lines if line != link]
        facts = [_FACT.fullmatch(line) for line in words]
        if len(words) > 1 and all(facts):
            blocks.append({"facts": [(fact[1], fact[2]) for fact in facts if fact]})
        elif words:
            blocks.append({"lines": words})
        if link and link in lines:
            blocks.append({"button": link})
    return blocks


def _wrapped(text: str) -> str:
    """`text` in lines of at most 71 characters; addresses are never broken, runs of empty lines become one."""
    paragraphs = [_joined(one.splitlines()) for one in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join("\n".join(_folded(line) for line in lines) for lines in paragraphs)


def _joined(lines: list[str]) -> list[str]:
    """The lines of a paragraph; a sentence that its template broke is one line again, facts and lists stay."""
    joined: list[str] = []
    for line in (line.strip() for line in lines if line.strip()):
        last = joined[-1] if joined else "."
        apart = last.endswith(_ENDS) or any(_STANDS_ALONE.match(one) for one in (last, line))
        joined[len(joined) - (not apart) :] = [line if apart else f"{last} {line}"]
    return joined


def _folded(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)


def message_id(letter: Letter) -> str:
    """The same for every try, so that a letter sent twice is one to every mail program (RFC 5322, section 3.6.4)."""
    return f"<{letter.pk}@{_host()}>"


def as_mail(letter: Letter, written: Written) -> EmailMultiAlternatives:
    """The mail: letters about one thing share a thread, and no machine answers it (RFC 3834)."""
    headers = {
        "Message-ID": message_id(letter),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": letter.spoken,
    }
    if letter.about_kind and letter.about_id:
        thread = f"<{letter.about_kind}.{letter.about_id}@{_host()}>"
        headers |= {"In-Reply-To": thread, "References": thread}
    mail = EmailMultiAlternatives(written.subject, written.text, to=[letter.to.email], headers=headers)
    mail.attach_alternative(written.html, "text/html")
    return mail


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
