"""D20: the tests of the pure rooms are real: small faults are put into their code one by one, and tests must see them.

The vault: each mutant lives in a process of its own, in which the changed module is imported instead of the real one and
the tests of the room run until one fails, those named after the module first. The rules: see `assurance/trials.py`.
What survives is printed.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from random import Random
from types import CodeType
from typing import Any

import cryptography.hazmat.primitives.ciphers.aead
import hypothesis
import pytest

from assurance.figure import Figure
from assurance.mutating import ROOT, Mutant, mutants_of
from assurance.surroundings import KEPT

VAULT = ROOT / "registry" / "vault"
RULES = tuple(ROOT / room for room in ("accounts/rules", "approvals/rules", "registry/people/rules"))
TESTS = ROOT / "tests" / "registry" / "vault"
ARGUMENTS = [
    "-x", "-q", "--noconftest", "-c", os.devnull, f"--rootdir={ROOT}", "--import-mode=importlib",
    "-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:playwright", "-p", "no:xdist",
]  # fmt: skip
SECONDS = 120
OF_THE_VAULT, OF_THE_RULES = 60, 120
#: So long, after the start, faults are begun; what one machine has not come to then was chosen by chance, as all were.
BEGUN_IN = {False: 12 * 60, True: 3.5 * 3600}
FEWEST = 60


def main(*, full: bool) -> None:
    """All mutants at full size, a part of them chosen by chance otherwise; and one with no fault at all must live."""
    until = time.monotonic() + BEGUN_IN[full]
    _vault(full=full)
    _rules(until, full=full)


def _vault(*, full: bool) -> None:
    made = [one for path in _files(VAULT) for one in mutants_of(path)]
    chosen = made if full else Random(20).sample(made, OF_THE_VAULT)
    with ThreadPoolExecutor(max_workers=2) as pool:
        seen = list(pool.map(lambda one: _is_seen(one.module, compile(one.tree(), one.path, "exec")), chosen))
        keys = VAULT / "keys.py"
        unharmed = _is_seen("registry.vault.keys", compile(keys.read_text(encoding="utf-8"), str(keys), "exec"))
    alive = [one for one, was in zip(chosen, seen, strict=True) if not was]
    _tell(
        "the vault's",
        len(chosen),
        str(len(made)),
        [str(one) for one in alive],
        not unharmed,
        "the code without a fault passed",
    )


def _rules(until: float, *, full: bool) -> None:
    """Faults in functions and constants; what else runs once, while the site starts, is not reached by `planting`."""
    made = [one for room in RULES for path in _files(room) for one in mutants_of(path) if one.within]
    chosen = Random(20).sample(made, len(made) if full else OF_THE_RULES)
    lines = _tried(chosen, until - time.monotonic())
    alive = [f"{line['mutant']}{'' if line['tried'] else ' (not tried)'}" for line in lines if not line["seen"]]
    seeing = len({line["by"] for line in lines if line["by"]})
    bit, control = seeing > 0 and len(lines) >= FEWEST, f"the {seeing} tests that saw one passed without it"
    _tell("the rules'", len(lines), f"{len(made)}, {len(chosen) - len(lines)} more not begun", alive, bit, control)


def _tell(whose: str, tried: int, made: str, alive: list[str], bit: bool, control: str) -> None:
    killed, goal = tried - len(alive), -(-9 * tried // 10)
    wrong = (*alive, "fewer than 90 % were seen") if killed < goal else ()
    detail = f"{killed} of {tried} mutants seen, of {made}; not seen: {', '.join(alive) or 'none'}"
    Figure("D20", f"{whose} tests see faults", killed, goal, bit, control, detail, wrong).tell()


def _files(room: Path) -> list[Path]:
    return [path for path in sorted(room.glob("*.py")) if path.name != "__init__.py" or room.name == "rules"]


def _tried(chosen: list[Mutant], seconds: float) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="mooring-mutants-") as folder:
        faults, told = Path(folder) / "faults.json", Path(folder) / "told.jsonl"
        faults.write_text(json.dumps([asdict(one) for one in chosen]), encoding="utf-8")
        around = {name: os.environ[name] for name in KEPT if name in os.environ}
        around |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "assurance.measure", "trials", str(faults), str(told), str(seconds)]
        run = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, check=False)
        if not told.exists():
            raise RuntimeError(f"No fault was tried. {run.stdout[-800:]} {run.stderr[-800:]}")
        return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


def _is_seen(module: str, code: CodeType) -> bool:
    """Whether some test fails with this code in place of the module."""
    pid = os.fork()
    if not pid:
        _live(module, code)
    for _ in range(SECONDS * 10):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.1)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return True


def _live(module: str, code: CodeType) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    status = 1
    try:
        for known in [one for one in sys.modules if one.startswith(("registry.vault", "tests"))]:
            del sys.modules[known]
        sys.meta_path.insert(0, _Changed(module, code))
        hypothesis.settings.register_profile("few", max_examples=20, database=None, deadline=None)
        hypothesis.settings.load_profile("few")
        named = f"test_{module.rpartition('.')[2]}.py"
        files = sorted(TESTS.glob("test_*.py"), key=lambda path: (path.name != named, path.stat().st_size))
        status = int(pytest.main([*map(str, files), *ARGUMENTS]))
    finally:
        os._exit(status)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module other code."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: Any) -> None:
        exec(self.code, module.__dict__)


__all__ = ["cryptography", "main"]
