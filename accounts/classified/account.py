"""The classes of an account, its set-up and who may post there."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "accounts.Platform", _("Platform"), Kept.SETTING,
    public="id slug name glyph category access_model state minimum_age hosts patterns reserved handle_pattern"
    " address_form roles folds_case order",
    printed="steps_password steps_sessions steps_roles steps_recovery",
)  # fmt: skip
classify(
    "accounts.Account", _("Official account"), Kept.REGISTER, account="pk",
    public="id uuid platform unit klass state handle key url display_name group shows_students under_13"
    " retroactive opened_at opened_by activated_at activated_by retired_at retired_by provisional_until suspended_at",
    words="purpose audience suspended_why", security="email searched",
)  # fmt: skip
classify(
    "accounts.SetupTask", _("Task of a set-up"), Kept.REGISTER, account="account",
    public="id account code done_at done_by",
)  # fmt: skip
classify(
    "accounts.Poster", _("Designation to post"), Kept.REGISTER, account="account", about="person",
    public="id uuid account unit person state starts_on ends_on proposed_at proposed_by designated_at designated_by"
    " closed_at closed_by",
    personnel="closed_why", security="may_reveal",
)  # fmt: skip
classify(
    "accounts.RoleHolder", _("Role on a platform"), Kept.REGISTER, account="account", about="person",
    public="id account person level called since recorded_by ended_at ended_by",
    security="signs_in proven_at proven_by prove_by asked_at to_remove_since",
)  # fmt: skip
classify(
    "accounts.Authorization", _("Authorization"), Kept.REGISTER, request="item__request", about="person",
    public="id uuid person kind unit platform starts_on ends_on parental_consent reference granted_at granted_by"
    " revoked_at revoked_by",
    words="scope conditions", personnel="revoked_why",
)  # fmt: skip
classify(
    "accounts.AccountHealth", _("Health of an account"), Kept.REGISTER, account="account",
    security="account state reasons place number since told told_on",
)  # fmt: skip
classify(
    "accounts.HealthTerms", _("Terms of health"), Kept.SETTING,
    public="id platform klass checked_days verify_days custodian_days attest_days silent_days",
)  # fmt: skip
classify(
    "accounts.HealthReport", _("Weekly count of health"), Kept.REGISTER,
    public="id week_of on", security="risk attention worse",
)  # fmt: skip
classify(
    "accounts.EyesOnCheck", _("Look at an account"), Kept.REGISTER, account="account", about="by",
    public="id account checked_on seen last_active_on at by", words="note",
)  # fmt: skip
classify(
    "accounts.AccountPast", _("How an account stood"), Kept.REGISTER, account="account",
    public="id account from_on until_on unit platform klass state", security="health reasons verified",
)  # fmt: skip
