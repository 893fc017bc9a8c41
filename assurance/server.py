"""A real server of several processes, for figures that a test client cannot give."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assurance.browser import Browser


@contextmanager
def serving(workers: int = 4, *, log: Path | None = None, level: str = "error", **environment: str) -> Iterator[int]:
    """Serve this world on a free port of this machine; ends when the block does. What it says goes to `log`, if any."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "registry.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
        "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", level,
    ]  # fmt: skip
    said = log.open("ab") if log else None
    server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=said)
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
        if said:
            said.close()


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it began.")
        try:
            if Browser(port).get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server does not answer.")
