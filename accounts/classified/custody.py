"""The classes of custody, handoffs and attestations."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "accounts.Custody", _("Custody"), Kept.REGISTER, account="account", about="custodian",
    public="id account custodian position state interim unverified passing_since offered_at offered_by accepted_at"
    " accepted_policy declined_at ended_at ended_by",
    printed="accepted_text", personnel="declined_why ended_why",
)  # fmt: skip
classify(
    "accounts.BackupCustodian", _("Backup custodian"), Kept.REGISTER, account="account", about="person",
    public="id account person since named_by ended_at ended_by",
)  # fmt: skip
classify(
    "accounts.Handoff", _("Handoff"), Kept.REGISTER, account="account", about="giver",
    public="id uuid account giver taker custody state offered_at offered_by answer_by accepted_at wanted_on verified_at"
    " verified_by closed_at closed_by passed_to reminded_on",
    words="words closed_why", personnel="why",
)  # fmt: skip
classify("accounts.CustodyTerms", _("Terms of custody"), Kept.SETTING, public="id answer_days finish_days")
classify(
    "accounts.OutsideCustodian", _("Custodian of another organization"), Kept.REGISTER, account="account",
    public="id account organization role host_school policy ends_on recorded_at recorded_by over_since ended_at"
    " ended_by",
    words="contact ended_why",
)  # fmt: skip
classify(
    "accounts.Attestation", _("Attestation"), Kept.REGISTER, account="account", about="by",
    public="id uuid account by at valid_until guidelines_kept",
    personnel="next_custodian", security="students class_year password devices_out recovery_is_ours backup_stays",
)  # fmt: skip
classify(
    "accounts.Packet", _("Packet of a campaign"), Kept.REGISTER, account="account", about="custodian",
    public="id uuid campaign account custodian due_on state opened_at answered_at answered_by attestation handoff"
    " asked_at asked_by stage stage_on",
    words="why declined_why",
)  # fmt: skip
