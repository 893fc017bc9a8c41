"""Addresses that a password manager keeps, without the sign-in that some of them hold: a page shows the rest."""

import re

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/{1,2}", re.IGNORECASE)
_PORT = re.compile(r":[0-9]*$")
#: The same without a scheme: a name, a colon and what is no port, up to the last @ before a host.
_BARE = re.compile(r"(?<!\S)[^\s/@:]+:(?![0-9]+(?:/|$))\S+@(?=\S*\.)")


def without_sign_in(text: str) -> tuple[str, bool]:
    """A title or address without ``user:password@``, and whether there was one.

    A password may hold what should have been written otherwise: where what follows a colon is no port, all up to the
    last @ goes. The @ of a handle (``example.com/@team``) stays, and so does that of an e-mail address.
    """
    scheme = _SCHEME.search(text)
    if scheme is None:
        bare = _BARE.sub("", text)
        return bare, bare != text
    start, rest = text[: scheme.end()], text[scheme.end() :]
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    if "@" in host:
        return start + rest[host.rindex("@") + 1 :], True
    if "@" in rest and ":" in host and not _PORT.search(host):
        return start + rest.rpartition("@")[2], True
    return text, False
