"""What a district brings from a password manager: files read in memory, each entry as the vault's own fields."""

from accounts.managers.entries import MOST, Brought, packed, unpacked
from accounts.managers.files import LARGEST, NotRead, Read, read, too_large

__all__ = [
    "LARGEST",
    "MOST",
    "Brought",
    "NotRead",
    "Read",
    "packed",
    "read",
    "too_large",
    "unpacked",
]
