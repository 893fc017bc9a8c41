"""The classes of what the top floor keeps, read when the inventory is (`registry.classes`)."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "desk.Disclosure", _("Public records that were put together"), Kept.REGISTER,
    public="id uuid accounts requests begun_at begun_by made_at made_by sha256 rows", words="subject",
)  # fmt: skip
classify(
    "desk.Look", _("Look at a text that goes out"), Kept.REGISTER,
    public="id disclosure table row field goes at by", words="text", security="seen_hash",
)  # fmt: skip
classify(
    "desk.SavedView", _("View of a list"), Kept.SETTING, about="owner",
    public="id uuid list shared unit saved_at removed_at removed_by", personnel="owner name query",
)  # fmt: skip
classify("desk.StartView", _("View that a list begins with"), Kept.SETTING, about="person",
         public="id", personnel="person list view")  # fmt: skip
classify(
    "desk.ReportSchedule", _("Report told by letter"), Kept.STAFF, about="person",
    public="id uuid", personnel="person report query rhythm made_at told_on ended_at ended_why",
)  # fmt: skip
