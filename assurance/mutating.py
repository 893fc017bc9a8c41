"""Small faults, one at a time: where in a file something may be changed, into what, and the changed file.

What nobody could see is not made, by these rules and by no list: words for people (documentation, what is raised and what
is translated), annotations, what `lru_cache` is told (how much is remembered changes no answer), making anew what is
only kept for the next time (`if x is None: x = …`, always), and None in place of an answer that is as false as None is.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
OTHERS: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Add,
}  # fmt: skip
Fault = tuple[str, Callable[[Any], None]]


@dataclass(frozen=True)
class Mutant:
    """One fault: in which file and line, within which function or constant ("" if in none), what it is, how to make it."""

    path: str
    line: int
    within: str
    what: str
    place: int
    fault: int

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"

    def tree(self) -> ast.Module:
        """The file with the fault in it."""
        tree = ast.parse((ROOT / self.path).read_text(encoding="utf-8"))
        there = list(_places(tree))[self.place]
        list(_faults(there))[self.fault][1](there)
        return ast.fix_missing_locations(tree)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every fault that this file can be given."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = dict(_functions(tree, ""))
    for place, node in enumerate(_places(tree)):
        for fault, (what, _) in enumerate(_faults(node)):
            line = getattr(node, "lineno", 0)
            yield Mutant(str(path.relative_to(ROOT)), line, within.get(node, ""), what, place, fault)


def _functions(tree: ast.AST, beginning: str) -> Iterator[tuple[ast.AST, str]]:
    """Each node of a function's body, or of a constant of the file, and the outermost function or the constant."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{beginning}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield from ((one, beginning + node.name) for part in node.body for one in ast.walk(part))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and not beginning:
            yield from ((one, node.targets[0].id) for one in ast.walk(node.value))


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs and can be seen to."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        for part in _unseen(node):
            skipped |= {id(one) for one in ast.walk(part)}
        if id(node) not in skipped:
            yield node


def _unseen(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from (*node.exc.args, *node.exc.keywords)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    if isinstance(node, ast.Assign) and any("__" in ast.unparse(target) for target in node.targets):
        yield node.value
    if isinstance(node, ast.AnnAssign):
        yield node.annotation
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from node.decorator_list
    if isinstance(node, ast.FunctionDef):
        yield from (one.annotation for one in (*node.args.args, *node.args.kwonlyargs) if one.annotation)
        yield from [part for part in (node.returns, node if node.name == "__repr__" else None) if part]
    if isinstance(node, ast.Call):
        yield from _unseen_in_call(node)


def _unseen_in_call(call: ast.Call) -> Iterator[ast.AST]:
    called = call.func.id if isinstance(call.func, ast.Name) else ""
    if called in TRANSLATES:
        yield from call.args
    if called == "lru_cache":
        yield from call.keywords


def _faults(node: ast.AST) -> Iterator[Fault]:
    """What may be changed at a node, each as a word and a function that does it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHERS:
        other = OTHERS[type(node.ops[0])]
        yield f"{type(node.ops[0]).__name__} to {other.__name__}", lambda one: one.ops.__setitem__(0, other())
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OTHERS:
        changed = OTHERS[type(node.op)]
        yield f"{type(node.op).__name__} to {changed.__name__}", lambda one: setattr(one, "op", changed())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not taken away", lambda one: setattr(one, "operand", ast.UnaryOp(ast.Not(), one.operand))
    if isinstance(node, ast.Constant) and node.value is not None and not isinstance(node.value, type(...)):
        yield f"{node.value!r:.20} changed", lambda one: setattr(one, "value", _other(one.value))
    if isinstance(node, ast.If):
        if not _only_keeps(node):
            yield "if always", lambda one: setattr(one, "test", ast.Constant(value=True))
        yield "if never", lambda one: setattr(one, "test", ast.Constant(value=False))
    if isinstance(node, ast.Return) and node.value is not None and not _is_false(node.value):
        yield "returns nothing", lambda one: setattr(one, "value", ast.Constant(value=None))


def _only_keeps(node: ast.If) -> bool:
    """`if x is None: x = …`, and no more."""
    if len(node.body) != 1 or not isinstance(node.body[0], ast.Assign) or node.orelse:
        return False
    return ast.unparse(node.test) == f"{ast.unparse(node.body[0].targets[0])} is None"


def _is_false(value: ast.expr) -> bool:
    """Nothing, no, zero, an empty text, and an empty collection: who asks whether there is any gets the same answer."""
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.Constant) and not value.value


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, bytes):
        return value + b"z"
    return "z" if len(value) == 1 and value != "z" else f"{value}z"  # a letter: names of encodings pass over signs
