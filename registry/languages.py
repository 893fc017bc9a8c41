"""Which languages are offered: those whose catalogue says everything the source says. Half a translation is none.

Computed from the files, so that a language appears by itself with its last missing sentence.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

#: What people may have in their profile, in their own words; English stands in the source.
KNOWN = [("en", "English"), ("es", "Español"), ("vi", "Tiếng Việt")]
ROOMS = ("registry", "accounts", "approvals", "desk")
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_IN_TEMPLATE = re.compile(r"\bn?gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def offered(root: Path) -> list[tuple[str, str]]:
    """English, and each known language whose catalogue under `root` is complete."""
    return [(code, name) for code, name in KNOWN if code == "en" or is_complete(root, code)]


def spoken(code: str) -> str:
    """The language to use for somebody who chose `code`: that one while it is offered, else the site's own."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def is_complete(root: Path, code: str) -> bool:
    """Whether there is a catalogue that translates every sentence of the source, none of them as a guess."""
    catalogue = root / "locale" / code / "LC_MESSAGES" / "django.po"
    if not catalogue.exists():
        return False
    told = {entry.msgid for entry in polib.pofile(str(catalogue)) if entry.translated()}
    return set(_in_source(root)) <= told


def _in_source(root: Path) -> Iterator[str]:
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            yield from _in_python(file.read_text(encoding="utf-8"))
    for file in sorted((root / "templates").rglob("*.*")):
        yield from _in_template(file.read_text(encoding="utf-8"))


def _in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            words = node.args[1:2] if node.func.id.startswith("pgettext") else node.args[:1]
            yield from (word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str))


def _in_template(source: str) -> Iterator[str]:
    for found in _IN_TEMPLATE.finditer(templatize(source)):
        yield str(ast.literal_eval(found[1]))
