"""What the top floor itself keeps: how people look at lists, what they are told of, and public records that were put
together."""

from desk.models.disclosure import Disclosure, Look
from desk.models.saved import ListCode, SavedView, StartView
from desk.models.schedule import ReportSchedule, Rhythm

__all__ = ["Disclosure", "ListCode", "Look", "ReportSchedule", "Rhythm", "SavedView", "StartView"]
