"""The classes of the way in, read when the inventory is (`registry.classes`)."""

from approvals.classified import decisions, requests

__all__ = ["decisions", "requests"]
