"""The classes of people, offices and the policy."""

from django.utils.translation import gettext_lazy as _

from registry.classes.register import classify
from registry.classes.words import Kept

classify("people.Unit", _("School or department"), Kept.SETTING, public="id name short_name kind parent path")
classify(
    "people.User", _("Person"), Kept.STAFF, about="id",
    staff="id email name title unit is_active left_on",
    personnel="language daily_letter invited_at invited_by",
    access="last_login factor_changed_at",
    security="password session_round last_code searched",
)  # fmt: skip
classify(
    "people.Absence", _("Absence"), Kept.STAFF, about="person",
    public="id", personnel="person starts_on ends_on made_by made_at ended_at ended_by",
)  # fmt: skip
classify(
    "people.Appointment", _("Appointment to an office"), Kept.STAFF, about="person",
    staff="id person office unit starts_on ends_on on_behalf_of appointed_by made_at ended_at ended_by",
)  # fmt: skip
classify(
    "people.Departure", _("Departure"), Kept.STAFF, about="person",
    public="id", personnel="person why last_day made_by made_at done_at taken_back_at taken_back_by",
)  # fmt: skip
classify(
    "people.Proposal", _("Proposal that two sign"), Kept.STAFF, about="person",
    public="id kind state prepared_by prepared_at first first_at second closed_at closed_by",
    staff="office starts_on ends_on appointment", personnel="person subject",
)  # fmt: skip
classify(
    "people.Disposal", _("Disposal of entries of the audit trail"), Kept.TRAIL,
    public="id proposal schedule authority office segments entries begins_at ends_at written_at removed_at runs kinds",
)  # fmt: skip
classify(
    "policy.PolicyVersion", _("Version of the policy"), Kept.SETTING,
    public="id number title text_hash published_at published_by", printed="summary body guidelines",
)  # fmt: skip
classify(
    "policy.Acknowledgement", _("Confirmation of the policy"), Kept.STAFF, about="person",
    public="id version", personnel="person text_hash at on_paper signed_on recorded_by",
)  # fmt: skip
