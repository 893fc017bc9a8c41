"""The classes of the trail, the letters, and what the ground floor remembers."""

from django.utils.translation import gettext_lazy as _

from registry.classes.register import classify
from registry.classes.words import Kept

classify(
    "audit.Entry", _("Entry of the audit trail"), Kept.TRAIL,
    public="seq at action outcome severity app_version",
    personnel="actor_id actor_label actor_roles on_behalf_of object_type object_id object_label unit_id reason_code"
    " reason_text before after reference",
    access="auth_methods",
    security="event_id session_hash request_id field_code secret_version kid seen_version_hash blob_hmac rule_id"
    " origin_hash chain_kid prev_hash hash",
)  # fmt: skip
classify(
    "audit.Origin", _("Where an entry came from"), Kept.ORIGIN, public="seq", access="source_ip user_agent",
    security="salt",
)  # fmt: skip
classify("audit.Head", _("End of the audit trail"), Kept.SYSTEM, public="id seq", security="hash")
classify(
    "audit.Seal", _("Seal of the audit trail"), Kept.TRAIL, public="id first last root signed_at signature",
    security="kid",
)  # fmt: skip
classify(
    "audit.Schedule", _("How long the audit trail is kept"), Kept.SETTING,
    public="id kind years authority starts_on made_at",
)  # fmt: skip
classify(
    "audit.Removal", _("What was disposed of in the audit trail"), Kept.TRAIL,
    public="id disposal first last root signed_at signature", security="kid",
)  # fmt: skip
classify(
    "outbox.Letter", _("Letter"), Kept.STAFF, about="to", public="id",
    personnel="template to about_kind about_id about_label language created_at state sent_at gathered_into",
    security="ids key tries next_try_at claimed_until message_id last_error",
)  # fmt: skip
classify(
    "registry.KeyCheck", _("Key"), Kept.SYSTEM,
    security="id purpose kid check_value first_seen_at replaced_at emptied_at retired_at compromised_at destroyed_at",
)  # fmt: skip
classify("registry.Process", _("Process of the site"), Kept.SYSTEM, security="id name kind keys started_at seen_at")
classify("registry.Instance", _("Installation"), Kept.SYSTEM, public="id first_seen_at", security="identity")
classify(
    "registry.Holiday", _("Holiday"), Kept.SETTING,
    public="id name starts_on ends_on added_at added_by removed_at removed_by",
)  # fmt: skip
