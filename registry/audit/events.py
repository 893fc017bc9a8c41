"""The words of the trail: every event there is, each with its sentence. Anything else cannot be written.

Add a line here, and its weight in `severity.py` if it is more than information. Names are `noun.verb`: none changes.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    OK = "ok", _("done")
    DENIED = "denied", _("refused")
    ERROR = "error", _("failed")


class Severity(models.TextChoices):
    INFO = "info", _("information")
    NOTICE = "notice", _("worth a look")
    WARNING = "warning", _("warning")
    ALERT = "alert", _("alert")


class Event(models.TextChoices):
    # Sign-in and factors
    SIGNED_IN = "signin.done", _("{actor} signed in")
    SIGN_IN_FAILED = "signin.failed", _("A try to sign in as {object} failed")
    SIGN_IN_LOCKED = "signin.locked", _("Too many tries to sign in as {object}: held back for a while")
    SIGNED_OUT = "signin.out", _("{actor} signed out")
    REAUTHENTICATED = "signin.confirmed", _("{actor} confirmed who they are")
    FACTOR_ENROLLED = "factor.enrolled", _("{actor} added a second factor for {object}")
    FACTOR_REMOVED = "factor.removed", _("{actor} removed a second factor of {object}")
    FACTOR_USED = "factor.used", _("{actor} used a second factor")
    FACTOR_FAILED = "factor.failed", _("A second factor for {object} was not accepted")
    FACTOR_RESET = "factor.reset", _("{actor} reset the second factor of {object}")
    RECOVERY_CODES_MADE = "factor.recovery_codes_made", _("{actor} made new recovery codes")
    RECOVERY_CODE_USED = "factor.recovery_code_used", _("{actor} signed in with a recovery code")
    PASSWORD_CHANGED = "password.changed", _("{actor} changed the sign-in password of {object}")
    PASSWORD_RESET_ASKED = "password.reset_asked", _("A new sign-in password was asked for {object}")
    EMAIL_CHANGED = "email.changed", _("{actor} changed the e-mail of {object}")
    SESSIONS_ENDED = "session.all_ended", _("Everybody was signed out")
    SESSION_ENDED = "session.ended", _("{actor} ended a session of {object}")

    # People and offices
    DISTRICT_FOUNDED = "district.founded", _("{actor} founded the district with its first offices")
    UNIT_ADDED = "unit.added", _("{actor} added the unit {object}")
    UNIT_CHANGED = "unit.changed", _("{actor} changed the unit {object}")
    PERSON_INVITED = "person.invited", _("{actor} invited {object}")
    PEOPLE_IMPORTED = "person.list_brought", _("{actor} brought the district’s list of people")
    PERSON_CHANGED = "person.changed", _("{actor} changed the details of {object}")
    PERSON_DEACTIVATED = "person.deactivated", _("{actor} deactivated {object}")
    PERSON_REACTIVATED = "person.reactivated", _("{actor} reactivated {object}")
    DEPARTURE_PLANNED = "departure.planned", _("{actor} recorded that somebody leaves: {object}")
    DEPARTURE_CHANGED = "departure.changed", _("{actor} recorded another last day: {object}")
    DEPARTURE_TAKEN_BACK = "departure.taken_back", _("{actor} took back that somebody leaves: {object}")
    DEPARTURE_DONE = "departure.done", _("Somebody left, and what they held was taken over: {object}")
    PERSON_DISMISSED = "departure.dismissed", _("{actor} closed somebody out who is dismissed: {object}")
    APPOINTMENT_MADE = "appointment.made", _("{actor} made the appointment {object}")
    APPOINTMENT_ENDED = "appointment.ended", _("{actor} ended the appointment {object}")
    DESIGNEE_NAMED = "appointment.designee", _("{actor} named a designee: {object}")
    ABSENCE_RECORDED = "absence.recorded", _("{actor} recorded an absence: {object}")
    ABSENCE_ENDED = "absence.ended", _("{actor} ended an absence: {object}")
    PROPOSAL_PREPARED = "proposal.prepared", _("{actor} prepared a proposal for two to sign: {object}")
    PROPOSAL_MADE = "proposal.made", _("{actor} proposed, as the first of two: {object}")
    PROPOSAL_CONFIRMED = "proposal.confirmed", _("{actor} confirmed, as the second of two: {object}")
    PROPOSAL_WITHDRAWN = "proposal.withdrawn", _("{actor} withdrew the proposal {object}")
    PROPOSAL_LAPSED = "proposal.lapsed", _("The proposal {object} lapsed: nobody confirmed it in time")

    # Policy
    POLICY_PUBLISHED = "policy.published", _("{actor} published {object}")
    POLICY_ACKNOWLEDGED = "policy.acknowledged", _("{actor} acknowledged {object}")
    POLICY_RECORDED = "policy.recorded", _("{actor} recorded that {object} confirmed the policy on paper")
    POLICY_REMINDED = "policy.reminded", _("{actor} reminded those who have not confirmed {object}")
    POLICY_EXPORTED = "policy.exported", _("{actor} downloaded who has confirmed {object}")

    # The district's calendar
    HOLIDAY_ADDED = "holiday.added", _("{actor} put {object} on the calendar")
    HOLIDAY_REMOVED = "holiday.removed", _("{actor} took {object} off the calendar")

    # The school year
    SEASON_ADDED = "season.added", _("{actor} put the season {object} in the list")
    SEASON_CHANGED = "season.changed", _("{actor} changed the days of {object}")
    SEASON_REMOVED = "season.removed", _("{actor} took the season {object} out of the list")
    GRADUATION_SET = "graduation.set", _("{actor} said on which day a class graduates: {object}")
    ACCOUNT_SEASONS_SET = "account.seasons_set", _("{actor} said in which seasons {object} is in use")
    EVIDENCE_TAKEN = "campaign.evidence_taken", _("{actor} downloaded the evidence of {object}")

    # Requests
    REQUEST_DRAFTED = "request.drafted", _("{actor} began {object}")
    REQUEST_EDITED = "request.edited", _("{actor} edited the request {object}")
    REQUEST_DISCARDED = "request.discarded", _("{actor} discarded the draft {object}")
    REQUEST_SUBMITTED = "request.submitted", _("{actor} sent {object} for decision")
    REQUEST_RESUBMITTED = "request.resubmitted", _("{actor} sent {object} for decision again")
    REQUEST_REVISED = "request.revised", _("{actor} changed {object} while it was being decided")
    REQUEST_RESUMED = "request.resumed", _("{object} no longer waits for an appointment")
    ROUND_OPENED = "round.opened", _("A round of decisions on {object} opened")
    ROUND_CLOSED = "round.closed", _("A round of decisions on {object} closed")
    SEAT_ASKED = "seat.asked", _("{object} was put before the next office")
    SEAT_REASSIGNED = "seat.reassigned", _("{object} was put before somebody else")
    REQUEST_WAITS_FOR_APPOINTMENT = "request.waits", _("{object} waits for an appointment: nobody may decide on it")
    DECISION_RECORDED = "decision.recorded", _("{actor} decided on {object}")
    DECISION_ON_PAPER = "decision.on_paper", _("{actor} recorded a decision on {object} that was made on paper")
    DECISION_DISPUTED = (
        "decision.disputed",
        _("{actor} says that a decision on {object} recorded in their name is not theirs"),
    )
    DISPUTE_SETTLED = "decision.settled", _("{actor} settled whether a disputed decision on {object} stands")
    CONDITION_SET = "condition.set", _("{actor} approved {object} on a condition")
    CONDITION_DONE = "condition.done", _("{actor} said that a condition of {object} is done")
    CONDITION_CONFIRMED = "condition.confirmed", _("{actor} confirmed a condition of {object}")
    CONDITION_WAIVED = "condition.waived", _("{actor} waived a condition of {object}")
    REQUEST_RETURNED = "request.returned", _("{actor} returned {object} with changes to make")
    REQUEST_DECLINED = "request.declined", _("{actor} declined {object}")
    REQUEST_ANNULLED = "request.annulled", _("{object} ended: a decision it rested on was not made")
    REQUEST_APPROVED = "request.approved", _("{object} was approved by every office asked")
    APPROVED_IN_EMERGENCY = "request.approved_in_emergency", _("{actor} approved {object} alone, in an emergency")
    REQUEST_GRANTED = "request.granted", _("{object} was approved by every office asked, and the permission given")
    REQUEST_TAKEN_OVER = "request.taken_over", _("{actor} took over {object} from a person who has left")
    REQUEST_WITHDRAWN = "request.withdrawn", _("{actor} withdrew {object}")
    REQUEST_EXPIRED = "request.expired", _("{object} expired")
    REQUEST_REMINDED = "request.reminded", _("{actor} reminded those who decide on {object}")
    REQUEST_ESCALATED = "request.escalated", _("{object} went to the next person up")
    REQUEST_COMMENTED = "request.commented", _("{actor} commented on {object}")
    REQUEST_CONFERRED = "request.conferred", _("{actor} wrote to the other deciding offices about {object}")
    REQUEST_FOLLOWED = "request.followed", _("{actor} follows {object}")
    REQUEST_UNFOLLOWED = "request.unfollowed", _("{actor} no longer follows {object}")
    EXPIRY_WARNED = "request.expiry_warned", _("A letter said that {object} expires soon")
    REQUEST_STUCK = "request.stuck", _("{object} is late, and nobody further up can be asked")
    SET_UP_STARTED = "request.set_up_started", _("Set-up for {object} started")
    SET_UP_FINISHED = "request.set_up_finished", _("{actor} finished the set-up for {object}")

    ROUTE_CHANGED = "route.changed", _("{actor} changed the route of: {object}")

    # Accounts
    PLATFORM_CHANGED = "platform.changed", _("{actor} changed the platform {object}")
    ACCOUNT_OPENED = "account.opened", _("{actor} opened {object} for set-up")
    ACCOUNT_LOOKED_AT = "account.looked_at", _("{actor} looked at {object} and noted when it was last active")
    ACCOUNT_EDITED = "account.edited", _("{actor} edited {object}")
    ACCOUNT_ACTIVATED = "account.activated", _("{actor} activated {object}")
    ACCOUNT_PROVISIONAL = "account.provisional", _("{object} is provisional: approved by one office, in an emergency")
    ACCOUNT_CONFIRMED = "account.confirmed", _("{object} is no longer provisional: every office has approved it")
    ACCOUNT_SUSPENDED = "account.suspended", _("{object} was suspended")
    ACCOUNT_COMPROMISED = "account.compromised", _("{actor} marked {object} as compromised")
    ACCOUNT_LOCKED_OUT = "account.locked_out", _("{actor} marked {object} as locked out")
    ACCOUNT_RECOVERED = "account.recovered", _("{actor} marked {object} as back in our hands")
    ACCOUNT_CLOSING = "account.closing", _("{actor} began to close {object}")
    ACCOUNT_RETIRED = "account.retired", _("{actor} retired {object}")
    ACCOUNT_SECURED = "account.secured", _("{actor} said that {object} is secure again")
    ACCOUNT_RENAMED = "account.renamed", _("{actor} recorded the new handle of {object}")
    ACCOUNTS_SETTLED = "account.settled", _("{actor} settled which accounts of a group stay: {object} does")
    CLOSING_ASKED = "closing.asked", _("{actor} asked to close {object}")
    CLOSING_REFUSED = "closing.refused", _("{actor} refused to close {object}")
    CLOSING_BEGUN = "closing.begun", _("{actor} planned the end of {object}")
    CLOSING_STEP = "closing.step", _("{actor} ticked a step of the end of {object}")
    CLOSING_STEP_UNDONE = "closing.step_undone", _("{actor} took the tick off a step of the end of {object}")
    CLOSING_CALLED_OFF = "closing.called_off", _("{actor} called off the end of {object}")
    CLOSING_REMINDED = "closing.reminded", _("A letter said that the end of {object} is not done")
    ACCOUNT_PARKED = "closing.parked", _("{actor} parked {object}: Communications keeps its name and login")
    HOLD_PLACED = "hold.placed", _("{actor} placed the records of {object} under legal hold")
    HOLD_LIFTED = "hold.lifted", _("{actor} lifted a legal hold of {object}")
    TOMBSTONE_MADE = "tombstone.made", _("{object} is no longer ours: a tombstone stands in the register")
    TOMBSTONE_ADVISED = "tombstone.advised", _("{actor} noted what is known of a handle that {object} had")
    TOMBSTONE_LIFTED = "tombstone.lifted", _("{object} is ours again: its tombstone was lifted")
    SUNSET_BEGUN = "sunset.begun", _("{actor} said by when every account on {object} ends")
    TASK_DONE = "task.done", _("{actor} ticked “{field}” for {object}")
    TASK_UNDONE = "task.undone", _("{actor} took the tick off “{field}” for {object}")

    # Incidents that are reported to the state (Minn. Stat. 16E.36)
    INCIDENT_OPENED = "incident.opened", _("The 72 hours to report an incident with {object} began")
    INCIDENT_DESCRIBED = "incident.described", _("{actor} wrote down what was exposed of {object}")
    INCIDENT_REPORTED = "incident.reported", _("{actor} recorded that an incident with {object} was reported")
    INCIDENT_WAIVED = "incident.waived", _("{actor} said that an incident with {object} need not be reported")
    INCIDENT_REMINDED = "incident.reminded", _("A letter said that an incident with {object} is not reported yet")
    INCIDENT_SHEET_TAKEN = "incident.sheet_taken", _("{actor} downloaded the fact sheet of an incident with {object}")

    # Accounts that are not ours: the handle is never in the trail, in case it turns out to be a person's own
    FOUND_REPORTED = "found.reported", _("{actor} reported an account that is not ours: {object}")
    FOUND_NOTED = "found.noted", _("{actor} added to what is known of {object}")
    FOUND_CLASSIFIED = "found.classified", _("{actor} said what kind of account {object} is")
    FOUND_CONTACTED = "found.contacted", _("{actor} recorded a contact about {object}")
    FOUND_ANSWERED = "found.answered", _("{actor} recorded an answer about {object}")
    FOUND_CONFLICT = "found.conflict", _("{actor} recorded that somebody on staff runs {object}")
    FOUND_CONFLICT_ENDED = "found.conflict_ended", _("{actor} recorded that nobody on staff runs {object} any more")
    FOUND_DISPUTED = "found.disputed", _("{actor} recorded that {object} is disputed")
    FOUND_RELABELLED = "found.relabelled", _("{actor} saw that {object} says it is not the district’s")
    FOUND_CLOSED = "found.closed", _("{actor} closed the file on {object}")
    FOUND_REOPENED = "found.reopened", _("{actor} reopened the file on {object}")
    FOUND_LATE = "found.late", _("The deadline of {object} is over")
    FOUND_PASSED_ON = "found.passed_on", _("{object} is late by a week: the communications director was told")
    FOUND_ADOPTING = "found.adopting", _("{object} is being set up as ours")
    FOUND_ADOPTED = "found.adopted", _("{object} is ours now")
    FOUND_NOT_ADOPTED = "found.not_adopted", _("{object} did not become ours: its set-up was given up")

    # Authorizations
    AUTHORIZATION_GRANTED = "authorization.granted", _("{actor} gave the authorization {object}")
    AUTHORIZATION_REVOKED = "authorization.revoked", _("{actor} revoked the authorization {object}")

    # Posters
    POSTER_PROPOSED = "poster.proposed", _("{actor} proposed {object}")
    POSTER_DESIGNATED = "poster.designated", _("{actor} designated {object}")
    POSTER_REFUSED = "poster.refused", _("{actor} refused to designate {object}")
    POSTER_REVOKED = "poster.revoked", _("{actor} revoked the designation of {object}")
    POSTER_ENDED = "poster.ended", _("The designation of {object} ended")

    # Custody
    CUSTODY_OFFERED = "custody.offered", _("{actor} offered the custody of {object}")
    CUSTODY_ACCEPTED = "custody.accepted", _("{actor} accepted the custody of {object}")
    CUSTODY_DECLINED = "custody.declined", _("{actor} declined the custody of {object}")
    CUSTODY_INTERIM = "custody.interim", _("An interim custodian holds {object}")
    CUSTODY_ENDED = "custody.ended", _("A custody of {object} ended")
    CUSTODY_TIMED_OUT = "custody.timed_out", _("Nobody answered the offer of the custody of {object} in time")
    CUSTODY_REASSIGNED = "custody.reassigned", _("{actor} took the custody of {object} from who held it")
    CUSTODY_UNVERIFIED = "custody.unverified", _("{actor} recorded who looks after {object} by an older list")
    CUSTODY_ACCEPTED_BESIDE = (
        "custody.accepted_beside",
        _("{actor} accepted the custody of {object} at the screen of somebody else"),
    )
    CUSTODY_TERMS_CHANGED = "custody.terms_changed", _("{actor} changed {object}")
    HANDOFF_OFFERED = "handoff.offered", _("{actor} began to hand {object} over")
    HANDOFF_REMINDED = "handoff.reminded", _("A letter said that the handoff of {object} waits")
    HANDOFF_TIMED_OUT = "handoff.timed_out", _("The handoff of {object} was not answered in time")
    HANDOFF_PASSED_ON = "handoff.passed_on", _("Somebody else is to find who takes {object} over")
    HANDOFF_WITHDRAWN = "handoff.withdrawn", _("The handoff of {object} was called off")
    HANDOFF_VERIFIED = "handoff.verified", _("{actor} verified that the next custodian gets into {object}")
    HANDOFF_DONE = "handoff.done", _("The custody of {object} has passed on")
    CAMPAIGN_OPENED = "campaign.opened", _("{actor} opened {object}")
    CAMPAIGN_JOINED = "campaign.joined", _("More accounts became due in {object}")
    CAMPAIGN_CLOSED = "campaign.closed", _("Every account of {object} has its answer: it is over")
    CAMPAIGN_CANCELLED = "campaign.cancelled", _("{actor} cancelled {object}")
    CAMPAIGN_TERMS_CHANGED = "campaign.terms_changed", _("{actor} said {object}")
    PACKET_OPENED = "packet.opened", _("It was asked how {object} stands")
    PACKET_REMINDED = "packet.reminded", _("A letter asked again how {object} stands")
    PACKET_ESCALATED = "packet.escalated", _("Nobody said how {object} stands: the next one up is asked")
    PACKET_PASSED_ON = "packet.passed_on", _("Whoever looks after {object} now is asked how it stands")
    PACKET_HANDING_OVER = "packet.handing_over", _("{object} is being handed over, which will be the answer")
    PACKET_REOPENED = "packet.reopened", _("The handoff of {object} came to nothing: how it stands is asked again")
    PACKET_ANSWERED = "packet.answered", _("A campaign has its answer about {object}")
    RETIRE_ASKED = "packet.retire_asked", _("{actor} asked that {object} be retired")
    RETIRE_ACCEPTED = "packet.retire_accepted", _("{actor} agreed that {object} is retired")
    RETIRE_DECLINED = "packet.retire_declined", _("{actor} did not agree that {object} is retired")
    ATTESTED = "attestation.given", _("{actor} said how {object} stands")
    OUTSIDE_RECORDED = "outside.recorded", _("{actor} recorded an outside co-custodian of {object}")
    OUTSIDE_OVER = "outside.over", _("The last day of an outside co-custodian of {object} is over")
    OUTSIDE_ENDED = "outside.ended", _("{actor} ended an outside co-custodian of {object}")
    BACKUP_NAMED = "backup.named", _("{actor} named a backup custodian of {object}")
    BACKUP_ENDED = "backup.ended", _("{actor} ended a backup custody of {object}")
    ROLE_RECORDED = "role.recorded", _("{actor} recorded who holds a role on {object}")
    ROLE_PROVEN = "role.proven", _("{actor} saw a role on {object} proven")
    ROLE_ENDED = "role.ended", _("{actor} recorded the end of a role on {object}")
    ROLE_TO_REMOVE = "role.to_remove", _("A role on {object} must be taken away")
    ROLE_REMOVED = "role.removed", _("{actor} confirmed that a role on {object} is gone: who held it has left")
    ROLE_DUE = "role.due", _("Communications was asked to see again that a role on {object} is held")

    # Secrets: the field, never its value
    SECRET_DEPOSITED = "secret.deposited", _("{actor} deposited the {field} of {object}")
    SECRET_VERIFIED = "secret.verified", _("{actor} verified the {field} of {object}")
    SECRET_REFUSED = "secret.refused", _("{actor} refused the {field} of {object}")
    SECRET_SUPERSEDED = "secret.superseded", _("The {field} of {object} was superseded")
    SECRET_TAKEN_OUT = "secret.taken_out", _("{actor} said that the {field} of {object} is no longer in use")
    SIGN_UP_CHANGED = "account.sign_up_changed", _("{actor} changed the sign-up address of {object}")
    SECRET_DESTROYED = "secret.destroyed", _("A superseded {field} of {object} was destroyed")
    SECRET_REVEAL_INTENDED = "secret.reveal_intended", _("{actor} asked to open the {field} of {object}")
    SECRET_REVEALED = "secret.revealed", _("{actor} revealed the {field} of {object}")
    REVEAL_DENIED = "secret.reveal_denied", _("{actor} was refused the {field} of {object}")
    REVEAL_FAILED = "secret.reveal_failed", _("The {field} of {object} could not be opened for {actor}")
    SECRET_TYPED = "secret.typed", _("{actor} typed a password or code of {object} into a text")
    SECRET_TRIED = "secret.tried", _("{actor} said whether the {field} of {object} worked")
    SECRET_CODE_USED = "secret.code_used", _("{actor} used a backup code of {object}")
    DROP_MADE = "drop.made", _("{actor} made a link for handing in the {field} of {object}")
    DROP_REVOKED = "drop.revoked", _("{actor} revoked a link for handing in the {field} of {object}")
    DROP_LEFT = "drop.left", _("Somebody left the {field} of {object} by a link")
    DROP_CONFIRMED = "drop.confirmed", _("{actor} confirmed the {field} of {object}, left by a link")
    DROP_DISCARDED = "drop.discarded", _("{actor} discarded the {field} of {object}, left by a link")
    DROP_LAPSED = "drop.lapsed", _("Time ran out for a link for handing in the {field} of {object}")
    DROP_PURGED = "drop.purged", _("What a link for {object} said of a student was taken out")
    # Getting back in
    HANDED_IN = "account.handed_in", _("{actor} noted how {object} stood when it was handed in")
    RECOVERY_OPENED = "recovery.opened", _("{actor} said that nobody can sign in to {object}")
    RECOVERY_STEP = "recovery.step", _("{actor} ticked a step of getting back into {object}")
    RECOVERY_STEP_UNDONE = "recovery.step_undone", _("{actor} took the tick off a step of getting back into {object}")
    RECOVERY_CLOSED = "recovery.closed", _("{actor} got back into {object}")
    RECOVERY_GIVEN_UP = "recovery.given_up", _("{actor} gave up getting back into {object}")

    # Drills
    DRILLS_PLANNED = "drill.planned", _("{actor} changed how often it is proven that one can get in")
    DRILL_DRAWN = "drill.drawn", _("{object} was drawn for a recovery drill")
    DRILL_STARTED = "drill.started", _("{actor} asked for a recovery drill of {object}")
    DRILL_PASSED = "drill.passed", _("{actor} signed in to {object} with what is stored: the drill is passed")
    DRILL_FAILED = "drill.failed", _("{actor} could not get in to {object} with what is stored: the drill failed")
    DRILL_DROPPED = "drill.dropped", _("A recovery drill of {object} was dropped: the account is no longer in use")

    # Who knows a secret, and secrets that must change
    KNOWLEDGE_DECLARED = "knowledge.declared", _("{actor} declared who else knows the {field} of {object}")
    KNOWLEDGE_WITHDRAWN = (
        "knowledge.withdrawn",
        _("{actor} withdrew a declaration of who knows the {field} of {object}"),
    )
    ROTATION_OPENED = "rotation.opened", _("The {field} of {object} must change")
    ROTATION_REASON_ADDED = "rotation.reason_added", _("There is another reason to change the {field} of {object}")
    ROTATION_ASSIGNED = "rotation.assigned", _("{actor} said who changes the {field} of {object}")
    ROTATION_PASSED_ON = "rotation.passed_on", _("The change of the {field} of {object} passed on to who may see to it")
    ROTATION_MERGED = "rotation.merged", _("The change of the {field} of {object} is part of the whole sign-in now")
    ROTATION_SESSIONS_OUT = (
        "rotation.sessions_out",
        _("{actor} confirmed that other sessions of {object} are signed out"),
    )
    ROTATION_REMINDED = "rotation.reminded", _("A letter said that the {field} of {object} is to be changed")
    ROTATION_CLOSED = "rotation.closed", _("The {field} of {object} has changed, as it had to")
    ROTATION_DROPPED = "rotation.dropped", _("The {field} of {object} need not change after all")
    ROTATION_TERMS_CHANGED = "rotation.terms_changed", _("{actor} changed when passwords must change")

    # Health: what needs care, and from when on
    HEALTH_TERMS_CHANGED = "health.terms_changed", _("{actor} changed when an account needs care")
    HEALTH_REPORTED = "health.reported", _("The week’s letters about accounts that need care were written")

    # Every secret at once
    KIT_ASKED = "kit.asked", _("{actor} asked for the break-glass kit {object}")
    KIT_AGREED = "kit.agreed", _("{actor} agreed, as the second of two, to the break-glass kit {object}")
    KIT_CANCELLED = "kit.cancelled", _("{actor} cancelled the break-glass kit {object}")
    KIT_LAPSED = "kit.lapsed", _("The break-glass kit {object} lapsed: its 15 minutes were over")
    KIT_HALF_SHOWN = "kit.half_shown", _("{actor} saw one half of the passphrase of the break-glass kit {object}")
    KIT_OPENED = "kit.opened", _("{actor} opened every stored secret for the break-glass kit {object}")
    KIT_FAILED = "kit.failed", _("The break-glass kit {object} could not be made for {actor}")
    KIT_HALF_FAILED = "kit.half_failed", _("A half of the passphrase of the break-glass kit {object} did not open")
    KIT_DOWNLOADED = "kit.downloaded", _("{actor} downloaded the break-glass kit {object}")
    KIT_DESTROYED = "kit.destroyed", _("{actor} recorded that the break-glass kit {object} is destroyed")
    IMPORT_READ = "import.read", _("{actor} brought logins from a password manager to look at: {object}")
    IMPORT_NOT_READ = "import.not_read", _("A file of a password manager that {actor} brought could not be read")
    IMPORT_DEPOSITED = "import.deposited", _("{actor} deposited logins from a password manager: {object}")
    IMPORT_DROPPED = "import.dropped", _("Logins brought from a password manager were dropped: {object}")

    # Views of lists
    VIEW_SAVED = "view.saved", _("{actor} saved the view {object}")
    VIEW_CHANGED = "view.changed", _("{actor} changed the view {object}")
    VIEW_REMOVED = "view.removed", _("{actor} removed the view {object}")
    VIEW_BEGUN_WITH = "view.begun_with", _("{actor} begins a list with the view {object} from now on")
    VIEW_NOT_BEGUN_WITH = "view.not_begun_with", _("{actor} no longer begins a list with the view {object}")

    # Letters
    LETTER_SENT = "letter.sent", _("A letter about {object} was sent")
    LETTER_FAILED = "letter.failed", _("A letter about {object} could not be sent")
    LETTERS_DROPPED = "letter.many_dropped", _("{actor} dropped letters that had waited too long")
    LETTER_DROPPED = "letter.dropped", _("A letter about {object} was dropped: it no longer made sense")

    # Keys
    KEY_ADDED = "key.added", _("The key {object} was added, and waits until every process holds it")
    KEY_PROMOTED = "key.promoted", _("The key {object} seals from now on")
    KEY_REWRAPPED = "key.rewrapped", _("Secrets were put under the key {object}; none was opened")
    KEY_RETIRED = "key.retired", _("The key {object} was retired: nothing needs it any more")
    KEY_DESTROYED = "key.destroyed", _("The key {object} was destroyed")
    KEY_COMPROMISED = "key.compromised", _("The key {object} was marked as compromised")
    KEY_EXPOSED = "key.exposed", _("What the key {object} sealed was listed, to be changed")
    VAULT_VERIFIED = "vault.verified", _("{actor} checked every seal of the vault")
    VAULT_FAULTY = (
        "vault.faulty",
        _("{actor} checked every seal of the vault and found some that are not as they were left"),
    )

    # Records that leave the house by law (Minn. Stat. ch. 13)
    RECORDS_BEGUN = "records.begun", _("{actor} began to put the public records {object} together")
    RECORDS_LOOKED = "records.looked", _("{actor} looked through texts of the public records {object}")
    RECORDS_MADE = "records.made", _("{actor} made the file of the public records {object}")
    DATA_SHOWN = "data.shown", _("{actor} looked at what is held about {object}")
    DATA_TAKEN = "data.taken", _("{actor} took out what is held about {object}")

    # Reports
    REPORT_MADE = "report.made", _("{actor} made the report “{object}”")
    REPORT_SCHEDULED = "report.scheduled", _("{actor} asked to be told of the report “{object}” by letter")
    REPORT_UNSCHEDULED = "report.unscheduled", _("The letters about the report “{object}” ended")

    # The trail and the house
    TRAIL_READ = "trail.read", _("{actor} read the trail")
    TRAIL_SEALED = "trail.sealed", _("{actor} sealed the trail")
    TRAIL_ANCHORED = "trail.anchored", _("{actor} left the seal outside the database")
    TRAIL_NOT_ANCHORED = "trail.not_anchored", _("The seal could not be left outside the database")
    OVERVIEW_EXPORTED = "overview.exported", _("{actor} downloaded the figures of the overview")
    TRAIL_EXPORTED = "trail.exported", _("{actor} took a copy of entries of the trail")
    TRAIL_COPY_STOPPED = "trail.copy_stopped", _("{actor} stopped taking a copy of the trail")
    TRAIL_ORIGINS_BLANKED = "trail.origins_blanked", _("{actor} blanked network addresses and browsers of old entries")
    TRAIL_VERIFIED = "trail.verified", _("{actor} checked the chain")
    TRAIL_BROKEN = "trail.broken", _("{actor} checked the chain and found it broken")
    RETENTION_SET = "trail.retention_set", _("{actor} set how long entries of the trail are kept: {object}")
    TRAIL_HOLD_PLACED = "trail.hold_placed", _("{actor} placed entries of the trail under legal hold: {object}")
    TRAIL_HOLD_LIFTED = "trail.hold_lifted", _("{actor} lifted a legal hold of the trail: {object}")
    TRAIL_DISPOSED = "trail.disposed", _("{actor} removed old entries of the trail, as two people had agreed")
    VAULT_SEALED = "vault.sealed", _("The vault was found sealed")
    ACCESS_DENIED = "access.denied", _("{actor} was refused something")
    DEMO_LOADED = "demo.loaded", _("{actor} loaded the demo district")


def event_choices() -> list[tuple[str, Any]]:
    """For the column: a function, so that a new sentence needs no migration."""
    return list(Event.choices)
