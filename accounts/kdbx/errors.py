"""Why a file does not open. None of these carries anything that was in it."""


class Unopenable(Exception):  # noqa: N818 - said on a page, like a refusal
    """The file cannot be read."""


class Foreign(Unopenable):
    """It is none of KeePass's, or asks for something we do not know: another cipher, a key file."""


class Twofish(Foreign):
    """It is encrypted with Twofish, of which the library of ciphers has none."""


class Damaged(Unopenable):
    """It is cut short or was changed after it was written."""


class WrongPassphrase(Unopenable):
    """The passphrase is not the file's (or it needs a key file beside it, which looks the same)."""


class TooLarge(Unopenable):
    """It would unpack to more, hold more entries, or take longer to open than we allow."""
