"""The seed of an authenticator, with all it says about its codes (RFC 6238, and Google's key URI format).

Platforms hand out keys of 80 bits; libraries that insist on 112 would keep those accounts out of the vault. No sentence
repeats what was typed.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from django.utils.translation import gettext as _

SCHEME = "otpauth://"
ALGORITHMS = ("SHA1", "SHA256", "SHA512")
DIGITS = ("6", "7", "8")
PERIODS = range(10, 301)
SHORTEST, LONGEST = 16, 512


class Broken(ValueError):  # noqa: N818 - an answer for the person, like a refusal
    """What was given is no seed that makes codes; the text is the sentence for the person."""


@dataclass(frozen=True)
class Seed:
    """What an authenticator needs: the key in base32, and how it makes codes."""

    key: str = field(repr=False)
    algorithm: str = "SHA1"
    digits: int = 6
    period: int = 30

    @property
    def bytes(self) -> bytes:
        """The key itself."""
        return _decoded(self.key)

    @property
    def text(self) -> str:
        """Its one spelling, which is what gets sealed: the bare key where the codes are the usual ones."""
        usual = (self.algorithm, self.digits, self.period) == ("SHA1", 6, 30)
        return self.key if usual else f"{SCHEME}totp/?{urlencode(self._facts())}"

    def address(self, *, issuer: str, label: str) -> str:
        """The otpauth address that an authenticator reads from a picture."""
        name = f"{quote(issuer.replace(':', ' '))}:{quote(label.replace(':', ' '))}"
        return f"{SCHEME}totp/{name}?{urlencode({**self._facts(), 'issuer': issuer}, quote_via=quote)}"

    def _facts(self) -> dict[str, str | int]:
        return {"secret": self.key, "algorithm": self.algorithm, "digits": self.digits, "period": self.period}


def parse(text: str) -> Seed:
    """The seed that a platform shows as letters, or as an otpauth address. Raises `Broken`."""
    text = text.strip()
    if text.casefold().startswith("otpauth-migration:"):
        raise Broken(_("This is an export of a whole authenticator app. Enter the seed of this one account instead."))
    return _of_address(text) if text.casefold().startswith(SCHEME) else Seed(_key(text))


def _of_address(text: str) -> Seed:
    try:
        parts = urlsplit(text)
        told = parse_qs(parts.query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Broken(_("This otpauth address cannot be read. Copy it again, or enter the seed alone.")) from None
    if parts.netloc.casefold() == "hotp":
        raise Broken(_("These codes count up (hotp). Choose “authenticator app” on the platform, which goes by time."))
    if parts.netloc.casefold() != "totp":
        raise Broken(_("This otpauth address is of a kind we do not know: it must begin with otpauth://totp/."))
    given = {name.casefold(): values for name, values in told.items()}
    if any(len(set(values)) > 1 for values in given.values()):
        raise Broken(_("This otpauth address says two things at once. Copy it again."))
    said = {name: values[0].strip() for name, values in given.items()}
    if not said.get("secret"):
        raise Broken(_("This otpauth address holds no key: “secret=” is missing. Copy all of it."))
    return Seed(_key(said["secret"]), _algorithm(said), _digits(said), _period(said))


def _key(text: str) -> str:
    key = re.sub(r"[\s-]", "", text).upper().rstrip("=")
    if not SHORTEST <= len(key) <= LONGEST or not _is_base32(key):
        raise Broken(_("Enter the seed: 16 or more letters and the digits 2 to 7, or the otpauth address."))
    return key


def _is_base32(key: str) -> bool:
    try:
        _decoded(key)
    except (binascii.Error, ValueError):
        return False
    return True


def _decoded(key: str) -> bytes:
    return base64.b32decode(key + "=" * (-len(key) % 8))


def _algorithm(said: dict[str, str]) -> str:
    name = (said.get("algorithm") or "SHA1").upper().removeprefix("HMAC").replace("-", "")
    if name not in ALGORITHMS:
        raise Broken(_("We make codes with SHA1, SHA256 and SHA512; this otpauth address asks for something else."))
    return name


def _digits(said: dict[str, str]) -> int:
    digits = said.get("digits") or "6"
    if digits not in DIGITS:
        raise Broken(_("Codes have 6, 7 or 8 digits; this otpauth address asks for another number."))
    return int(digits)


def _period(said: dict[str, str]) -> int:
    period = said.get("period") or "30"
    if not re.fullmatch(r"[0-9]{1,3}", period) or int(period) not in PERIODS:
        raise Broken(_("A code lasts from 10 to 300 seconds; this otpauth address asks for something else."))
    return int(period)
