"""The register: official accounts, how to get in, who holds them, how they are."""

from accounts.models.account import Account, AccountClass, AccountState, SetupTask, SetupTaskCode
from accounts.models.authorization import Authorization, AuthorizationKind
from accounts.models.credential import (
    Exposure,
    ExposureKind,
    Holder,
    Reason,
    Reveal,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.models.custody import BackupCustodian, Custody, CustodyState, RoleHolder, RoleLevel
from accounts.models.importing import PasswordImport
from accounts.models.kit import REMIND_AFTER, WINDOW, Kit, KitHalf, KitState, Side
from accounts.models.platform import AccessModel, Category, Platform, PlatformState
from accounts.models.poster import Place, Poster, PosterState, posters_url, unit_of

__all__ = [
    "REMIND_AFTER",
    "WINDOW",
    "AccessModel",
    "Account",
    "AccountClass",
    "AccountState",
    "Authorization",
    "AuthorizationKind",
    "BackupCustodian",
    "Category",
    "Custody",
    "CustodyState",
    "Exposure",
    "ExposureKind",
    "Holder",
    "Kit",
    "KitHalf",
    "KitState",
    "PasswordImport",
    "Place",
    "Platform",
    "PlatformState",
    "Poster",
    "PosterState",
    "Reason",
    "Reveal",
    "RoleHolder",
    "RoleLevel",
    "SecretField",
    "SecretState",
    "SecretVersion",
    "SetupTask",
    "SetupTaskCode",
    "Side",
    "posters_url",
    "unit_of",
]
