"""Which columns of which table are drawn, in which style, and what stands at the end of a bar."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.overview.drawing import Chart, drawn
from desk.overview.tables import Line, Table

#: Columns of a table of health: in use, at risk, needs attention, healthy, resting.
OF_HEALTH = ((3, "good"), (2, "attention"), (1, "risk"), (4, "resting"))


def of_health(table: Table) -> Chart:
    """Both tables of health share the patterns of one."""
    return drawn(table, OF_HEALTH, _care, key="platforms")


def of_coverage(table: Table) -> Chart:
    return drawn(table, ((0, "good"), (1, "resting")), _share, shares=True)


def of_campaigns(table: Table) -> Chart:
    return drawn(table, ((0, "good"), (1, "resting")), _share, shares=True)


def of_lead_times(table: Table) -> Chart:
    return drawn(table, ((0, "bar"),), _days)


def of_lives(table: Table) -> Chart:
    return drawn(table, ((0, "bar"), (1, "resting")), _lives)


def _care(line: Line) -> str:
    total, risk, attention = (int(line.cells[number].value) for number in range(3))
    words = _("%(n)d of %(total)d need care") if risk + attention else _("%(total)d")
    return words % {"n": risk + attention, "total": total}


def _share(line: Line) -> str:
    yes, no = int(line.cells[0].value), int(line.cells[1].value)
    words = {"yes": yes, "total": yes + no, "percent": yes * 100 // (yes + no) if yes + no else 0}
    return _("%(yes)d of %(total)d, %(percent)d%%") % words


def _days(line: Line) -> str:
    middle, many = float(line.cells[0].value), int(line.cells[2].value)
    days = ngettext("%(days)s day", "%(days)s days", 1 if middle == 1 else 2) % {"days": f"{middle:g}"}
    decisions = ngettext("%(n)d decision", "%(n)d decisions", many) % {"n": many}
    return f"{days}, {decisions}"


def _lives(line: Line) -> str:
    return _("%(made)d made, %(gone)d retired") % {"made": line.cells[0].value, "gone": line.cells[1].value}
