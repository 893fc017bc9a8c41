"""What can go wrong in the vault. No message ever carries key bytes or plaintext."""


class VaultError(Exception):
    """The root of everything this room raises."""


class Unreadable(VaultError):
    """The stored form does not open: tampered with, swapped, cut short, or sealed for something else.

    One answer whatever is wrong with a ciphertext, so that a refusal teaches nothing about it.
    """


class UnknownFormat(Unreadable):
    """The stored form names a format this release does not know. Never read as anything else."""


class UnknownAlgorithm(Unreadable):
    """The stored form names an algorithm this release does not know. Never read as anything else."""


class UnknownKey(VaultError):
    """No usable key has this id: the ring does not hold it, or holds it as destroyed."""

    def __init__(self, kid: str) -> None:
        super().__init__(f"No usable key has the id {kid!r}.")
        self.kid = kid


class BadKey(VaultError):
    """A key or a ring of keys that breaks the rules: wrong length, no primary, two of one id."""


class NotText(VaultError):
    """What was given to be sealed cannot be written as UTF-8."""


class WrongInstance(VaultError):
    """Something was to be sealed for an instance other than the vault's own."""
