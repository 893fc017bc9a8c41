"""One figure: what was done, what was expected, what was found, and whether its control failed as it must."""

import json
from dataclasses import asdict, dataclass

MARK = "figure:"


@dataclass(frozen=True)
class Figure:
    """A figure counts only if everything expected was done and found, and its broken variant was caught.

    `control` says what the broken variant did; `bit` whether it was caught. `wrong` names the first things that were not
    as expected.
    """

    code: str
    title: str
    done: int
    expected: int
    bit: bool
    control: str = ""
    detail: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        return 0 < self.expected <= self.done and not self.wrong and self.bit

    @property
    def line(self) -> str:
        about = f" ({self.detail})" if self.detail else ""
        control = "control failed as it must" if self.bit else "control passed"
        seen = f" ({self.control})" if self.control else ""
        return f"{self.code} {self.title}: {self.done}/{self.expected}{about}, {control}{seen}"

    def tell(self) -> None:
        """Hand the figure to the process that asked for it."""
        print(MARK + json.dumps(asdict(self)), flush=True)


def heard(output: str) -> list[Figure]:
    """The figures a measuring process told."""
    told = [json.loads(line.removeprefix(MARK)) for line in output.splitlines() if line.startswith(MARK)]
    return [Figure(**{**one, "wrong": tuple(one["wrong"])}) for one in told]
