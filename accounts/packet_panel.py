"""What stands on the page of a packet, for this person."""

from typing import Any

from accounts.models import Packet
from accounts.rules import packets as rules
from accounts.rules import recovering
from accounts.rules.attesting import check_has_confirmed
from accounts.rules.seeing import may_see_reasons
from accounts.rules.standing import Standing
from registry.people.rules import may


def facts_for(packet: Packet, standing: Standing) -> dict[str, Any]:
    """Everything but the checklist: what they may do instead, and why they may not answer."""
    return {
        "packet": packet,
        "account": packet.account,
        "answers": may(rules.check_may_answer, packet, standing),
        "why_not": rules.why_not(packet, standing),
        "may_retire": may(rules.check_may_ask, packet, standing),
        "may_settle": may(rules.check_may_settle, packet, standing),
        "may_start": packet.is_live and may(recovering.check_may_start, standing),
        "sees_reasons": may_see_reasons(standing) or standing.user.pk == packet.asked_by_id,
        "asks": packet.custodian_id == standing.user.pk,
        "must_confirm": not may(check_has_confirmed, standing.user),
    }
