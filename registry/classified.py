"""The classes of the ground floor's tables, read when the register is (`registry.classes`)."""

from registry.classes import ground, people, signing_in

__all__ = ["ground", "people", "signing_in"]
