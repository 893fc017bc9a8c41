"""What was typed to find something, told from what may say more than that (invariant 5)."""

import re

#: An address finds an account by a part of it: what else stands in it (a name before its host, a query, a fragment, the
#: rest of a path) may be a password.
_NO_ADDRESS = re.compile(r"[^/?#:&=%\\]*")
#: Nobody names a thing by more; what follows was not looked for.
MOST_WORDS = 8


def is_plain(text: str) -> bool:
    """Whether such words, where they find something, are words of what they find: no address, and not too many."""
    return bool(_NO_ADDRESS.fullmatch(text)) and len(text.split()) <= MOST_WORDS
