"""By what somebody had shown who they are when they acted, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WORDS = {
    "password": gettext_lazy("password"), "socialaccount": gettext_lazy("single sign-on"),
    "totp": gettext_lazy("authenticator"), "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery code"), "mfa": gettext_lazy("second factor"),
    "code": gettext_lazy("code by e-mail"),
}  # fmt: skip


def proofs_in_words(proofs: list[dict[str, Any]]) -> str:
    """“Password 12 minutes before, authenticator 3 minutes before.” Empty for none."""
    said = []
    for proof in proofs:
        name = WORDS.get(str(proof.get("type") or proof.get("method")), proof.get("method", ""))
        minutes = int(proof.get("age", 0)) // 60
        ago = ngettext("%(minutes)s minute before", "%(minutes)s minutes before", minutes) % {"minutes": minutes}
        said.append(_("%(proof)s %(ago)s") % {"proof": name, "ago": ago})
    return ", ".join(said)
