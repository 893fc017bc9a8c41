"""The classes of what gets one in, who knows it, and how it is kept: all of it security information."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "accounts.SecretVersion", _("Version of a secret"), Kept.SECRET, account="account",
    security="id account field slot version state is_current kid wrapped_key blob fingerprint fingerprint_kid holder"
    " holder_person factor_kind replace_by deposited_at deposited_by verified_at verified_by refused_at refused_by"
    " refused_why superseded_at destroyed_at used_at used_by out_of_use_at out_of_use_by out_of_use_why drop",
)  # fmt: skip
classify(
    "accounts.Exposure", _("Knowledge of a secret"), Kept.SECRET, account="secret__account",
    students="head_count class_year",
    security="id secret kind at person described declared_at declared_by withdrawn_at withdrawn_by withdrawn_why reveal"
    " kit",
)  # fmt: skip
classify(
    "accounts.Reveal", _("Reveal"), Kept.REGISTER, account="account",
    security="id uuid account person field slot reason_code reason nonce_hash at until extended_at worked failed_at"
    " codes_shown",
)  # fmt: skip
classify(
    "accounts.Rotation", _("Change of a secret that is due"), Kept.REGISTER, account="account",
    security="id uuid account field owner due_on opened_at opened_by reminded_on sessions_out_at sessions_out_by"
    " closed_at closed_by closed_version dropped_why",
)  # fmt: skip
classify(
    "accounts.RotationReason", _("Reason for a change"), Kept.REGISTER, account="rotation__account",
    security="id rotation kind person declaration words added_at added_by withdrawn_at",
)  # fmt: skip
classify(
    "accounts.PasswordImport", _("Import from a password manager"), Kept.BRIEF,
    security="id uuid person source entries deposited skipped at until closed_at kid wrapped_key blob",
)  # fmt: skip
classify(
    "accounts.Kit", _("Break-glass kit"), Kept.REGISTER,
    security="id uuid state reason asked_by asked_for asked_at agreed_by agreed_at until downloaded_at sha256 entries"
    " unreadable closed_at closed_by destroyed_at destroyed_by destroyed_how",
)  # fmt: skip
classify(
    "accounts.KitHalf", _("Half of a kit’s passphrase"), Kept.BRIEF,
    security="id kit slot person seen_at kid wrapped_key blob",
)  # fmt: skip
classify(
    "accounts.Drill", _("Recovery drill"), Kept.REGISTER, account="account",
    security="id account round state opened_at opened_by due_on closed_at closed_by minutes step note",
)  # fmt: skip
