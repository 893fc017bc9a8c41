"""A set-up key as a picture that an authenticator scans: drawn here, of the answer that shows it and nowhere else."""

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

BORDER = 4


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
