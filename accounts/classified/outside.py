"""The classes of what is known of accounts that are not ours, and of what others hand in."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "accounts.Found", _("Account that is not ours"), Kept.REGISTER, about="poses_as conflict_with",
    public="id uuid account kind status found_at found_by handler due_on reminded_on passed_on ours formerly ended_at"
    " ended_by closed_how",
    words="claims", students="made_by_students", personnel="poses_as conflict_with conflict_since conflict_end",
)  # fmt: skip
classify(
    "accounts.FoundNote", _("Note on an account that is not ours"), Kept.REGISTER,
    public="id found kind on channel letter answer at by", words="who words url reference",
)  # fmt: skip
classify(
    "accounts.HandIn", _("Who made an account that is handed in"), Kept.STUDENTS, account="account",
    public="id account", students="made_by head_count class_year", security="email phone",
)  # fmt: skip
classify(
    "accounts.Drop", _("Link to hand a login in"), Kept.STUDENTS, account="account",
    students="bearer class_year guardian guardian_on note",
    security="id uuid account fields token_hash nonce_hash state made_at made_by expires_at left_at left_fields receipt"
    " closed_at closed_by closed_why purged_at kid wrapped_key blob",
)  # fmt: skip
