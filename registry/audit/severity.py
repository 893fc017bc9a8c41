"""How much attention each event asks for."""

from registry.audit.events import Event, Severity

SEVERITY: dict[Event, Severity] = {
    **dict.fromkeys(
        (
            Event.SIGN_IN_FAILED, Event.FACTOR_FAILED, Event.FACTOR_ENROLLED, Event.FACTOR_REMOVED,
            Event.PASSWORD_CHANGED,
            Event.EMAIL_CHANGED, Event.APPOINTMENT_MADE, Event.APPOINTMENT_ENDED, Event.DESIGNEE_NAMED,
            Event.PROPOSAL_MADE, Event.PROPOSAL_CONFIRMED,
            Event.PEOPLE_IMPORTED,
            Event.PERSON_DEACTIVATED, Event.DEPARTURE_PLANNED, Event.DEPARTURE_CHANGED, Event.DEPARTURE_TAKEN_BACK,
            Event.DEPARTURE_DONE, Event.CUSTODY_TIMED_OUT, Event.HANDOFF_PASSED_ON,
            Event.CUSTODY_REASSIGNED, Event.CUSTODY_ACCEPTED_BESIDE, Event.HANDOFF_TIMED_OUT,
            Event.PACKET_ESCALATED, Event.CAMPAIGN_CANCELLED, Event.RETIRE_ASKED, Event.RETIRE_DECLINED,
            Event.CUSTODY_INTERIM, Event.REQUEST_WAITS_FOR_APPOINTMENT, Event.SECRET_REVEALED,
            Event.SECRET_REVEAL_INTENDED,
            Event.SECRET_REFUSED, Event.SECRET_CODE_USED, Event.RECOVERY_CODES_MADE, Event.REQUEST_DECLINED,
            Event.ACCESS_DENIED, Event.POLICY_RECORDED, Event.ROUTE_CHANGED, Event.REQUEST_TAKEN_OVER,
            Event.CONDITION_WAIVED, Event.DECISION_ON_PAPER, Event.DISPUTE_SETTLED, Event.REQUEST_ANNULLED,
            Event.AUTHORIZATION_REVOKED, Event.POSTER_DESIGNATED, Event.POSTER_REVOKED,
            Event.REQUEST_ESCALATED, Event.REQUEST_STUCK, Event.ROLE_TO_REMOVE, Event.DRILLS_PLANNED,
            Event.DROP_MADE, Event.DROP_LEFT, Event.DROP_DISCARDED, Event.RECOVERY_OPENED, Event.RECOVERY_GIVEN_UP,
            Event.HEALTH_TERMS_CHANGED, Event.GRADUATION_SET,
            Event.CLOSING_BEGUN, Event.CLOSING_CALLED_OFF, Event.ACCOUNT_RENAMED,
            Event.ACCOUNT_PARKED, Event.ACCOUNTS_SETTLED, Event.TOMBSTONE_LIFTED, Event.ACCOUNT_SECURED,
            Event.ROTATION_OPENED, Event.ROTATION_REASON_ADDED, Event.KNOWLEDGE_WITHDRAWN,
            Event.KIT_CANCELLED, Event.KIT_LAPSED, Event.KIT_DESTROYED, Event.IMPORT_READ, Event.IMPORT_DEPOSITED,
            Event.IMPORT_NOT_READ,
            Event.KEY_ADDED, Event.KEY_PROMOTED, Event.KEY_RETIRED, Event.TRAIL_EXPORTED,
            Event.OVERVIEW_EXPORTED, Event.RECORDS_MADE, Event.DATA_TAKEN,
            Event.FOUND_REPORTED, Event.FOUND_CONFLICT, Event.FOUND_DISPUTED, Event.FOUND_PASSED_ON,
        ),
        Severity.NOTICE,
    ),
    **dict.fromkeys(
        (
            Event.SIGN_IN_LOCKED, Event.FACTOR_RESET, Event.RECOVERY_CODE_USED, Event.REVEAL_DENIED,
            Event.REVEAL_FAILED, Event.SECRET_TYPED, Event.DRILL_FAILED,
            Event.PERSON_DISMISSED, Event.LETTER_FAILED, Event.APPROVED_IN_EMERGENCY, Event.ACCOUNT_SUSPENDED,
            Event.ACCOUNT_LOCKED_OUT, Event.VAULT_SEALED, Event.KIT_ASKED, Event.KIT_AGREED, Event.KIT_HALF_SHOWN,
            Event.KIT_FAILED, Event.KIT_HALF_FAILED, Event.SESSIONS_ENDED,
            Event.KEY_DESTROYED, Event.TRAIL_NOT_ANCHORED,
            Event.INCIDENT_OPENED, Event.INCIDENT_REPORTED, Event.INCIDENT_WAIVED,
            Event.HOLD_PLACED, Event.HOLD_LIFTED, Event.SUNSET_BEGUN,
            Event.RETENTION_SET, Event.TRAIL_HOLD_PLACED, Event.TRAIL_HOLD_LIFTED, Event.TRAIL_DISPOSED,
        ),
        Severity.WARNING,
    ),
    **dict.fromkeys(
        (
            Event.ACCOUNT_COMPROMISED, Event.TRAIL_BROKEN, Event.DECISION_DISPUTED, Event.KIT_OPENED,
            Event.KIT_DOWNLOADED,
            Event.KEY_COMPROMISED, Event.VAULT_FAULTY,
        ),
        Severity.ALERT,
    ),
}  # fmt: skip


def severity_of(event: Event) -> Severity:
    """How much attention `event` asks for; information unless said otherwise above."""
    return SEVERITY.get(event, Severity.INFO)
