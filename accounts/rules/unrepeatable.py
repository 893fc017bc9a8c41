"""What must not be given back: texts that hold a secret, or may."""

from registry.people.refusal import Refused


class Unrepeatable(Refused):
    """Refused for what was typed: the page that says so must not show it again (invariant 5)."""
