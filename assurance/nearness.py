"""Which tests are nearest to a function: followed by names, from the function to whoever names it, and on to the tests.

A name that many use says little, so each step costs more the more there are who use the name. Nearest of all are the
tests that expect a sentence which stands in the function, or are named after it; those in a file that is named after the
function's file come before strangers, and among them those whose name has a word of the function's or its users' names.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from math import log2
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("registry", "accounts", "approvals", "desk", "tests")
WORD = re.compile(r"[A-Za-z_][\w-]{3,}")
KIN = 6.0
#: A function that few files use is tested by the tests of those, too.
FEW = 4
Place = tuple[str, str]  # file and function


class Names:
    """Who names whom in the rooms and their tests: functions by their names, addresses by what they are called."""

    def __init__(self) -> None:
        self.users: dict[str, set[Place]] = defaultdict(set)
        self.imported: dict[str, set[str]] = {}
        self.sentences: dict[Place, set[str]] = {}
        for room in ROOMS:
            for path in (ROOT / room).rglob("*.py"):
                if not {"migrations", "journeys"} & set(path.parts):
                    self._read(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))

    def tests_near(self, path: str, function: str, most: int) -> list[Place]:
        """The nearest tests to a function (or a constant) of a file, the nearest first."""
        name = function.rpartition(".")[2]
        waiting = [(0.0, path, name), *((0.5, *place) for place in self._tests_like((path, name)))]
        about = _stems(" ".join([name, *(user for _, user in self.users.get(name, ()))]))
        using = {file for file, _ in self.users.get(name, ()) if self._knows(file, path)} - {path}
        named = [path, *(sorted(using) if len(using) <= FEW else ())]
        kin = [place for place in self.sentences if any(_is_kin(place, one) for one in named)]
        waiting += [(KIN - min(2, len(about & _stems(place[1]))) / 2, *place) for place in kin]
        heapify(waiting)
        seen: set[Place] = set()
        found: list[Place] = []
        while waiting and len(found) < most:
            far, file, name = heappop(waiting)
            if (file, name) in seen:
                continue
            seen.add((file, name))
            if name.startswith("test_"):
                found.append((file, name))
                continue
            using = self.users.get(name, set())
            for user in using - seen:
                strange = 0 if user[0] == file or self._knows(user[0], file) else 4
                heappush(waiting, (far + 1 + log2(1 + len(using)) / 2 + strange, *user))
        return found

    def _tests_like(self, place: Place) -> Iterator[Place]:
        said, name = self.sentences.get(place, set()), place[1].strip("_")
        for file, test in self.sentences:
            if test.startswith("test_"):
                expected = self.sentences[file, test]
                quoted = any(one in other or other in one for one in said for other in expected)
                if quoted or ("_" in name and name in test):
                    yield file, test

    def _knows(self, user: str, file: str) -> bool:
        return Path(file).stem in self.imported.get(user, ())

    def _read(self, file: str, tree: ast.Module) -> None:
        self.imported[file] = {word for node in tree.body for word in _imports(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self.sentences[file, node.name] = _sentences(node)
            for user, word in _uses(node, outside=node in tree.body):
                self.users[word].add((file, user))


def _is_kin(place: Place, path: str) -> bool:
    """Whether it is a test in a file named as `path` is, or nearly: `test_import.py` and `importing.py`."""
    beginning = Path(path).stem.removesuffix("s")[:6]
    named = Path(place[0]).stem.removeprefix("test_")
    return len(beginning) > 3 and place[1].startswith("test_") and named.startswith(beginning)


def _stems(name: str) -> set[str]:
    """The beginnings of the longer words of a name: a test that revokes is near to a rule about revoking."""
    return {word[:5] for word in re.split(r"[\W_]+", name.lower()) if len(word) > 4}


def _uses(node: ast.AST, *, outside: bool) -> Iterator[tuple[str, str]]:
    """Who names what: a function or a constant what stands in it; an address, and the end of its route, its view."""
    if isinstance(node, ast.FunctionDef):
        yield from ((node.name, word) for word in _words(node) - {node.name})
    elif isinstance(node, ast.Assign | ast.AnnAssign) and outside:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((ast.unparse(target), word) for word in _words(node) for target in targets)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "path" and len(node.args) > 1:
        view = ast.unparse(node.args[1]).split("(")[0].rpartition(".")[2]
        named = [str(one.value.value) for one in node.keywords if isinstance(one.value, ast.Constant)]
        yield from ((user, view) for user in named + _route(node.args[0]))


def _imports(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield (node.module or "").rpartition(".")[2]
        yield from (one.name for one in node.names)
    elif isinstance(node, ast.Import):
        yield from (one.name.rpartition(".")[2] for one in node.names)


def _route(node: ast.expr) -> list[str]:
    return WORD.findall(" ".join(one.value for one in ast.walk(node) if isinstance(one, ast.Constant)))[-1:]


def _words(tree: ast.AST) -> set[str]:
    """Names, attributes, arguments, and words of texts that could be addresses."""
    words: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            words.add(node.id)
        elif isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.arg):
            words.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            words |= set(WORD.findall(node.value))
    return words


def _sentences(tree: ast.AST) -> set[str]:
    """Texts of some length, of a test also those among what it is run with."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {
        part for text in texts for part in re.split(r"%\(\w+\)\w|^\d+ ", text) if len(part) > 11 and " " in part.strip()
    }
