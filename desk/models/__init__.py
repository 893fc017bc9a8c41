"""What the top floor itself keeps: public records that were put together, and what somebody looked through for them."""

from desk.models.disclosure import Disclosure, Look

__all__ = ["Disclosure", "Look"]
