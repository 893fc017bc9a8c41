"""The workflow as a page: a diagram and a table, drawn from the table in `workflow.py`, never typed."""

from approvals.workflow import FINAL, STEPS, Actor, Status, Step

WHO = {
    Actor.REQUESTER: "the requester",
    Actor.SEAT: "whoever may fill an open seat",
    Actor.ROUND: "follows from the seats of the round",
    Actor.SETUP: "Communications",
    Actor.CLOCK: "the daily run",
}
HEAD = """# The life of a request

Drawn from `approvals/workflow.py` by `manage.py draw_workflow`; a test compares. Do not edit it here.

Which offices are heard, in which order, is not on this page: those are rows (routes) that a district can edit.
"""


def page() -> str:
    """The whole of docs/workflow.md."""
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table(), ""])


def _diagram() -> list[str]:
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT}"]
    lines += [f'    state "{status.label}" as {status}' for status in Status]
    lines += [f"    {source} --> {step.target}: {step.move}" for step in STEPS for source in _sources(step)]
    return [*lines, *(f"    {status} --> [*]" for status in Status if status in FINAL)]


def _table() -> list[str]:
    head = ["| move | from | to | by | event | letters | note owed |", "| --- | --- | --- | --- | --- | --- | --- |"]
    return head + [_row(step) for step in STEPS]


def _row(step: Step) -> str:
    sources = ", ".join(str(source.label) for source in _sources(step))
    letters = ", ".join(f"`{letter.rpartition('/')[2]}`" for letter in step.letters)
    note = "yes" if step.needs_note else ""
    cells = [step.move, sources, str(step.target.label), WHO[step.actor], f"`{step.event.value}`", letters, note]
    return f"| {' | '.join(cells)} |"


def _sources(step: Step) -> list[Status]:
    return [status for status in Status if status in step.sources]
