"""Runs every figure in a process and a world of its own: `python -m assurance [--full] [--only D3,D16]`."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assurance import surroundings
from assurance.figure import Figure, heard

ROOT = Path(__file__).resolve().parent.parent
LIMIT = {False: 15 * 60, True: 4 * 3600}
# code: module, databases
FIGURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "D1": ("matrix", ("SQLite",)),
    "D3": ("one_decision", ("PostgreSQL", "SQLite")),
    "D5": ("lives", ("SQLite",)),
    "D5c": ("custody_lives", ("SQLite",)),
    "D6": ("crashes", ("PostgreSQL", "SQLite")),
    "D7": ("tampering", ("SQLite",)),
    "D8": ("canaries", ("PostgreSQL", "SQLite")),
    "D9": ("faults", ("SQLite",)),
    "D15": ("headers", ("SQLite",)),
    "D16": ("brute_force", ("PostgreSQL",)),
    "D17": ("enumeration", ("PostgreSQL",)),
    "D20": ("mutants", ("SQLite",)),
    "D21": ("chain_corruptions", ("PostgreSQL", "SQLite")),
    "D22": ("leavers", ("SQLite",)),
    "D23": ("audit_sink", ("SQLite",)),
    "D25": ("sessions", ("SQLite",)),
    "D26": ("exports", ("SQLite",)),
}


def main() -> int:
    """Print one line for each figure; the status is 1 if one of them is not met."""
    asked = _arguments()
    met = True
    for code in asked.only or FIGURES:
        module, databases = FIGURES[code]
        for database in databases:
            for figure, seconds in _measured(module, database, full=asked.full):
                met = met and figure.met
                _show(figure, database if len(databases) > 1 else "", seconds)
    return 0 if met else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="assurance", description=__doc__)
    parser.add_argument("--full", action="store_true", help="full size, hours")
    parser.add_argument("--only", type=lambda text: text.split(","), help="codes, separated by commas")
    return parser.parse_args()


def _measured(module: str, database: str, *, full: bool) -> Iterator[tuple[Figure, float]]:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mooring-assurance-") as folder:
        command = [sys.executable, "-m", "assurance.measure", module, *(["--full"] if full else [])]
        if database == "PostgreSQL":
            command = [str(ROOT / "bin/with-postgres"), *command]
        try:
            run = subprocess.run(
                command, cwd=ROOT, env=surroundings.environment(Path(folder)), capture_output=True, text=True,
                timeout=LIMIT[full], check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            said = f"It had not ended after {LIMIT[full]} seconds."
            yield Figure(module, "could not be measured", 0, 1, bit=False, wrong=(said,)), time.monotonic() - begun
            return
    figures = heard(run.stdout)
    if run.returncode or not figures:
        said = (run.stderr or run.stdout).strip().splitlines()[-12:]
        figures = [*figures, Figure(module, "could not be measured", 0, 1, bit=False, wrong=tuple(said))]
    yield from ((figure, time.monotonic() - begun) for figure in figures)


def _show(figure: Figure, database: str, seconds: float) -> None:
    where = f" [{database}]" if database else ""
    print(f"{figure.line}{where}, {seconds:.0f} s{'' if figure.met else '  NOT MET'}", flush=True)
    for sentence in figure.wrong[:12]:
        print(f"    {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
