"""A finding of the automatic checks, before anybody decides."""

from dataclasses import dataclass

PASS, WARN, FAIL = "pass", "warn", "fail"
ORDER = (FAIL, WARN, PASS)


@dataclass(frozen=True)
class Check:
    """One finding: state (pass, warn, fail), what it is about, more words, and where to look."""

    state: str
    title: str
    text: str = ""
    url: str = ""
    action: str = ""
