"""Makes the web fonts from their packages when static files are collected or first asked for; nothing is vendored.

Public Sans (SIL OFL 1.1), the variable font, in three parts, so that a first visit in English loads one of them; and
JetBrains Mono (SIL OFL 1.1) for secrets, in which 0/O and 1/l/I differ (decision record 0015): only pages that show one
load it. They lie in var/static-built/fonts with a stamp that names what they were made from; while it fits, nothing is
made again.

Settings: `STATICFILES_FINDERS` has "registry.typeface.TypefaceFinder" beside Django's own two.
"""

from __future__ import annotations

import builtins
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fontpkg_jetbrains_mono
import fontpkg_public_sans
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from fontTools import subset

SANS = fontpkg_public_sans.ROOT / "files" / "PublicSans[wght].ttf"
MONO = fontpkg_jetbrains_mono.ROOT / "files" / "JetBrainsMono[wght].ttf"
PACKAGES = ("fontpkg-public-sans", "fontpkg-jetbrains-mono")
# As in the stylesheet's unicode-range of each @font-face.
PARTS = {
    "public-sans-latin": (
        SANS,
        "0-FF,131,152-153,2BB-2BC,2C6,2DA,2DC,2000-206F,20AC,2122,2191,2193,2212,2215,FEFF,FFFD",
    ),
    "public-sans-latin-ext": (SANS, "100-101,104-127,12A-130,132-151,154-167,16A-19F,1A2-1AE,1B1-2BA,1E00-1E9F"),
    "public-sans-vietnamese": (
        SANS,
        "102-103,110-111,128-129,168-169,1A0-1A1,1AF-1B0,300-301,303-304,308-309,323,329,1EA0-1EF9,20AB",
    ),
    "jetbrains-mono-latin": (MONO, "20-7E,A0-FF"),
}


class TypefaceFinder(BaseFinder):
    """Finds `fonts/….woff2` of `PARTS`, making the files first where they are missing or out of date."""

    def check(self, **_kwargs: Any) -> builtins.list[CheckMessage]:
        """Have nothing to complain about: the packages are dependencies."""
        return []

    def find(self, path: str, find_all: bool = False, **_older: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Return the place of one file, or a list of all of them."""
        found = [str(made() / path)] if path in _names() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every part and the storage it lies in."""
        storage = FileSystemStorage(location=made())
        for name in _names():
            if not matches_patterns(name, ignore_patterns or ()):
                yield name, storage


def made() -> Path:
    """Return the folder with the parts, after making those that are missing; several processes may do so at once."""
    root = Path(settings.BASE_DIR, "var", "static-built")
    stamp = root / "fonts" / ".stamp"
    fits = stamp.exists() and stamp.read_text(encoding="utf-8") == _recipe()
    if not (fits and all((root / name).exists() for name in _names())):
        for part, (font, ranges) in PARTS.items():
            _write(root / "fonts" / f"{part}.woff2", _cut(font, ranges))
        _write(stamp, _recipe().encode())
    return root


def _names() -> list[str]:
    return [f"fonts/{part}.woff2" for part in PARTS]


@cache
def _recipe() -> str:
    ranges = sorted((part, ranges) for part, (_font, ranges) in PARTS.items())
    return f"{[version(package) for package in PACKAGES]} {ranges}"


def _cut(font_file: Path, ranges: str) -> bytes:
    # Without ligatures: a secret is read letter by letter.
    features = ["*"] if font_file == SANS else ["kern", "mark", "zero"]
    options = subset.Options(flavor="woff2", layout_features=features, desubroutinize=True)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=_code_points(ranges))
    with subset.load_font(str(font_file), options) as font, io.BytesIO() as out:
        worker.subset(font)
        subset.save_font(font, out, options)
        return out.getvalue()


def _code_points(ranges: str) -> list[int]:
    bounds = [[int(end, 16) for end in part.split("-")] for part in ranges.split(",")]
    return [point for bound in bounds for point in range(bound[0], bound[-1] + 1)]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
