"""What stands on the page of an account's end: its steps, the last post to copy, and what this person does next."""

from typing import Any

from accounts.models import Account, Closing, ClosingKind, ClosingState, ClosingStep, ClosingStepCode, Tombstone
from accounts.rules import closing as rules
from accounts.rules import closing_steps as steps
from accounts.rules.farewell import farewells
from accounts.rules.holds import is_held
from accounts.rules.seeing import may_see_reasons
from accounts.rules.standing import Standing
from registry.people.rules import may


def latest_of(account: Account) -> Closing | None:
    """The end that is under way, or the last one."""
    rows = account.closings.select_related(
        "asked_by", "begun_by", "closed_by", "replaced_by__platform", "sunset__platform"
    )
    return rows.first()


def facts_for(closing: Closing, standing: Standing) -> dict[str, Any]:
    """Everything the page shows to this person."""
    under_way = closing.state == ClosingState.UNDER_WAY
    sees = may_see_reasons(standing) or closing.asked_by_id == standing.user.pk
    return {
        "closing": closing,
        "account": standing.account,
        "steps": [_line(row, standing) for row in steps.needed(closing)],
        "missing": steps.missing(closing) if under_way else [],
        "farewells": farewells(closing) if under_way and (standing.communications or standing.looks_after) else [],
        "is_held": is_held(standing.account),
        "sees_reasons": sees,
        "may_begin": closing.is_live and may(rules.check_may_begin, standing),
        "may_finish": may(steps.check_may_finish, standing, closing),
        "may_call_off": may(rules.check_may_call_off, standing, closing),
        "takes_up": rules.takes_up_again(closing),
        "buried": Tombstone.objects.filter(account=standing.account).order_by("-pk").first(),
        "sees_ends": standing.communications,
    }


def _line(row: ClosingStep, standing: Standing) -> dict[str, Any]:
    """A step with its button for who may tick it, or untick."""
    is_archive = row.code == ClosingStepCode.ARCHIVED
    allowed = may(steps.may_be_ticked, standing, row)
    return {"row": row, "is_archive": is_archive, "may": allowed, "may_skip": allowed and not row.done_at}


def planned(closing: Closing | None) -> dict[str, Any]:
    """What is planned or asked for already, to begin with."""
    names = ("kind", "why", "planned_on", "words", "replaced_by")
    return {name: getattr(closing, name) for name in names} if closing else {"kind": ClosingKind.CLOSE}
