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
from accounts.models.platform import AccessModel, Category, Platform, PlatformState

__all__ = [
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
    "Platform",
    "PlatformState",
    "Reason",
    "Reveal",
    "RoleHolder",
    "RoleLevel",
    "SecretField",
    "SecretState",
    "SecretVersion",
    "SetupTask",
    "SetupTaskCode",
]
