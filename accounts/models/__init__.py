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
from accounts.models.platform import AccessModel, Category, Platform, PlatformState
from accounts.models.poster import Place, Poster, PosterState, posters_url, unit_of
from accounts.models.role import RoleHolder, RoleLevel, SignsIn
from accounts.models.rotation import AgeLimit, ReasonKind, Rotation, RotationReason, RotationTerms

__all__ = [
    "AccessModel",
    "Account",
    "AccountClass",
    "AccountState",
    "AgeLimit",
    "Authorization",
    "AuthorizationKind",
    "BackupCustodian",
    "Category",
    "Custody",
    "CustodyState",
    "Drill",
    "DrillRound",
    "DrillState",
    "DrillStep",
    "Exposure",
    "ExposureKind",
    "FactorKind",
    "Holder",
    "Knower",
    "Place",
    "Platform",
    "PlatformState",
    "Poster",
    "PosterState",
    "ProofPlan",
    "Reason",
    "ReasonKind",
    "Reveal",
    "RoleHolder",
    "RoleLevel",
    "Rotation",
    "RotationReason",
    "RotationTerms",
    "SecretField",
    "SecretState",
    "SecretVersion",
    "SetupTask",
    "SetupTaskCode",
    "SignsIn",
    "posters_url",
    "unit_of",
]
