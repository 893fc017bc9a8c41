"""D20 in small: faults are made where they can be seen, take hold in a program that runs, and find the tests near them."""

from pathlib import Path

import pytest

from assurance import mutating, nearness, planting
from registry.people.refusal import Refused
from registry.people.rules import may

CODE = '''
"""Words."""
from functools import lru_cache
DAYS = 5
_kept = None


class Thing:
    def much(self, text: str = "a") -> bool:
        """More words."""
        if not text:
            raise ValueError("words" + text)
        return len(text) > 3 and text != _("words")


def kept() -> int:
    global _kept
    if _kept is None:
        _kept = DAYS + 1
    return _kept


@lru_cache(maxsize=20)
def none() -> None:
    return False
'''


def test_each_fault_is_one_that_can_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutating, "ROOT", tmp_path)
    (tmp_path / "thing.py").write_text(CODE, encoding="utf-8")
    made = list(mutating.mutants_of(tmp_path / "thing.py"))
    assert sorted((one.within, one.what) for one in made) == sorted([
        ("DAYS", "5 changed"),
        ("Thing.much", "if always"), ("Thing.much", "if never"), ("Thing.much", "not taken away"),
        ("Thing.much", "returns nothing"), ("Thing.much", "And to Or"), ("Thing.much", "Gt to GtE"),
        ("Thing.much", "3 changed"), ("Thing.much", "NotEq to Eq"), ("", "'a' changed"),
        ("kept", "if never"), ("kept", "Is to IsNot"), ("kept", "Add to Sub"), ("kept", "1 changed"),
        ("kept", "returns nothing"), ("none", "False changed"),
    ])  # fmt: skip
    changed = {mutating.ast.unparse(one.tree()) for one in made}
    assert len(changed) == len(made), "each is another file"
    assert mutating.ast.unparse(mutating.ast.parse(CODE)) not in changed


def test_a_planted_fault_is_had_by_whoever_imported_the_function(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise Refused("no")

    monkeypatch.setattr(may, "__code__", may.__code__)
    rules = mutating.ROOT / "registry/people/rules/may.py"
    planting.PASSED_BY.clear()
    planting.plant(next(one for one in mutating.mutants_of(rules) if one.what == "False changed"))
    assert (may(refuse), planting.PASSED_BY) == (True, [True])


def test_the_nearest_test_is_one_that_names_the_function() -> None:
    near = nearness.Names().tests_near("assurance/nearness.py", "Names", 1)
    assert near == [("tests/test_mutating.py", "test_the_nearest_test_is_one_that_names_the_function")]
