"""What the pages of drills and ways in show. Never a value."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Drill, DrillRound, DrillState
from accounts.rules import drills as rules
from accounts.rules import ways_in
from accounts.rules.control import proof_plan
from accounts.rules.standing import Standing
from accounts.rules.taking_out import check_may_change_sign_up
from registry.people.models import User
from registry.people.rules import may

#: How many past drills a page lists.
MOST = 50


def overview(user: User) -> dict[str, Any]:
    """The page of drills: the figure, what is open, what came of the last ones, the last draw."""
    rows = Drill.objects.select_related("account__platform", "account__unit", "closed_by", "round")
    done = rows.filter(state__in=rules.DONE).order_by("-closed_at", "-pk")
    return {
        "figure": rules.proven_recoverable(),
        "open": rows.filter(state=DrillState.OPEN).order_by("due_on", "pk"),
        "done": [result_of(row) for row in done[:MOST]],
        "round": DrillRound.objects.first(),
        "plan": proof_plan(),
        "may_plan": may(rules.check_may_plan, user),
    }


def ways_of(standing: Standing) -> dict[str, Any]:
    """The page of an account's ways in: its map, its drills, and the button to drill it now."""
    rows = list(standing.account.drills.select_related("closed_by", "account__platform", "account__unit")[:MOST])
    return {
        "map": ways_in.map_of(standing.account),
        "open": next((row for row in rows if row.state == DrillState.OPEN), None),
        "done": [result_of(row) for row in rows if row.state in rules.DONE],
        "may_drill": may(rules.check_drills, standing),
        "may_see_all": may(rules.check_may_see, standing.user),
        "new_address": may(check_may_change_sign_up, standing),
        "may_start": may(rules.check_may_start, standing),
    }


def result_of(drill: Drill) -> dict[str, Any]:
    """What came of a drill, as a row: tone, word, and where it ended."""
    passed = drill.state == DrillState.PASSED
    took = _("%(n)d min") % {"n": drill.minutes or 0}
    said = [took] if passed else [took, str(drill.get_step_display()), *([f"“{drill.note}”"] if drill.note else [])]
    return {
        "drill": drill,
        "tone": "" if passed else "brick",
        "word": str(drill.get_state_display()),
        "icon": "good" if passed else "risk",
        "words": " · ".join(said),
    }
