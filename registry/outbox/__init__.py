"""What we tell people: a letter is a row first, sent after. Everything the rest of the house needs is named here."""

from registry.outbox.bundling import bundled
from registry.outbox.posting import OutsideTransaction, post, post_all
from registry.outbox.registered import UnknownTemplate, letter, templates
from registry.outbox.rounds import at_the_end, each_round

__all__ = [
    "OutsideTransaction",
    "UnknownTemplate",
    "at_the_end",
    "bundled",
    "each_round",
    "letter",
    "post",
    "post_all",
    "templates",
]
