"""The classes of rounds, seats and decisions."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

# A round's text is the whole request as it was decided on, with everything in it that is not public.
classify(
    "approvals.Round", _("Round of decisions"), Kept.REGISTER, request="request",
    public="id request number text_hash outcome opened_at opened_by closed_at", security="text",
)  # fmt: skip
classify(
    "approvals.Seat", _("Seat of an office"), Kept.REGISTER, request="round__request",
    public="id round step office unit asked appointment turn days opened_at due_on asked_on first_asked reminded_on"
    " escalated_on stuck_on",
    personnel="why instead_of passed",
)  # fmt: skip
classify(
    "approvals.Decision", _("Decision"), Kept.REGISTER, request="round__request", about="by",
    public="id seat round answer by office appointment on_behalf_of recorded_by requester custodian backup text_hash"
    " offline emergency at",
    words="note",
)  # fmt: skip
classify(
    "approvals.ItemAnswer", _("Answer about an item"), Kept.REGISTER, request="decision__round__request",
    public="id decision item approved", words="note",
)  # fmt: skip
# A picture of paper cannot be looked through field by field: a person copies it, covers what must be covered.
classify(
    "approvals.Scan", _("Scan of a decision on paper"), Kept.REGISTER, request="decision__round__request",
    public="id decision kind sha256 decided_on objected_at settled_at settled_by stands",
    words="objection settled_why", personnel="content",
)  # fmt: skip
classify(
    "approvals.Condition", _("Condition of an approval"), Kept.REGISTER, request="request",
    public="id request decision due_on before_live done_at done_by confirmed_at confirmed_by waived_at waived_by",
    words="text waived_why",
)  # fmt: skip
