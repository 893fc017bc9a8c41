"""The walls of the house (docs: house.md's arrows), each a function from one file to the sentences that say how it breaks them.

`test_house.py` runs them over the tree, and feeds each a snippet that must make it bite.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("desk", "approvals", "accounts", "registry")


@dataclass(frozen=True)
class File:
    """One file of the tree: its path from the root, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.removesuffix(".py").split("/"))

    def at(self, node: ast.AST, sentence: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {sentence}"


Wall = Callable[[File], Iterable[str]]


def python_files(*roots: str) -> list[File]:
    """The product's Python, migrations aside."""
    found = [path for root in roots or ROOMS for path in sorted((ROOT / root).rglob("*.py"))]
    return [_read(path) for path in found if "migrations" not in path.parts]


def template_files() -> list[File]:
    return [_read(path) for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]


@cache
def _read(path: Path) -> File:
    return File(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


def imports_of(file: File) -> Iterator[tuple[ast.stmt, str]]:
    """Every module a file imports, as a dotted name; a name taken from a package counts as a module of it."""
    package = file.parts if file.path.endswith("__init__.py") else file.parts[:-1]
    package = package[:-1] if package and package[-1] == "__init__" else package
    for node in file.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*up, *((node.module,) if node.module else ())))
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


# Rooms ---------------------------------------------------------------------------------------------------------------

GROUND = ("people", "policy", "audit", "outbox", "vault")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "desk": ("desk", "approvals", "accounts", "registry"),
    "approvals": ("approvals", "accounts", "registry"),
    "accounts": ("accounts", "registry"),
    "registry": ("registry",),
    "registry.policy": (
        "registry.policy",
        "registry.people",
        "registry.audit",
        "registry.outbox",
        "registry.vault",
        "registry+",
    ),
    "registry.people": ("registry.people", "registry.audit", "registry.outbox", "registry.vault", "registry+"),
    "registry.outbox": ("registry.outbox", "registry.clock"),
    "registry.audit": ("registry.audit", "registry.clock", "registry.spreadsheet", "registry.workbook"),
    "registry.vault": ("registry.vault",),
}


def room_of(module: tuple[str, ...]) -> str:
    if module[0] == "registry" and len(module) > 1 and module[1] in GROUND:
        return f"registry.{module[1]}"
    return module[0]


def rooms_import_downwards(file: File) -> Iterator[str]:
    room = room_of(file.parts)
    allowed = MAY_IMPORT.get(room, ())
    for node, name in imports_of(file):
        module = tuple(name.split("."))
        if module[0] not in ROOMS:
            continue
        other = room_of(module)
        plain = "registry+" in allowed and other == "registry"
        fine = any(other == one or other.startswith(f"{one}.") or name.startswith(f"{one}.") for one in allowed)
        if not (fine or plain or name in ("registry.clock", *allowed)):
            yield file.at(node, f"{room} imports {name}")
        if room == "registry.vault" and other != room:
            yield file.at(node, f"the vault imports {name}")


def vault_needs_nothing(file: File) -> Iterator[str]:
    """The standard library and `cryptography`, nothing else; Django included (trap T6)."""
    if room_of(file.parts) != "registry.vault":
        return
    for node, name in imports_of(file):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top != "cryptography" and not name.startswith("registry.vault"):
            yield file.at(node, f"the vault imports {name}")


# Layers --------------------------------------------------------------------------------------------------------------

LAYERS = ("workflow", "models", "rules", "notices", "actions", "waiting", "forms", "views", "urls")
ALSO = {
    **dict.fromkeys(("checks", "routing", "health", "powers", "refusal"), "rules"),
    "commands": "views",
}


def layer_of(module: tuple[str, ...]) -> int | None:
    """How far right in the row of layers a module of a room stands; None for what has no layer."""
    inside = module[len(room_of(module).split(".")) :]
    for part in inside:
        name = ALSO.get(part, part)
        if name in LAYERS:
            return LAYERS.index(name)
    return None


def layers_import_leftwards(file: File) -> Iterator[str]:
    mine, room = layer_of(file.parts), room_of(file.parts)
    for node, name in imports_of(file):
        module = tuple(name.split("."))
        if module[0] not in ROOMS or room_of(module) != room:
            continue
        theirs = layer_of(module)
        if mine is not None and theirs is not None and theirs > mine:
            yield file.at(node, f"{LAYERS[mine]} import {LAYERS[theirs]} ({name})")


# Imports -------------------------------------------------------------------------------------------------------------


def imports_stand_at_the_top(file: File) -> Iterator[str]:
    for node in file.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            yield from (file.at(one, f"import inside {node.name}") for one in inner)
    begun = False
    for statement in file.tree.body:
        begun = begun or isinstance(statement, ast.FunctionDef | ast.ClassDef)
        if begun and isinstance(statement, ast.Import | ast.ImportFrom):
            yield file.at(statement, "import below the first definition")


def allauth_internals_stay_inside(file: File) -> Iterator[str]:
    for node, name in imports_of(file):
        if name.startswith("allauth.") and ".internal" in name:
            yield file.at(node, f"imports {name}")


DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "stuff"}


def no_drawers(file: File) -> Iterator[str]:
    yield from (f"{file.path} is a drawer" for part in file.parts if part in DRAWERS)


# Writing -------------------------------------------------------------------------------------------------------------

WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update"}
FROM_A_TABLE = re.compile(r"\bobjects\b|\bfilter\(|\ball\(\)|\bexclude\(|select_for_update|get_queryset|_set\b")


def writes_of(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that change rows. `.update(` counts only on what looks like a queryset: dicts and hashes have it too."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        receiver = ast.unparse(node.func.value)
        if node.func.attr == "update" and not FROM_A_TABLE.search(receiver):
            continue
        if receiver.rpartition(".")[2] in {"cache", "session", "caches", "default_storage"}:
            continue
        yield node


def only_actions_write(file: File, may: Iterable[str] = ()) -> Iterator[str]:
    if "actions" in file.parts or file.path in may:
        return
    for call in writes_of(file.tree):
        yield file.at(call, f"writes outside actions: {ast.unparse(call.func)}")


def only_actions_speak_sql(file: File, may: Iterable[str] = ()) -> Iterator[str]:
    """Raw SQL walks past models, rules and constraints' messages."""
    for node in file.nodes:
        raw = isinstance(node, ast.Attribute) and node.attr in {
            "execute",
            "executemany",
            "raw",
            "RawSQL",
            "executescript",
        }
        if raw and file.path not in may and isinstance(node, ast.Attribute):
            yield file.at(node, f"speaks SQL: {ast.unparse(node)}")


def acts_are_acts(file: File) -> Iterator[str]:
    """Each public function of `actions` that changes anything is one act, keyword-only, and says by whom."""
    if "actions" not in file.parts:
        return
    functions = {node.name: node for node in file.tree.body if isinstance(node, ast.FunctionDef)}
    for name, node in functions.items():
        if name.startswith("_") or not _changes(node, functions, set()):
            continue
        if not (any("act(" in ast.unparse(one) for one in node.decorator_list) or _opens_an_act(node)):
            yield file.at(node, f"{name} changes something outside audit.act()")
        if "by" not in {one.arg for one in node.args.kwonlyargs}:
            yield file.at(node, f"{name} does not say by whom (keyword-only `by`)")


def _changes(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    seen.add(node.name)
    if any(True for _ in writes_of(node)):
        return True
    called = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
    if called & {"audit.record", "outbox.post", "outbox.post_all"}:
        return True
    near = [functions[name] for name in called if name in functions and name.startswith("_") and name not in seen]
    return any(_changes(one, functions, seen) for one in near)


def _opens_an_act(node: ast.FunctionDef) -> bool:
    withs = [item for one in ast.walk(node) if isinstance(one, ast.With) for item in one.items]
    return any(ast.unparse(item.context_expr).startswith("audit.act(") for item in withs)


def locks_let_pointers_pass(file: File, may: Iterable[str] = ()) -> Iterator[str]:
    """Every `select_for_update` says `no_key=True`.

    PostgreSQL checks our foreign keys at commit, when the trail's head is held already: a row that points at a person
    would wait there for whoever changes that person, and that one for the head (a deadlock).
    """
    for node in file.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "select_for_update" and file.path not in may:
            calls = [one for one in file.nodes if isinstance(one, ast.Call) and one.func is node]
            if not any(ast.unparse(word) == "no_key=True" for one in calls for word in one.keywords):
                yield file.at(node, f"locks the key too: {ast.unparse(node)}")


# Signals, clock, text ------------------------------------------------------------------------------------------------

SIGN_IN = "registry/people/sign_in.py"


def no_signal_receivers(file: File, may: Iterable[str] = (SIGN_IN,)) -> Iterator[str]:
    if file.path in may:
        return
    for node in file.nodes:
        if isinstance(node, ast.FunctionDef):
            hung = [one for one in node.decorator_list if ast.unparse(one).split("(")[0].endswith("receiver")]
            yield from (file.at(one, f"{node.name} receives a signal") for one in hung)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            yield file.at(node, f"connects {ast.unparse(node.func.value)}")


CLOCKS = re.compile(
    r"^(timezone\.(now|localdate|localtime|localnow)|(datetime\.)?datetime\.(now|utcnow|today)|(datetime\.)?date\.today"
    r"|time\.(time|time_ns|localtime|gmtime|ctime))$"
)


def one_clock(file: File, may: Iterable[str] = ("registry/clock.py",)) -> Iterator[str]:
    for node in file.nodes:
        if isinstance(node, ast.Attribute) and CLOCKS.match(ast.unparse(node)) and file.path not in may:
            yield file.at(node, f"reads another clock: {ast.unparse(node)}")


def nothing_is_marked_safe(file: File, may: Iterable[str] = ()) -> Iterator[str]:
    for node in file.nodes:
        if not isinstance(node, ast.Call) or file.path in may:
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in {"mark_safe", "SafeString", "SafeText"}:
            yield file.at(node, f"marks text as safe: {called}")


# Measures ------------------------------------------------------------------------------------------------------------


def functions_of(file: File) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in file.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def files_are_short(file: File) -> Iterator[str]:
    if len(file.text.splitlines()) > 400:
        yield f"{file.path} has {len(file.text.splitlines())} lines, more than 400"


def functions_are_short(file: File) -> Iterator[str]:
    most = 25 if layer_of(file.parts) == LAYERS.index("views") and "commands" not in file.parts else 50
    for node in functions_of(file):
        if length_of(node) > most:
            yield file.at(node, f"{node.name} has {length_of(node)} lines, more than {most}")


def save_overrides(file: File) -> Iterator[str]:
    for node in file.nodes:
        if isinstance(node, ast.ClassDef):
            saves = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "save"]
            yield from (file.at(one, f"{node.name} overrides save()") for one in saves)


# Templates -----------------------------------------------------------------------------------------------------------

BREAKS_THE_POLICY = {
    r"\|\s*safe(seq)?\b": "|safe",
    r"autoescape\s+off": "autoescape off",
    r"<style\b": "an inline style sheet",
    r"\sstyle\s*=": "an inline style",
    r"<script\b(?![^>]*\ssrc=)(?![^>]*application/json)": "an inline script",
    r"<[^>]*\son[a-z]+\s*=": "an event handler",
    r"javascript:": "a javascript: address",
    r"\b(office|role|is_staff|is_superuser)\s*(==|!=|\bin\b)": "a question about a role",
}


def templates_only_show(file: File) -> Iterator[str]:
    if not file.path.endswith((".html", ".svg")) or file.path.startswith("templates/mail/"):
        return
    for pattern, what in BREAKS_THE_POLICY.items():
        for hit in re.finditer(pattern, file.text):
            yield f"{file.path}:{file.text[: hit.start()].count(chr(10)) + 1} has {what}"


def templates_are_short(file: File) -> Iterator[str]:
    if len(file.text.splitlines()) > 120:
        yield f"{file.path} has {len(file.text.splitlines())} lines, more than 120"


THEIRS = {"account", "mfa", "socialaccount", "usersessions", "allauth", "openid", "idp"}


def allauth_is_dressed_by_layouts(file: File) -> Iterator[str]:
    """allauth is dressed through layouts and elements; one page of it is ours: signing in."""
    parts = file.path.split("/")
    ours = parts[1:] == ["account", "login.html"] or parts[1:3] in (["allauth", "layouts"], ["allauth", "elements"])
    if parts[1] in THEIRS and not ours:
        yield f"{file.path} dresses allauth past its layouts and elements"
