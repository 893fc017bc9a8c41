"""Puts a fault into a program that runs: one function gets other code, or one constant another value."""

import ast
import inspect
import sys
from types import CodeType, FunctionType, ModuleType
from typing import Any

from assurance.mutating import Mutant

#: Something, once the function with the fault was called.
PASSED_BY: list[bool] = []
TELLING = f"__import__('sys').modules[{__name__!r}].PASSED_BY.append(True)"


def plant(mutant: Mutant) -> None:
    """Whoever has imported the function or the constant has the fault from now on."""
    module = sys.modules[mutant.module]
    tree = mutant.tree()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == mutant.within.rpartition(".")[2]:
            node.body[:0] = ast.parse(TELLING).body
    code = compile(ast.fix_missing_locations(tree), str(module.__file__), "exec")
    found = _code_of(code, mutant.within)
    if found is None:
        _change_constant(module, mutant.within, code)
        return
    function = _function(module, mutant.within)
    function.__code__ = found


def _code_of(code: CodeType, name: str) -> CodeType | None:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found = one if one.co_qualname == name else _code_of(one, name)
            if found is not None:
                return found
    return None


def _function(module: ModuleType, name: str) -> FunctionType:
    """The function under its decorators; what a decorator remembers is forgotten."""
    found: Any = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    found = getattr(found, "fget", None) or getattr(found, "func", None) or getattr(found, "__func__", None) or found
    if hasattr(found, "cache_clear"):
        found.cache_clear()
    function = inspect.unwrap(found)
    if not isinstance(function, FunctionType):
        raise TypeError(f"{name} is no function")
    return function


def _change_constant(module: ModuleType, name: str, code: CodeType) -> None:
    fresh = ModuleType(module.__name__)
    fresh.__dict__.update(__file__=module.__file__, __package__=module.__package__)
    exec(code, fresh.__dict__)
    old = vars(module)[name]
    for one in [one for one in sys.modules.values() if getattr(one, "__dict__", {}).get(name) is old]:
        setattr(one, name, vars(fresh)[name])
