"""D20: the tests of the vault are real: small faults are put into its code one by one, and the tests must see them.

Each mutant lives in a process of its own, in which the changed module is imported instead of the real one and the tests
of the room run until one fails. What survives is printed.
"""

import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import cryptography.hazmat.primitives.ciphers.aead
import hypothesis
import pytest

from assurance.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "registry" / "vault"
TESTS = ROOT / "tests" / "registry" / "vault"
ARGUMENTS = [
    str(TESTS), "-x", "-q", "--noconftest", "-c", os.devnull, f"--rootdir={ROOT}", "--import-mode=importlib",
    "-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:playwright", "-p", "no:xdist",
]  # fmt: skip
SECONDS = 120
OTHERS: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Add,
}  # fmt: skip
#: What the tests cannot see, because nothing that anybody relies on changes.
EQUIVALENT = {
    ("envelope.py", "4096"): "how many labels are remembered",
    ("envelope.py", "True"): "whether they are remembered by type",
}


def main(*, full: bool) -> None:
    """All mutants at full size, a part of them chosen by chance otherwise; and one with no fault at all must live."""
    made = [*mutants()]
    chosen = made if full else sorted(Random(20).sample(made, 90), key=lambda one: one[:2])
    with ThreadPoolExecutor(max_workers=2) as pool:
        seen = list(pool.map(lambda one: _is_seen(one[0], one[2]), chosen))
        unharmed = _is_seen("keys.py", (ROOM / "keys.py").read_text(encoding="utf-8"))
    alive = [f"{name}:{line}" for (name, line, _), was in zip(chosen, seen, strict=True) if not was]
    killed, goal = len(chosen) - len(alive), -(-9 * len(chosen) // 10)
    wrong = (*alive, "fewer than 90 % were seen") if killed < goal else ()
    Figure(
        "D20", "the vault's tests see faults", killed, goal, not unharmed, "the code without a fault passed",
        f"{killed} of {len(chosen)} mutants seen, of {len(made)}; not seen: {', '.join(alive) or 'none'}", wrong,
    ).tell()  # fmt: skip


def mutants() -> Iterator[tuple[str, str, str]]:
    """File, place and what was changed there, and the changed source; one fault each."""
    for path in sorted(ROOM.glob("*.py")):
        if path.name == "__init__.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for number, node in enumerate(_places(tree)):
            for what, change in _faults(node):
                if (path.name, ast.unparse(node)) in EQUIVALENT:
                    continue
                mutant = copy.deepcopy(tree)
                there = list(_places(mutant))[number]
                change(there)
                yield path.name, f"{getattr(node, 'lineno', 0)} {what}", ast.unparse(ast.fix_missing_locations(mutant))


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: no annotations, docstrings, messages or lists of names."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        for part in _words_of(node):
            skipped |= {id(one) for one in ast.walk(part)}
        if id(node) not in skipped:
            yield node


def _words_of(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from node.exc.args
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    if isinstance(node, ast.Assign) and any("__" in ast.unparse(target) for target in node.targets):
        yield node.value
    if isinstance(node, ast.FunctionDef) and node.name in ("__repr__", "_refuse"):
        yield node
    if isinstance(node, ast.AnnAssign):
        yield node.annotation
    if isinstance(node, ast.FunctionDef):
        yield from (one.annotation for one in (*node.args.args, *node.args.kwonlyargs) if one.annotation)
        yield from ([node.returns] if node.returns else [])
        yield from node.decorator_list
    if isinstance(node, ast.ClassDef):
        yield from node.decorator_list


def _faults(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """What may be changed at a node, each as a word and a function that does it to a copy."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHERS:
        other = OTHERS[type(node.ops[0])]
        yield f"{type(node.ops[0]).__name__} to {other.__name__}", lambda one: one.ops.__setitem__(0, other())
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OTHERS:
        other = OTHERS[type(node.op)]
        yield f"{type(node.op).__name__} to {other.__name__}", lambda one: setattr(one, "op", other())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not taken away", lambda one: setattr(one, "operand", ast.UnaryOp(ast.Not(), one.operand))
    if isinstance(node, ast.Constant) and node.value is not None and not isinstance(node.value, type(...)):
        yield f"{node.value!r:.20} changed", lambda one: setattr(one, "value", _other(one.value))
    if isinstance(node, ast.If):
        yield "if always", lambda one: setattr(one, "test", ast.Constant(value=True))
        yield "if never", lambda one: setattr(one, "test", ast.Constant(value=False))
    if isinstance(node, ast.Return) and node.value is not None:
        yield "returns nothing", lambda one: setattr(one, "value", ast.Constant(value=None))


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value + b"!" if isinstance(value, bytes) else f"{value}!"


def _is_seen(name: str, source: str) -> bool:
    """Whether some test fails with this source in place of the module."""
    pid = os.fork()
    if not pid:
        _live(f"registry.vault.{name.removesuffix('.py')}", source)
    for _ in range(SECONDS * 10):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.1)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return True


def _live(module: str, source: str) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    status = 1
    try:
        for known in [one for one in sys.modules if one.startswith(("registry.vault", "tests"))]:
            del sys.modules[known]
        sys.meta_path.insert(0, _Changed(module, source))
        hypothesis.settings.register_profile("few", max_examples=20, database=None, deadline=None)
        hypothesis.settings.load_profile("few")
        status = int(pytest.main(ARGUMENTS))
    finally:
        os._exit(status)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module another source."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: Any) -> None:
        exec(compile(self.source, self.module, "exec"), module.__dict__)


__all__ = ["cryptography", "main", "mutants"]
