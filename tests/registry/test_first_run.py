"""`make run` mends itself: a first run that was stopped while the demo loaded is begun again by the next one.

The script runs in a folder of its own, over a stand-in for Python that keeps its promises in a few rows.
"""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walls import ROOT

STAND_IN = """#!{python}
import os, sqlite3, subprocess, sys
if sys.argv[1:2] == ["-c"]:
    sys.exit(subprocess.call([{python!r}, *sys.argv[1:]]))
if sys.argv[1:2] != ["manage.py"]:
    sys.exit(0)
path = os.environ.get("DATABASE_URL", "sqlite:///" + os.path.abspath("var/mooring.sqlite3")).removeprefix("sqlite:///")
if sys.argv[2] in ("prepare_database", "demo"):
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("CREATE TABLE IF NOT EXISTS told (word)")
if sys.argv[2] == "demo":
    told = [word for (word,) in rows.execute("SELECT word FROM told")]
    if told and "complete" not in told:
        sys.exit("There are people here, but no complete demo.")
    if not told:
        rows.execute("INSERT INTO told VALUES ('begun')")
        if os.path.exists("stop"):
            os.remove("stop")
            os._exit(143)
        rows.execute("INSERT INTO told VALUES ('complete')")
    print("Everybody signs in")
    sys.stdout.flush()
    os._exit(0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "bin/run", tmp_path / "bin/run")
    for name, text in {
        "bin/install": "#!/bin/sh\n",
        ".venv/bin/gunicorn": "#!/bin/sh\n",
        ".venv/bin/python": STAND_IN.format(python=sys.executable),
    }.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def run(folder: Path, **more: str) -> str:
    environment = {"PATH": "/usr/bin:/bin", "PORT": "0", **more}
    done = subprocess.run(
        ["bin/run"], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


def told(folder: Path, name: str = "mooring.sqlite3") -> list[str]:
    with sqlite3.connect(folder / "var" / name) as rows:
        return [word for (word,) in rows.execute("SELECT word FROM told")]


def test_a_stopped_first_run_is_begun_again(folder: Path) -> None:
    (folder / "stop").touch()
    first = run(folder)
    assert ("Everybody signs in" in first, (folder / "var/who.txt").exists()) == (False, False)
    assert "There are people here" not in run(folder)
    assert told(folder) == ["begun", "complete"]
    assert (folder / "var/who.txt").read_text() == "Everybody signs in\n"
    assert sorted(path.name for path in (folder / "var").glob("*loading*")) == []


def test_a_second_run_keeps_the_data(folder: Path) -> None:
    run(folder)
    with sqlite3.connect(folder / "var/mooring.sqlite3") as rows:
        rows.execute("INSERT INTO told VALUES ('mine')")
    (folder / "changed.py").touch()
    run(folder)
    assert told(folder) == ["begun", "complete", "mine"]


def test_a_database_of_ones_own_is_left_where_it_is(folder: Path) -> None:
    (folder / "var").mkdir()
    run(folder, DATABASE_URL=f"sqlite:///{folder}/var/mine.sqlite3")
    assert told(folder, "mine.sqlite3") == ["begun", "complete"]
    assert not (folder / "var/mooring.sqlite3").exists()
