"""The classes of how accounts end, and of what went wrong with them."""

from django.utils.translation import gettext_lazy as _

from registry.classes import Kept, classify

classify(
    "accounts.Sunset", _("End of a platform"), Kept.SETTING,
    public="id platform becomes ends_on begun_at begun_by", words="words",
)  # fmt: skip
classify(
    "accounts.Closing", _("End of an account"), Kept.REGISTER, account="account",
    public="id uuid account kind why planned_on replaced_by state was sunset reference asked_at asked_by begun_at"
    " begun_by stopped_at reminded_on closed_at closed_by",
    words="words archive closed_why",
)  # fmt: skip
classify(
    "accounts.ClosingStep", _("Step of an end"), Kept.REGISTER, account="closing__account",
    public="id closing code done_at done_by", words="note",
)  # fmt: skip
classify(
    "accounts.Tombstone", _("Tombstone"), Kept.REGISTER, account="account",
    public="id uuid platform handle key url account why since made_by redirect_to lifted_at lifted_by revived_as",
    words="advice",
)  # fmt: skip
classify(
    "accounts.LegalHold", _("Legal hold"), Kept.REGISTER, account="account",
    public="id account placed_at placed_by lifted_at lifted_by", inquiry="why words lifted_why",
)  # fmt: skip
classify(
    "accounts.TrailHold", _("Legal hold of the audit trail"), Kept.TRAIL,
    public="id unit since until placed_at placed_by lifted_at lifted_by", inquiry="why words lifted_why",
)  # fmt: skip
classify(
    "accounts.Compromise", _("Time of not being trusted"), Kept.REGISTER, account="account",
    public="id account marked_at marked_by over_at over_by", security="words over_why",
)  # fmt: skip
classify(
    "accounts.Incident", _("Incident to report"), Kept.REGISTER, account="compromise__account",
    public="id compromise identified_at described_at described_by reported_at closed_at closed_by",
    words="reference", security="exposed waived_why",
)  # fmt: skip
classify(
    "accounts.Recovery", _("Recovery of an account"), Kept.REGISTER, account="account",
    public="id uuid account opened_at opened_by closed_at closed_by", security="why words outcome closed_why",
)  # fmt: skip
classify(
    "accounts.RecoveryStep", _("Step of a recovery"), Kept.REGISTER, account="recovery__account",
    security="id recovery position text done_at done_by",
)  # fmt: skip
