"""A seed as a picture that an authenticator scans: drawn here, of the answer that shows it and nowhere else."""

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from accounts import otpauth
from accounts.models import Account, SecretField
from accounts.rules.values import normalised
from registry.vault import Secret

BORDER = 4
SCAN_SECONDS = 90


@dataclass(frozen=True)
class Picture:
    """One path of an SVG, and how many squares it is wide and high."""

    path: str
    size: int


def qr_of(text: str) -> Picture:
    """The QR code of a text, with the quiet edge that scanners need."""
    code = QRCode(border=BORDER, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Picture("".join(dark), len(rows))


def picture_of(account: Account, seed: Secret) -> Picture:
    """The seed as a QR code, named after the account."""
    says = otpauth.parse(normalised(SecretField.SEED, seed).expose())
    return qr_of(says.address(issuer=account.platform.name, label=account.handle or account.name))
