"""The register: official accounts, how to get in, who holds them, how they are."""

from accounts.models.account import Account, AccountClass, AccountState, SetupTask, SetupTaskCode
from accounts.models.attestation import Attestation, SaidOfPassword
from accounts.models.authorization import Authorization, AuthorizationKind
from accounts.models.campaign import Campaign, CampaignKind
from accounts.models.campaign_terms import CampaignTerms
from accounts.models.check import EyesOnCheck, Seen
from accounts.models.closing import Closing
from accounts.models.closing_step import ClosingStep
from accounts.models.closing_words import ClosingKind, ClosingState, ClosingStepCode, ClosingWhy
from accounts.models.compromise import Compromise
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
from accounts.models.graduation import Graduation
from accounts.models.handoff import CustodyTerms, Handoff, HandoffState, HandoffWhy
from accounts.models.health import AccountHealth, HealthReport, HealthState, HealthTerms
from accounts.models.hold import HoldWhy, LegalHold
from accounts.models.importing import PasswordImport
from accounts.models.incident import Incident
from accounts.models.kit import REMIND_AFTER, WINDOW, Kit, KitHalf, KitState, Side
from accounts.models.outside import OutsideCustodian, Whose
from accounts.models.packet import Packet, PacketStage, PacketState
from accounts.models.past import AccountPast
from accounts.models.platform import AccessModel, Category, Platform, PlatformState
from accounts.models.poster import Place, Poster, PosterState, posters_url, unit_of
from accounts.models.recovery import HandIn, LockedOut, Recovery, RecoveryOutcome, RecoveryStep, SaidOf
from accounts.models.role import RoleHolder, RoleLevel, SignsIn
from accounts.models.rotation import AgeLimit, ReasonKind, Rotation, RotationReason, RotationTerms
from accounts.models.season import AccountSeason, Season, SeasonCode, school_year_label, school_year_of
from accounts.models.sunset import Sunset
from accounts.models.tombstone import Tombstone, TombstoneWhy
from accounts.models.trail_hold import TrailHold

__all__ = [
    "HELD",
    "REMIND_AFTER",
    "WINDOW",
    "AccessModel",
    "Account",
    "AccountClass",
    "AccountHealth",
    "AccountPast",
    "AccountSeason",
    "AccountState",
    "AgeLimit",
    "AnswerSaid",
    "Attestation",
    "Authorization",
    "AuthorizationKind",
    "BackupCustodian",
    "Bearer",
    "Campaign",
    "CampaignKind",
    "CampaignTerms",
    "Category",
    "Channel",
    "ClosedHow",
    "Closing",
    "ClosingKind",
    "ClosingState",
    "ClosingStep",
    "ClosingStepCode",
    "ClosingWhy",
    "Compromise",
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
    "EyesOnCheck",
    "FactorKind",
    "Found",
    "FoundNote",
    "FoundStatus",
    "Graduation",
    "Guardian",
    "HandIn",
    "Handoff",
    "HandoffState",
    "HandoffWhy",
    "HealthReport",
    "HealthState",
    "HealthTerms",
    "HoldWhy",
    "Holder",
    "Incident",
    "Kit",
    "KitHalf",
    "KitState",
    "Knower",
    "LegalHold",
    "LetterKind",
    "LockedOut",
    "NoteKind",
    "OutsideCustodian",
    "Packet",
    "PacketStage",
    "PacketState",
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
    "SaidOfPassword",
    "Season",
    "SeasonCode",
    "SecretField",
    "SecretState",
    "SecretVersion",
    "Seen",
    "SetupTask",
    "SetupTaskCode",
    "Side",
    "SignsIn",
    "Sunset",
    "Tombstone",
    "TombstoneWhy",
    "TrailHold",
    "Whose",
    "posters_url",
    "school_year_label",
    "school_year_of",
    "unit_of",
]
