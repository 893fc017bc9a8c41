"""D1: the table of who may do what, asserted at every address by the tests; this counts what they did."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from assurance.figure import Figure

GOAL = 10_000
CONTROL = "test_a_dropped_guard_turns_exactly_its_cells_red"


def main(*, full: bool) -> None:
    """Run the tests and read how many cells each asserted."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "tests/test_matrix.py", "-q", "-n", "2", f"--junitxml={report}"]
        asked = os.environ | {"EVERY_CELL": "yes"}
        run = subprocess.run([*command, "--ds=tests.settings"], env=asked, capture_output=True, text=True, check=False)
        cases = list(ElementTree.parse(report).iter("testcase"))
    cells = sum(
        int(one.get("value", 0)) for case in cases for one in case.iter("property") if one.get("name") == "cells"
    )
    red = {
        case.get("name", ""): case
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    }
    wrong = [line[2:].strip() for line in run.stdout.splitlines() if re.match(r"E\s+\w+ [A-Z]+ ", line)]
    wrong += [f"{name} failed" for name in red if name != CONTROL]
    Figure(
        "D1", "every person at every address", cells - len(wrong), max(cells, GOAL), CONTROL not in red,
        "a dropped guard turned exactly its cells red", "cells: people × addresses × methods × here and elsewhere", tuple(wrong),
    ).tell()  # fmt: skip
