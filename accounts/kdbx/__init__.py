"""Password files in KeePass's format: written as KDBX 4, read as KDBX 3.1 and 4.

The format is what KeePass, KeePassXC and their apps for phones open. Ciphers and Argon2 come from `cryptography` and
`argon2-cffi`; only the layout is ours. It knows no database, no settings and no clock, and touches no disk.
"""

from accounts.kdbx.document import Entry, Field
from accounts.kdbx.errors import Damaged, Foreign, TooLarge, Twofish, Unopenable, WrongPassphrase
from accounts.kdbx.kdf import REAL, Cost
from accounts.kdbx.reading import MAGIC, read
from accounts.kdbx.writing import write

__all__ = [
    "MAGIC",
    "REAL",
    "Cost",
    "Damaged",
    "Entry",
    "Field",
    "Foreign",
    "TooLarge",
    "Twofish",
    "Unopenable",
    "WrongPassphrase",
    "read",
    "write",
]
