"""The numbers people say on the phone: one letter is one kind of thing."""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

ROOMS = ("registry", "accounts", "approvals", "desk")


def test_no_two_kinds_of_things_are_numbered_with_the_same_letter() -> None:
    files = [path for room in ROOMS for path in Path(settings.BASE_DIR, room).rglob("models/*.py")]
    found = Counter(
        letter
        for path in [*files, Path(settings.BASE_DIR, "approvals/models.py")]
        for letter in {*re.findall(r'f"([A-Z])-\{', path.read_text())}
    )
    assert len(found) > 10
    assert [letter for letter, times in found.items() if times > 1] == []
