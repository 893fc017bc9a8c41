"""What this room keeps of its own."""

from desk.models.schedule import ReportSchedule, Rhythm

__all__ = ["ReportSchedule", "Rhythm"]
