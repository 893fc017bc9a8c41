"""The classes of requests and of what is said about them."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify("approvals.Route", _("Route"), Kept.SETTING, public="id kind changed_at changed_by")
classify("approvals.RouteStep", _("Step of a route"), Kept.SETTING, public="id route step office days")
classify(
    "approvals.Request", _("Request"), Kept.REGISTER, request="pk",
    about="requester first_requester",
    public="id kind status requester first_requester taken_over_at unit klass group display_name students_involved"
    " under_13 launch_on wants_logo images_plan images_promise custodian position backup earlier starts_on ends_on"
    " parental_consent made_by since_year created_at changed_at submitted_at approved_at closed_at reminded_on"
    " expiry_warned_on",
    words="title purpose audience posters scope differs closed_why",
    personnel="contact_note", students="made_by_number made_by_class_year",
    security="hangs_on_email hangs_on_phone staff_can_sign_in email typed searched",
)  # fmt: skip
classify(
    "approvals.Item", _("Item of a request"), Kept.REGISTER, request="request",
    public="id request position platform handle key url authorization answer live account granted dropped_at",
)  # fmt: skip
classify(
    "approvals.Comment", _("Comment on a request"), Kept.REGISTER, request="request", about="by", apart="private",
    public="id request by at private", words="text",
)  # fmt: skip
classify(
    "approvals.Mention", _("Mention in a comment"), Kept.REGISTER, about="person",
    public="id comment", personnel="person",
)  # fmt: skip
classify(
    "approvals.Follow", _("Follower of a request"), Kept.REGISTER, about="person",
    public="id request", personnel="person on at",
)  # fmt: skip
