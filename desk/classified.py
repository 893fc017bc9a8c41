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
