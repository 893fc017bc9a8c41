"""What the top floor keeps of its own: how people look at lists."""

from desk.models.saved import ListCode, SavedView, StartView

__all__ = ["ListCode", "SavedView", "StartView"]
