"""The vault: sealing and opening, with the standard library and `cryptography` alone.

It knows no settings, no database and no clock; whoever calls it brings the keys.
"""

from .box import Box
from .changing import with_added, with_destroyed, with_promoted
from .errors import (
    BadKey,
    NotText,
    UnknownAlgorithm,
    UnknownFormat,
    UnknownKey,
    Unreadable,
    VaultError,
    WrongInstance,
)
from .fingerprint import fingerprint, fingerprints
from .keyfile import Keyfile
from .keys import Key, Ring, State
from .secret import Secret
from .signing import fits, public_of, sign
from .vault import Binding, Sealed, Vault

__all__ = [
    "BadKey",
    "Binding",
    "Box",
    "Key",
    "Keyfile",
    "NotText",
    "Ring",
    "Sealed",
    "Secret",
    "State",
    "UnknownAlgorithm",
    "UnknownFormat",
    "UnknownKey",
    "Unreadable",
    "Vault",
    "VaultError",
    "WrongInstance",
    "fingerprint",
    "fingerprints",
    "fits",
    "public_of",
    "sign",
    "with_added",
    "with_destroyed",
    "with_promoted",
]
