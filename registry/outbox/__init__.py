"""What we tell people: a letter is a row first, sent after. Everything the rest of the house needs is named here."""

from registry.outbox.posting import OutsideTransaction, post, post_all
from registry.outbox.registered import UnknownTemplate, letter, templates

__all__ = ["OutsideTransaction", "UnknownTemplate", "letter", "post", "post_all", "templates"]
