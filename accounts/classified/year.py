"""The classes of the school year and of what a district sets."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "accounts.Season", _("Season"), Kept.SETTING,
    public="id code name school_year starts_on ends_on added_at added_by removed_at removed_by",
)  # fmt: skip
classify(
    "accounts.AccountSeason", _("Season of an account"), Kept.REGISTER, account="account",
    public="id account code name set_at set_by ended_at ended_by",
)  # fmt: skip
classify("accounts.Graduation", _("Day of graduation"), Kept.SETTING, public="id class_year on set_at set_by")
classify(
    "accounts.Campaign", _("Campaign"), Kept.REGISTER,
    public="id uuid title kind unit season class_year due_on opened_at opened_by closed_at closed_by",
    words="cancelled_why",
)  # fmt: skip
classify("accounts.ProofPlan", _("Plan of drills"), Kept.SETTING, security="id drill_size drill_days role_months")
classify("accounts.DrillRound", _("Round of drills"), Kept.REGISTER, security="id year seed drawn_at population size")
classify(
    "accounts.RotationTerms", _("Terms of changes"), Kept.SETTING,
    public="id urgent_days other_days graduates_month graduates_day",
)  # fmt: skip
classify("accounts.AgeLimit", _("How old a password may become"), Kept.SETTING, public="id platform klass days")
classify("accounts.CampaignTerms", _("Terms of campaigns"), Kept.SETTING, public="id remind_days step_days")
