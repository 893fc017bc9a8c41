"""Users, units, appointments and absences: who someone is, where, and what office they hold until when."""

from registry.people.models.absence import Absence
from registry.people.models.appointment import Appointment, AppointmentQuerySet, Office
from registry.people.models.departure import Departure, DepartureWhy
from registry.people.models.disposal import Disposal
from registry.people.models.proposal import Proposal, ProposalKind, ProposalState
from registry.people.models.unit import Unit, UnitKind, UnitQuerySet
from registry.people.models.user import LANGUAGES, User

__all__ = [
    "LANGUAGES",
    "Absence",
    "Appointment",
    "AppointmentQuerySet",
    "Departure",
    "DepartureWhy",
    "Disposal",
    "Office",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Unit",
    "UnitKind",
    "UnitQuerySet",
    "User",
]
