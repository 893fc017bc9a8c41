"""The lists as LibreOffice opens them, where it is installed: what it takes for a formula is one."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

SLOW = 240
_FORMULA = re.compile(r'table:formula="([^"]{0,60})')


def opened(files: Mapping[str, bytes]) -> tuple[list[str], str]:
    """What it would run, and what opened them: LibreOffice, or nothing but the readers of this figure."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return [], "read by csv and openpyxl: LibreOffice is not installed"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        command = [
            program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "fods",
            "--outdir", str(folder / "out"), *(str(folder / file) for file in files),
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, timeout=SLOW, check=False)
        read = {each.name: each.read_text(encoding="utf-8", errors="replace") for each in folder.glob("out/*.fods")}
    said = [
        f"LibreOffice {file}: it runs {found[0]}" for file, text in read.items() if (found := _FORMULA.findall(text))
    ]
    lost = {Path(file).stem for file in files} - {Path(file).stem for file in read}
    said += [f"LibreOffice {file}: it was not opened" for file in sorted(lost)]
    return said, f"{len(read)} opened by LibreOffice"
