"""What the top floor keeps of its own: how people look at lists, and what they are told of."""

from desk.models.saved import ListCode, SavedView, StartView
from desk.models.schedule import ReportSchedule, Rhythm

__all__ = ["ListCode", "ReportSchedule", "Rhythm", "SavedView", "StartView"]
