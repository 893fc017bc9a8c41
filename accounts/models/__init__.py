"""The register: official accounts, how to get in, who holds them, how they are."""

from accounts.models.account import Account, AccountClass, AccountState, SetupTask, SetupTaskCode
from accounts.models.authorization import Authorization, AuthorizationKind
from accounts.models.credential import (
    Exposure,
    ExposureKind,
    FactorKind,
    Holder,
    Knower,
    Reason,
    Reveal,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.models.custody import BackupCustodian, Custody, CustodyState
from accounts.models.drill import Drill, DrillRound, DrillState, DrillStep, ProofPlan
from accounts.models.drop import HELD, Bearer, Drop, DropState, Guardian
from accounts.models.found import ClosedHow, ConflictEnd, Found, FoundStatus
from accounts.models.found_note import AnswerSaid, Channel, FoundNote, LetterKind, NoteKind
from accounts.models.handoff import CustodyTerms, Handoff, HandoffState, HandoffWhy
from accounts.models.health import AccountHealth, HealthReport, HealthState, HealthTerms
from accounts.models.importing import PasswordImport
from accounts.models.kit import REMIND_AFTER, WINDOW, Kit, KitHalf, KitState, Side
from accounts.models.outside import OutsideCustodian, Whose
from accounts.models.platform import AccessModel, Category, Platform, PlatformState
from accounts.models.poster import Place, Poster, PosterState, posters_url, unit_of
from accounts.models.recovery import HandIn, LockedOut, Recovery, RecoveryOutcome, RecoveryStep, SaidOf
from accounts.models.role import RoleHolder, RoleLevel, SignsIn
from accounts.models.rotation import AgeLimit, ReasonKind, Rotation, RotationReason, RotationTerms

__all__ = [
    "HELD",
    "REMIND_AFTER",
    "WINDOW",
    "AccessModel",
    "Account",
    "AccountClass",
    "AccountHealth",
    "AccountState",
    "AgeLimit",
    "AnswerSaid",
    "Authorization",
    "AuthorizationKind",
    "BackupCustodian",
    "Bearer",
    "Category",
    "Channel",
    "ClosedHow",
    "ConflictEnd",
    "Custody",
    "CustodyState",
    "CustodyTerms",
    "Drill",
    "DrillRound",
    "DrillState",
    "DrillStep",
    "Drop",
    "DropState",
    "Exposure",
    "ExposureKind",
    "FactorKind",
    "Found",
    "FoundNote",
    "FoundStatus",
    "Guardian",
    "HandIn",
    "Handoff",
    "HandoffState",
    "HandoffWhy",
    "HealthReport",
    "HealthState",
    "HealthTerms",
    "Holder",
    "Kit",
    "KitHalf",
    "KitState",
    "Knower",
    "LetterKind",
    "LockedOut",
    "NoteKind",
    "OutsideCustodian",
    "PasswordImport",
    "Place",
    "Platform",
    "PlatformState",
    "Poster",
    "PosterState",
    "ProofPlan",
    "Reason",
    "ReasonKind",
    "Recovery",
    "RecoveryOutcome",
    "RecoveryStep",
    "Reveal",
    "RoleHolder",
    "RoleLevel",
    "Rotation",
    "RotationReason",
    "RotationTerms",
    "SaidOf",
    "SecretField",
    "SecretState",
    "SecretVersion",
    "SetupTask",
    "SetupTaskCode",
    "Side",
    "SignsIn",
    "Whose",
    "posters_url",
    "unit_of",
]
